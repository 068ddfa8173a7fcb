import Events
import Glibc
import TestSupport
import Testing

@testable import Ingestion

/// Random sequences of writing, rotation and crashes: whoever reads commits positions together with lines, forgets what
/// was not committed when it crashes, and ends with every line exactly once.
@Suite(.waiting) struct TailRestartModelTests {
  @Test(arguments: 0..<20) func everyLineIsCommittedOnce(group: Int) async throws {
    for seed in modelSeeds(100, brief: 8) {
      var run = try RestartRun(seed: UInt64(group * 1000 + seed))
      for _ in 0..<30 { try run.step() }
      try run.finish()
      run.check()
      await Task.yield()
    }
  }
}

/// One random sequence.
private struct RestartRun {
  /// How the log of the run is rotated.
  enum Style: CaseIterable { case renaming, compressing, delayedCompressing, copying, dated }

  let seed: UInt64
  let folder: TemporaryFolder
  let style: Style
  let followsSiblings: Bool
  var session: TailSession?
  var random: SeededRandom

  // What a store would hold.
  var committed: [String: Int] = [:]
  var known: [KnownPosition] = []
  // What was handed out since.
  var pending: [(lines: [String], position: KnownPosition)] = []
  var names: [Int: String] = [:]

  // Every line that stands in a file, by the number of the rotation, from 0; and those that are on disk no more.
  var written: [String] = []
  var current: [String] = []
  var mayBeLost: Set<String> = []
  var wasTruncated = false
  var day = 20_260_101
  var count = 0
  var log: [String] = []

  init(seed: UInt64) throws {
    self.seed = seed
    random = SeededRandom(seed: seed)
    folder = try TemporaryFolder()
    style = Style.allCases.randomElement(using: &random) ?? .renaming
    followsSiblings = Int.random(in: 0..<4, using: &random) == 0
    // What was rotated before anyone followed the log is never read, unless it is followed itself.
    if !followsSiblings, Bool.random(using: &random) {
      try folder.append("{\"old\":1}\n", to: "app.log.7")
      folder.age("app.log.7", seconds: 1000)
    }
    start()
  }

  mutating func start() {
    var options = TailOptions()
    options.rotationGrace = .zero
    options.known = known
    session = TailSession(patterns: [folder(followsSiblings ? "app.log*" : "app.log")], options: options)
    names = [:]
    log.append("start")
  }

  mutating func step() throws {
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<6: try append()
    case 6..<9: try rotate()
    case 9: try truncate()
    case 10, 11: crash()
    case 12..<15: take(Int.random(in: 1...6, using: &random))
    case 15, 16: commit(Int.random(in: 0...pending.count, using: &random))
    default: try readAll()
    }
  }

  mutating func append() throws {
    var text = ""
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      count += 1
      let line =
        "{\"n\":\(count),\"x\":\"" + String(repeating: "x", count: Int.random(in: 0...600, using: &random)) + "\"}"
      written.append(line)
      current.append(line)
      text += line + "\n"
    }
    log.append("append \(count)")
    try folder.append(text, to: "app.log")
  }

  // True if someone has read from the log, so that what is rotated is not lost to who comes after.
  var isFollowed: Bool {
    followsSiblings || !known.isEmpty
      || session.map { !$0.known.isEmpty || $0.files.contains(where: \.isBegun) } ?? false
  }

  mutating func rotate() throws {
    guard folder.status("app.log") != nil else { return }
    // What was read before a truncation is no help in finding rotated files.
    if wasTruncated {
      try append()
      try readAll()
      commit(pending.count)
      wasTruncated = false
    }
    log.append("rotate")
    if !isFollowed { mayBeLost.formUnion(current) }
    switch style {
    case .renaming, .compressing, .delayedCompressing:
      try shift()
      try folder.rename("app.log", to: "app.log.1")
    case .copying:
      try shift()
      try folder.append(bytes: folder.read("app.log"), to: "app.log.1")
      folder.truncate("app.log", to: 0)
    case .dated:
      day += 1
      try folder.rename("app.log", to: "app.log-\(day)")
      if Bool.random(using: &random) { try folder.compress("app.log-\(day)") }
    }
    if style == .compressing || style == .copying && Bool.random(using: &random) { try folder.compress("app.log.1") }
    current = []
  }

  // app.log.1 becomes app.log.2, and so on; the oldest that is there stays, as nothing may vanish unread.
  func shift() throws {
    for number in (1...40).reversed() {
      for ending in ["", ".gz"] where folder.has("app.log.\(number)\(ending)") {
        if !followsSiblings, number == 7, folder.read("app.log.7") == Array("{\"old\":1}\n".utf8) { continue }
        let next = !followsSiblings && number == 6 ? 8 : number + 1
        try folder.rename("app.log.\(number)\(ending)", to: "app.log.\(next)\(ending)")
        if style == .delayedCompressing, ending.isEmpty { try folder.compress("app.log.\(next)") }
      }
    }
  }

  // Lines that were not committed exist nowhere any more.
  mutating func truncate() throws {
    guard folder.status("app.log") != nil else { return }
    log.append("truncate")
    for line in current where committed[line] == nil { mayBeLost.insert(line) }
    current = []
    wasTruncated = true
    folder.truncate("app.log", to: 0)
  }

  mutating func crash() {
    log.append("crash with \(pending.count) uncommitted")
    pending = []
    session = nil
    if !isFollowed { mayBeLost.formUnion(Set(written).subtracting(current)) }
    start()
  }

  mutating func commit(_ count: Int) {
    log.append("commit \(count) of \(pending.count)")
    for (lines, position) in pending.prefix(count) {
      for line in lines { committed[line, default: 0] += 1 }
      known.record(position.position, of: position.path)
    }
    pending.removeFirst(count)
  }

  mutating func readAll() throws {
    log.append("read")
    session?.noteChanges()
    while takeOne() {}
  }

  mutating func take(_ most: Int) {
    log.append("take \(most)")
    session?.noteChanges()
    for _ in 0..<most { if !takeOne() { return } }
  }

  mutating func takeOne() -> Bool {
    switch session?.advance() {
    case .event(.appeared(let source, let path)): names[source] = path.name
    case .event(.opened(let source, let position)):
      pending.append(([], KnownPosition(path: names[source] ?? "?", position: position)))
    case .event(.chunk(let source, let chunk, let position, _)):
      pending.append((chunk.text, KnownPosition(path: names[source] ?? "?", position: position)))
      session?.recycle(chunk.bytes)
    case .event(.failed(_, let error)): Issue.record("\(error) in \(story)")
    case .event, .busy: break
    case .ended, .idle, nil: return false
    }
    return true
  }

  mutating func finish() throws {
    if Bool.random(using: &random) { crash() }
    try readAll()
    try readAll()
    commit(pending.count)
    crash()
    try readAll()
    commit(pending.count)
  }

  var story: String {
    "seed \(seed), \(style), \(followsSiblings ? "pattern" : "path"): \(log.joined(separator: ", "))"
  }

  func check() {
    for line in written {
      let times = committed[line] ?? 0
      #expect(
        times == 1 || times == 0 && mayBeLost.contains(line), "\(line.prefix(12)) counted \(times) times in \(story)")
    }
    for line in committed.keys { #expect(written.contains(line), "torn: \(line.prefix(80)) in \(story)") }
  }
}
