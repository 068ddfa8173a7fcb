import Events
import Glibc
import TestSupport
import Testing

@testable import Ingestion

@Suite(.waiting) struct FileTailTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func aPartialLastLineWaitsForItsEnd() async throws {
    try folder.append("one\ntw", to: "a.log")
    let tail = try Recorder([folder("a.log")])
    #expect(await tail.reaches { $0.caughtUp == 1 })
    #expect(tail.now.lines == ["one"])
    #expect(tail.now.states[folder("a.log")] == .live)
    try folder.append("o\nthree\n", to: "a.log")
    #expect(await tail.reaches { $0.lines == ["one", "two", "three"] })
  }

  @Test func aFileAppearsLaterInAFolderThatAppearsLater() async throws {
    let path = folder("deep/a.log")
    let tail = try Recorder([path])
    #expect(await tail.reaches { $0.states[path] == .waiting })
    try folder.makeFolder("deep")
    try folder.append("one\n", to: "deep/a.log")
    #expect(await tail.reaches { $0.lines == ["one"] && $0.states[path] == .live })
  }

  @Test func newMatchesOfAPatternAppear() async throws {
    try folder.makeFolder("web")
    try folder.append("1\n", to: "web/b.log")
    try folder.append("no\n", to: "web/b.txt")
    try folder.makeFolder("web/folder.log")
    let tail = try Recorder([folder("*/*.log")])
    #expect(await tail.reaches { $0.caughtUp == 1 })
    try folder.append("2\n", to: "web/a.log")
    #expect(await tail.reaches { $0.lines == ["1", "2"] })
    try folder.makeFolder("mail")
    try folder.append("3\n", to: "mail/c.log")
    #expect(await tail.reaches { $0.lines == ["1", "2", "3"] })
    #expect(tail.now.names == ["web/b.log", "web/a.log", "mail/c.log"].map { folder($0) })
  }

  @Test func twoAsterisksStandForFoldersAtAnyDepth() async throws {
    for name in ["top", "top/a", "top/a/b", "top/.hidden"] { try folder.makeFolder(name) }
    try folder.append("0\n", to: "top/x.log")
    try folder.append("1\n", to: "top/a/b/y.log")
    try folder.append("no\n", to: "top/.hidden/z.log")
    folder.link("top/a/b/up", to: folder("top"))
    folder.link("top/a/loop", to: ".")
    let tail = try Recorder([folder("top/**/*.log")])
    #expect(await tail.reaches { $0.caughtUp == 1 })
    #expect(tail.now.lines.sorted() == ["0", "1"])
    try folder.makeFolder("top/c")
    try folder.makeFolder("top/c/d")
    try folder.append("2\n", to: "top/c/d/z.log")
    #expect(await tail.reaches { $0.lines.sorted() == ["0", "1", "2"] })
    try folder.append("3\n", to: "top/c/d/z.log")
    #expect(await tail.reaches { $0.lines.sorted() == ["0", "1", "2", "3"] })
    #expect(PathPattern(folder("top/**/d/*.log")).match().paths == [folder("top/c/d/z.log")])
    #expect(PathPattern(folder("top/a/**")).match().paths.contains(folder("top/a/b/y.log")))
  }

  @Test func aPathThatExistsIsTakenLiterally() async throws {
    try folder.append("literal\n", to: "a[1].log")
    try folder.append("pattern\n", to: "a1.log")
    let tail = try Recorder([folder("a[1].log")]) { $0.mode = .once }
    #expect(await tail.reaches { $0.hasEnded })
    #expect(tail.now.lines == ["literal"])
  }

  @Test func aSymbolicLinkIsFollowedAndItsChangeNoticed() async throws {
    try folder.makeFolder("v1")
    try folder.makeFolder("v2")
    try folder.append("one\n", to: "v1/a.log")
    try folder.append("two\n", to: "v2/a.log")
    folder.link("current", to: "v1")
    folder.link("a.log", to: folder("current/a.log"))
    let tail = try Recorder([folder("a.log")])
    #expect(await tail.reaches { $0.lines == ["one"] })
    folder.link("next", to: "v2")
    try folder.rename("next", to: "current")
    #expect(await tail.reaches { $0.lines == ["one", "two"] })
    try folder.rename("v2/a.log", to: "v2/a.log.1")
    try folder.append("three\n", to: "v2/a.log")
    #expect(await tail.reaches { $0.lines == ["one", "two", "three"] })
  }

  @Test func linesThatAProgramStillWritesToARotatedFileAreRead() async throws {
    try folder.append("one\ntw", to: "a.log")
    let old = open(folder("a.log"), O_WRONLY | O_APPEND)
    defer { close(old) }
    let tail = try Recorder([folder("a.log")]) { $0.rotationGrace = .seconds(5) }
    #expect(await tail.reaches { $0.lines == ["one"] })
    try folder.rename("a.log", to: "a.log.1")
    try folder.append("new\n", to: "a.log")
    #expect(await tail.reaches { $0.lines == ["one", "new"] })
    #expect(write(old, "o\nlast", 6) == 6)
    #expect(await tail.reaches { $0.lines == ["one", "new", "two"] })
    #expect(await tail.reaches { $0.lines == ["one", "new", "two", "last"] })
  }

  @Test func onceReadsToTheEndWithALastLineWithoutLineFeed() async throws {
    try folder.append("b1\nb2", to: "b.log")
    try folder.append("a1\n", to: "a.log")
    try folder.append("", to: "c.log")
    let tail = try Recorder([folder("*.log")]) { $0.mode = .once }
    #expect(await tail.reaches { $0.hasEnded })
    #expect(tail.now.lines == ["a1", "b1", "b2"])
    #expect(tail.now.failures.isEmpty)
    #expect(tail.now.states.values.allSatisfy { $0 == .ended })
  }

  @Test func whatIsNoFileIsRefusedWithAdvice() async throws {
    try folder.makeFolder("folder")
    #expect(mkfifo(folder("pipe"), 0o600) == 0)
    let expected = [
      "missing": "check the path", "folder": "is a folder, not a file; name its files",
      "pipe": "is a pipe, not a file; use: wraptop --stdin",
    ]
    for (name, text) in expected {
      let once = try Recorder([folder(name)]) { $0.mode = .once }
      #expect(await once.reaches { $0.hasEnded })
      #expect(once.now.failures.map(\.exitCode) == [66], "\(name)")
      #expect(once.now.failures.first?.description.contains(text) == true, "\(name): \(once.now.failures)")
    }
    let following = try Recorder(expected.keys.map { folder($0) })
    #expect(await following.reaches { $0.caughtUp == 1 })
    #expect(following.now.states[folder("missing")] == .waiting)
    for name in ["folder", "pipe"] {
      guard case .failed(let text) = following.now.states[folder(name)] else {
        Issue.record("\(name) is not refused")
        continue
      }
      #expect(text.contains(expected[name] ?? "-"))
    }
  }

  // In a process of its own, as nothing is unreadable for root.
  @Test func anUnreadableFileIsReadOnceThatIsAllowed() async {
    await #expect(processExitsWith: .success) {
      if geteuid() == 0 { try #require(seteuid(65534) == 0) }
      let folder = try TemporaryFolder()
      try folder.append("one\n", to: "a.log")
      chmod(folder("a.log"), 0)
      let tail = try Recorder([folder("a.log")])
      let path = folder("a.log")
      #expect(
        await tail.reaches { if case .failed(let text) = $0.states[path] { text.contains("chmod") } else { false } })
      chmod(path, 0o600)
      #expect(await tail.reaches { $0.lines == ["one"] && $0.states[path] == .live })

      chmod(path, 0)
      let refused = try Recorder([folder("a.log")]) { $0.mode = .once }
      #expect(await refused.reaches { $0.hasEnded && $0.failures.map(\.exitCode) == [66] })

      try folder.makeFolder("closed", mode: 0)
      let hidden = try Recorder([folder("closed/b.log")])
      let hiddenPath = folder("closed/b.log")
      #expect(await hidden.reaches { if case .failed = $0.states[hiddenPath] { true } else { false } })
      chmod(folder("closed"), 0o700)
      try folder.append("two\n", to: "closed/b.log")
      #expect(await hidden.reaches { $0.lines == ["two"] })
    }
  }

  @Test func withoutInotifyAFileIsLookedAtOnceASecond() async throws {
    try folder.append("one\n", to: "a.log")
    let tail = try Recorder([folder("a.log"), folder("b.log")]) { $0.checksEverySecond = true }
    #expect(await tail.reaches { $0.lines == ["one"] && $0.notices.contains { $0.contains("once a second") } })
    try folder.append("two\n", to: "a.log")
    try folder.append("three\n", to: "b.log")
    #expect(await tail.reaches { $0.lines.count == 3 })
    #expect(Set(tail.now.lines) == ["one", "two", "three"])
  }

  @Test func oneFileUnderTwoNamesIsReadOnce() async throws {
    try folder.append("one\n", to: "a.log")
    #expect(Glibc.link(folder("a.log"), folder("b.log")) == 0)
    let tail = try Recorder([folder("a.log"), folder("b.log")]) { $0.mode = .once }
    #expect(await tail.reaches { $0.hasEnded })
    #expect(tail.now.lines == ["one"])
    #expect(tail.now.notices.contains { $0.contains("same file") })
  }

  @Test func aCopyIsReadFromWhereItsOriginalEnds() async throws {
    let lines = (0..<100).map { "{\"n\":\($0),\"text\":\"something to fill a line\"}" }
    try folder.append(lines.joined(separator: "\n") + "\n", to: "a.log")
    try folder.append(lines.joined(separator: "\n") + "\nmore\n", to: "b.log")
    let tail = try Recorder([folder("*.log")]) { $0.mode = .once }
    #expect(await tail.reaches { $0.hasEnded })
    #expect(tail.now.lines == lines + ["more"])
    #expect(tail.now.notices.contains { $0.contains("copy") })
  }

  @Test func fromTheEndOnlyWhatComesNewIsRead() async throws {
    try folder.append("old\nol", to: "a.log")
    let tail = try Recorder([folder("a.log"), folder("b.log")]) { $0.start = .end }
    #expect(await tail.reaches { $0.caughtUp == 1 })
    try folder.append("d\nnew\n", to: "a.log")
    try folder.append("later\n", to: "b.log")
    #expect(await tail.reaches { $0.lines.count == 2 })
    #expect(Set(tail.now.lines) == ["new", "later"])
  }

  @Test func aKnownPositionIsGoneOnFrom() async throws {
    let path = folder("a.log")
    try folder.append("one\ntwo\n", to: "a.log")
    let about = try #require(folder.status("a.log"))
    let known = Position(
      device: UInt64(about.st_dev), inode: UInt64(about.st_ino), fingerprint: Fingerprint(of: Array("one\n".utf8)),
      offset: 4)
    let tail = try Recorder([folder("a.log")]) { $0.known = [KnownPosition(path: path, position: known)] }
    #expect(await tail.reaches { $0.lines == ["two"] })
    var other = known
    other.fingerprint = Fingerprint(of: Array("eno\n".utf8))
    let all = try Recorder([folder("a.log")]) { $0.known = [KnownPosition(path: path, position: other)] }
    #expect(await all.reaches { $0.lines == ["one", "two"] })
  }

  @Test func positionsTellWhereToGoOn() async throws {
    try folder.append("one\ntwo\nthr", to: "a.log")
    let tail = try FileTail(patterns: [folder("a.log")])
    var position: Position?
    while let event = await tail.next() {
      if case .chunk(_, _, let at, let lag) = event {
        position = at
        #expect(lag == 0)
      }
      if case .caughtUp = event { break }
    }
    #expect(position?.offset == 8)
    #expect(position?.fingerprint == Fingerprint(of: Array("one\ntwo\n".utf8)))
  }

  @Test func aLineThatIsTooLongIsCutAndTheNextRead() async throws {
    try folder.append("one\n" + String(repeating: "x", count: 3000) + "\ntwo\n", to: "a.log")
    let tail = try Recorder([folder("a.log")]) { $0.maxLine = 1000 }
    #expect(await tail.reaches { $0.lines == ["one", "two"] })
    #expect(tail.now.cuts.map(\.offset) == [4])
  }

  @Test func cancellingEndsTheWait() async throws {
    try folder.append("one\n", to: "a.log")
    let tail = try Recorder([folder("a.log")])
    #expect(await tail.reaches { $0.caughtUp == 1 })
    tail.cancel()
    #expect(await tail.reaches { $0.hasEnded })
    #expect(tail.now.failures.isEmpty)
  }

  @Test func manySmallAppendsAreGathered() async throws {
    try folder.append("", to: "a.log")
    let tail = try Recorder([folder("a.log")])
    #expect(await tail.reaches { $0.caughtUp == 1 })
    let start = ContinuousClock.now
    for number in 0..<5000 { try folder.append("\(number)\n", to: "a.log") }
    #expect(await tail.reaches { $0.lines.count == 5000 })
    #expect(tail.now.lines == (0..<5000).map(String.init))
    // One look for each 10 ms that it took, the first and the last one apart.
    #expect(tail.now.chunks <= 3 + Int(start.duration(to: .now) / .milliseconds(10)))
  }

  @Test func manyFilesTakeTurns() async throws {
    let names = (0..<300).map { "f\($0).log" }
    for name in names { try folder.append((0..<20).map { "\(name) \($0)\n" }.joined(), to: name) }
    let tail = try Recorder([folder("*.log")])
    #expect(await tail.reaches { $0.caughtUp == 1 })
    for name in names { try folder.append("\(name) 20\n", to: name) }
    #expect(await tail.reaches { $0.lines.count == 300 * 21 })
    for name in names {
      #expect(tail.now.lines.filter { $0.hasPrefix("\(name) ") } == (0...20).map { "\(name) \($0)" })
    }
  }
}
