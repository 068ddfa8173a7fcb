import Events
import Glibc
import TestSupport
import SystemFiles
import Testing

@testable import Ingestion

/// Random sequences of what programs and log rotation do to files, with reading in between, against a model.
@Suite(.waiting) struct TailModelTests {
  @Test(arguments: 0..<20) func noLineIsTornLostOrReadTwice(group: Int) async throws {
    for seed in modelSeeds(100, brief: 8) {
      var run = try ModelRun(seed: UInt64(group * 1000 + seed))
      for _ in 0..<40 { try run.step() }
      try run.finish()
      run.check()
      // Lets other tests have the thread, which wait for something to happen in time.
      await Task.yield()
    }
  }
}

/// One random sequence.
private struct ModelRun {
  /// What must come of a line: exactly once, or at most once as it may have been cut away unread.
  enum Fate { case once, atMostOnce }

  let seed: UInt64
  let folder: TemporaryFolder
  let session: TailSession
  let followsSiblings: Bool
  var random: SeededRandom
  var fates: [String: Fate] = [:]
  var seen: [String: Int] = [:]
  // The whole lines of each file by name, and what stands behind them.
  var lines: [String: [String]] = [:]
  var partial: [String: String] = [:]
  // Beginnings of lines that stood at the end of `app.log` at one time. If the file is truncated then, the one that was
  // read comes as a line, so that nothing vanishes unseen.
  var beginnings: Set<String> = []
  var count = 0
  var log: [String] = []

  init(seed: UInt64) throws {
    self.seed = seed
    random = SeededRandom(seed: seed)
    folder = try TemporaryFolder()
    followsSiblings = Bool.random(using: &random)
    var options = TailOptions()
    options.rotationGrace = .zero
    session = TailSession(patterns: [folder(followsSiblings ? "app.log*" : "app.log")], options: options)
  }

  mutating func step() throws {
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<7: try append()
    case 7, 8: try rotate()
    case 9: try truncate()
    case 10: delete()
    case 11: try shorten()
    case 12: try copy(truncating: false)
    case 13: try copy(truncating: true)
    case 14: take(Int.random(in: 1...4, using: &random))
    default: try readAll()
    }
  }

  mutating func append() throws {
    var text = ""
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      count += 1
      let line =
        "{\"n\":\(count),\"x\":\"" + String(repeating: "x", count: Int.random(in: 0...500, using: &random)) + "\"}"
      if let begun = partial["app.log"] {
        text += line + "\n"
        add(begun + line)
        partial["app.log"] = nil
      } else if Int.random(in: 0..<6, using: &random) == 0 {
        text += line
        partial["app.log"] = line
        beginnings.insert(line)
      } else {
        text += line + "\n"
        add(line)
      }
    }
    log.append("append \(text.utf8.count)")
    try folder.append(text, to: "app.log")
  }

  mutating func add(_ line: String) {
    lines["app.log", default: []].append(line)
    fates[line] = .once
  }

  var isOpen: Bool {
    folder.status("app.log").map { session.filesByIdentity[FileIdentity($0)] != nil } ?? false
  }

  // What stands at the end of a file that goes away comes as a line, if it is read in time.
  mutating func close(_ name: String, isRead: Bool) {
    if let last = partial.removeValue(forKey: name) { fates[last] = isRead ? .once : .atMostOnce }
    let gone = lines.removeValue(forKey: name) ?? []
    if !isRead { for line in gone where seen[line] == nil { fates[line] = .atMostOnce } }
  }

  mutating func allowBeginnings() {
    for text in beginnings where fates[text] == nil { fates[text] = .atMostOnce }
  }

  mutating func rotate() throws {
    guard folder.status("app.log") != nil else { return }
    count += 1
    let name = "app.log.\(count)"
    log.append("rename to \(name)")
    if followsSiblings {
      lines[name] = lines.removeValue(forKey: "app.log")
      partial[name] = partial.removeValue(forKey: "app.log")
    } else {
      close("app.log", isRead: isOpen)
    }
    try folder.rename("app.log", to: name)
  }

  mutating func delete() {
    guard folder.status("app.log") != nil else { return }
    log.append("delete")
    close("app.log", isRead: isOpen)
    folder.remove("app.log")
  }

  mutating func truncate() throws {
    guard folder.status("app.log") != nil else { return }
    log.append("truncate")
    allowBeginnings()
    close("app.log", isRead: false)
    folder.truncate("app.log", to: 0)
  }

  // Cuts whole lines off the end, as many as have marks. Read at once, as nothing could tell lines that are written over it
  // from the old ones.
  mutating func shorten() throws {
    try readAll()
    guard let all = lines["app.log"], all.count > 1 else { return }
    let kept = Int.random(in: max(1, all.count - 7)..<all.count, using: &random)
    log.append("shorten to \(kept) of \(all.count) lines")
    allowBeginnings()
    close("app.log", isRead: true)
    lines["app.log"] = Array(all.prefix(kept))
    folder.truncate("app.log", to: all.prefix(kept).reduce(0) { $0 + $1.utf8.count + 1 })
    try readAll()
  }

  mutating func copy(truncating: Bool) throws {
    // Before its original is read, a copy cannot be known as one.
    try readAll()
    guard folder.status("app.log") != nil else { return }
    if truncating, Bool.random(using: &random) { try append() }
    count += 1
    let name = "app.log.copy\(count)"
    log.append("copy to \(name)\(truncating ? " and truncate" : "")")
    try folder.append(bytes: folder.read("app.log"), to: name)
    guard truncating else { return }
    if followsSiblings {
      lines[name] = lines.removeValue(forKey: "app.log")
      partial[name] = partial.removeValue(forKey: "app.log")
    } else {
      allowBeginnings()
      close("app.log", isRead: false)
    }
    folder.truncate("app.log", to: 0)
  }

  mutating func readAll() throws {
    log.append("read")
    session.noteChanges()
    while takeOne() {}
  }

  mutating func take(_ most: Int) {
    log.append("take \(most)")
    session.noteChanges()
    for _ in 0..<most { if !takeOne() { return } }
  }

  mutating func takeOne() -> Bool {
    switch session.advance() {
    case .event(.chunk(_, let chunk, _, _)):
      #expect(chunk.cut == nil)
      for line in chunk.bytes[chunk.lines].split(separator: 10) {
        seen[String(decoding: line, as: UTF8.self), default: 0] += 1
      }
      session.recycle(chunk.bytes)
      return true
    case .event, .busy: return true
    case .ended, .idle: return false
    }
  }

  mutating func finish() throws {
    try readAll()
    for name in Array(Set(lines.keys).union(partial.keys)) { close(name, isRead: true) }
    log.append("remove all")
    for path in PathPattern(folder("app.log*")).match().paths { #expect(unlink(path) == 0) }
    try readAll()
    try readAll()
  }

  func check() {
    let story = "seed \(seed), \(followsSiblings ? "pattern" : "path"): \(log.joined(separator: ", "))"
    for (line, times) in seen {
      #expect(fates[line] != nil, "torn: \(line.prefix(80)) in \(story)")
      #expect(times == 1, "read \(times) times: \(line.prefix(80)) in \(story)")
    }
    for (line, fate) in fates where fate == .once {
      #expect(seen[line] != nil, "lost: \(line.prefix(80)) in \(story)")
    }
    #expect(session.files.isEmpty)
  }
}
