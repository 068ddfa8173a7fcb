import Foundation
import Ingestion
import TestSupport
import Testing

/// Input that means harm, or is far too much, against the built program (article Events, Rejections and duplicates;
/// Security).
@Suite(.waiting) struct ProgramHostileTests {
  private typealias Screen = ProgramOnScreen

  /// Names as JSON writes them, with what a terminal or a reader would trip over, and a piece that shows them.
  private static let names: [(json: String, shown: String)] = [
    (#"esc\u001b[5n\u001bc"#, "esc�[5n�c"), (#"osc\u001b]52;c;aGk=\u0007"#, "osc�]52;c;aGk=�"),
    (#"c1\u009b5n\u0090q"#, "c1�5n�q"), (#"bidi\u202egnp.exe\u2066"#, "bidi�gnp.exe�"), (#"nul\u0000x"#, "nul�x"),
    (#"back\b\b\b\u007fdel"#, "back����del"), (#"lines\r\nand\ttabs\u2028"#, "lines  and tabs�"),
    ("要約サービス", "要約サービス"), (#"e\u0301mbe\u0301d"#, "e\u{301}mbe\u{301}d"), ("👩‍💻 team", "👩💻 team"),
    (#"\u202d\u001b[?1049l"#, "��[?1049l"),
  ]

  @Test func nothingHostileReachesTheTerminal() throws {
    let folder = try TemporaryFolder()
    let file = "\u{1B}[5n\u{9B}5n\u{202E}.jsonl"
    let program = try ProgramOnScreen(
      ["--tail", folder(file), "--socket", folder("ingest.sock")], columns: 120, rows: 40, folder: folder)
    for name in Self.names {
      try program.send(
        Screen.lines(name.json)
          + Screen.lines(
            name.json, status: "error", more: #","error_message":"\#(name.json)","error_code":"\#(name.json)""#))
    }
    // As bytes, where nothing escapes them.
    let raw: [UInt8] = [0x1B, 0x5B, 0x35, 0x6E, 0x9B, 0x35, 0x6E, 0x00, 0xFF, 0xC2, 0x9B, 0x35, 0x6E, 0x07, 0x0A]
    try folder.append(bytes: raw, to: file)
    try folder.append("\u{1B}[5n\u{9B}5n\u{202E}\u{0}\n" + #"{"\u001b[5n":"# + "\n", to: file)
    program.expect("22 ops in all, 50.0 % ok")
    program.expect("rejected 3")
    for name in Self.names { program.expect(name.shown) }
    expectAlignedColumns(program.terminal, rows: Self.names.count)
    // Everything that could show any of it.
    for (keys, text) in [
      ("\r", "recent errors"), ("jjj", "4 of 11"), ("\u{1B}", "wrappers 11"), ("2", "sources 2"),
      ("x", "rejected lines 3"), ("jj", "3 of 3"), ("1/esc", "wrappers 1 of 11"), ("\r", "Esc clears it"),
      ("\u{1B}", "wrappers 11"), ("?", "keys and columns"), ("?", "wrappers 11"),
    ] {
      program.press(keys)
      program.expect(text)
    }
    program.press("q")
    program.expectEnd()
    expectHarmless(program.terminal.output)
  }

  /// The columns of figures stand under their heading, whatever fills the name before them.
  private func expectAlignedColumns(_ terminal: VirtualTerminal, rows: Int) {
    func cells(_ y: Int) -> [String] { (0..<terminal.columns).map { terminal[$0, y].text } }
    guard let heading = (0..<terminal.rows).first(where: { terminal.screen[$0].contains("OK% ERR%") }) else {
      Issue.record("no heading in:\n\(terminal.text)")
      return
    }
    let headings = cells(heading)
    guard let end = headings.indices.first(where: { headings[$0...].prefix(3).joined() == "OK%" }) else { return }
    for y in heading + 1...heading + rows {
      #expect(cells(y)[end - 1..<end + 3].joined() == "50.0", "row \(y) of:\n\(terminal.text)")
      #expect(cells(y)[end + 4..<end + 8].joined() == "50.0", "row \(y) of:\n\(terminal.text)")
    }
  }

  /// Only text and what ncurses itself sends: no C1, bidi control, NUL or DEL, no sequence but cursor, colour and
  /// modes, and the screen left once.
  private func expectHarmless(_ output: [UInt8]) {
    let text = String(decoding: output, as: UTF8.self)
    #expect(text.utf8.elementsEqual(output), "invalid UTF-8")
    var scalars = text.unicodeScalars[...]
    var left = 0
    while let scalar = scalars.popFirst() {
      switch scalar.value {
      case 0x1B: expectUsual(&scalars, &left)
      case 0x08, 0x09, 0x0A, 0x0D: break
      case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF:
        Issue.record("U+\(String(scalar.value, radix: 16)) before \(String(scalars.prefix(20)))")
      default: break
      }
    }
    #expect(left == 1)
  }

  private func expectUsual(_ scalars: inout Substring.UnicodeScalarView, _ left: inout Int) {
    guard let kind = scalars.popFirst() else { return }
    switch kind {
    case "[":
      var parameters = ""
      while let next = scalars.popFirst() {
        guard ("@"..."~").contains(next) else {
          parameters.unicodeScalars.append(next)
          continue
        }
        let isUsual =
          "ABCDGHJKLMPSTXdfhlmr@b".unicodeScalars.contains(next) || (next == "t" && parameters.hasPrefix("2"))
        #expect(isUsual, "ESC [ \(parameters) \(String(next))")
        if parameters == "?1049", next == "l" { left += 1 }
        return
      }
    case "(": #expect(scalars.popFirst() == "B")
    case "=", ">", "7", "8", "M": break
    default: Issue.record("ESC \(String(kind))")
    }
  }

  @Test func anOverlongLineIsRejectedAndTheNextRead() throws {
    let program = try ProgramOnScreen()
    try program.folder.append(Screen.lines("before"), to: "events.jsonl")
    program.expect("100", of: "before")
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 10 << 20)
    try program.folder.append(bytes: Array(#"{"wrapper_name":"long","x":""#.utf8) + long, to: "events.jsonl")
    try program.folder.append("\"}\n" + Screen.lines("after"), to: "events.jsonl")
    program.expect("100", of: "after")
    program.expect("2 ops in all")
    program.expect("rejected 1")
    program.press("x")
    program.expect("longer than --max-line allows")
    program.expect(#"{"wrapper_name":"long","x":"xxxx"#)
    // The same down a socket, and nesting without end.
    let reply = try program.send(
      "{" + String(repeating: "x", count: 2 << 20) + "\n" + String(repeating: "[", count: 100_000) + "\n"
        + #"{"wrapper_name":"deep","x":"# + String(repeating: #"{"y":["#, count: 50_000) + "\n" + Screen.lines("after"))
    #expect(reply.contains(#""accepted":1,"rejected":3"#), "\(reply)")
    program.expect("rejected lines 4 in all")
    program.press("q")
    program.expectEnd()
  }

  /// Thirty thousand names; a hundred thousand in CI.
  @Test func farTooManyNamesAreBoundedAndCounted() throws {
    let count = modelSeeds(100_000, brief: 30_000).count
    let shown = (count > 30_000 ? "100k" : "30.0k", count > 30_000 ? "90.0k" : "20.0k")
    let program = try ProgramOnScreen()
    var sender = try EventSender(path: program.socketPath)
    for start in stride(from: 0, to: count, by: 2_000) {
      let lines = (start..<start + 2_000).map { #"{"wrapper_name":"name-\#($0)","duration_ms":5}"# + "\n" }
      try sender.send(Array(lines.joined().utf8))
      program.terminal.settle()
    }
    let reply = try sender.flush(id: 1, within: Screen.patience)
    #expect(reply.contains(#""accepted":\#(count),"rejected":0"#), "\(reply)")
    program.expect("\(shown.0) ops in all")
    program.expect("! \(count - 10_000) records name a wrapper beyond the first 10000; they are counted as (other)")
    program.expect("wrappers 10,001")
    // Keys do not wait for figures.
    let clock = ContinuousClock()
    for (key, text) in [
      ("?", "keys and columns"), ("\u{1B}", "wrappers 10,001"), ("2", "sources 2"), ("1", "wrappers"),
    ] {
      let start = clock.now
      program.press(key)
      program.expect(text)
      #expect(clock.now - start < .seconds(5), "\(text)")
    }
    program.press("/(other)\r\r")
    program.expect("in all      \(shown.1)")
    program.press("q")
    program.expectEnd()
  }

  @Test func aClientThatHangsWithHalfALineHoldsUpNobody() throws {
    let program = try ProgramOnScreen()
    let line = Screen.lines("slow")
    var slow = try EventSender(path: program.socketPath)
    try slow.send(Array(line.utf8.prefix(25)))
    try program.send(Screen.lines("quick", count: 2))
    program.expect("100", of: "quick")
    program.expect("ingest.sock LIVE 1 conn")
    program.expect("2 ops in all")
    try slow.send(Array(line.utf8.dropFirst(25)))
    program.expect("100", of: "slow")
    try slow.send(Array(line.utf8.prefix(25)))
    program.press("q")
    program.expectEnd()
  }

  /// As many descriptors as a login shell gives by default are enough for as many connections as article Security
  /// allows.
  @Test func elevenHundredClientsAtOnce() throws {
    let folder = try TemporaryFolder()
    let terminal = try VirtualTerminal(
      "/bin/sh", ["-c", "ulimit -Sn 1024; exec \(Screen.program) --socket \(folder("ingest.sock"))"],
      environment: Screen.environment(in: folder), columns: 100, rows: 24)
    let program = try ProgramOnScreen(terminal, in: folder)
    try allowDescriptors(4096)
    var clients: [Client] = []
    for number in 0..<1100 {
      let client = try Client(path: program.socketPath)
      // One that is turned away may be gone already.
      try? client.send(Screen.lines("client-\(number % 10)"))
      clients.append(client)
    }
    program.expect("1,024 ops in all")
    program.expect("ingest.sock LIVE 1024 conn")
    #expect(try clients.count { try $0.refusal() != nil } == 76)
    program.press("2")
    program.expect("76 refused")
    clients.removeAll()
    program.expect("0 connections")
    try program.send(Screen.lines("client-0"))
    program.expect("1,025 records")
    program.press("q")
    program.expectEnd()
  }
}

/// Lets this process have so many descriptors open.
private func allowDescriptors(_ count: rlim_t) throws {
  var limit = rlimit()
  let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  try #require(getrlimit(resource, &limit) == 0)
  guard limit.rlim_cur < count else { return }
  limit.rlim_cur = count
  try #require(setrlimit(resource, &limit) == 0)
}

/// A connection in an array: `EventSender` itself cannot be copied.
private final class Client {
  private var sender: EventSender

  init(path: String) throws { sender = try EventSender(path: path) }

  func send(_ lines: String) throws { try sender.send(Array(lines.utf8)) }

  /// What it was turned away with; nil if it was taken in.
  func refusal() throws -> String? {
    do {
      _ = try sender.flush(id: 1, within: ProgramOnScreen.patience)
      return nil
    } catch let error where error.problem.contains("too many connections") {
      return error.problem
    }
  }
}
