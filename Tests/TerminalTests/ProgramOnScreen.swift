import Foundation
import Ingestion
import TestSupport
import Testing

/// The built `wraptop` on a terminal, in a world of its own: an empty home, empty XDG folders, a folder for its inputs.
final class ProgramOnScreen {
  static let program = BuiltProgram.path("wraptop")
  /// How long expectations wait: long, since the machine may be busy.
  nonisolated static let patience = Duration.seconds(30)

  let folder: TemporaryFolder
  let terminal: VirtualTerminal
  /// Where it listens, if it was told to.
  var socketPath: String { folder("ingest.sock") }

  /// Starts the program, and waits for its first screen.
  ///
  /// - Parameters:
  ///   - arguments: the command line; nil for `--tail events.jsonl --socket ingest.sock` in the folder.
  ///   - more: environment variables beside the usual ones.
  ///   - folder: a folder to take over, for a second start in the same world.
  convenience init(
    _ arguments: [String]? = nil, _ more: [String: String] = [:], columns: Int = 100, rows: Int = 36,
    folder: TemporaryFolder? = nil
  ) throws {
    let folder = try folder ?? TemporaryFolder()
    let usual = ["--tail", folder("events.jsonl"), "--socket", folder("ingest.sock")]
    try self.init(
      VirtualTerminal(
        Self.program, arguments ?? usual, environment: Self.environment(in: folder).merging(more) { $1 },
        columns: columns, rows: rows), in: folder)
  }

  /// Takes over a program that has been started some other way, and waits for its first screen.
  init(_ terminal: VirtualTerminal, in folder: TemporaryFolder) throws {
    self.folder = folder
    self.terminal = terminal
    try #require(
      terminal.wait(within: Self.patience) { terminal in
        ["LIVE", "CATCHING UP", "REPLAY"].contains { terminal.text.contains($0) }
      },
      "\(terminal.text)")
  }

  /// An environment in which nothing leads to what is the user's.
  static func environment(in folder: TemporaryFolder) -> [String: String] {
    [
      "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no",
      "HOME": folder("home"), "XDG_RUNTIME_DIR": folder("run"), "XDG_CONFIG_HOME": folder("config"),
      "XDG_STATE_HOME": folder("state"), "XDG_DATA_HOME": folder("data"), "XDG_CACHE_HOME": folder("cache"),
    ]
  }

  /// Lines of completed operations of a wrapper, which end when they are read.
  static func lines(
    _ wrapper: String, count: Int = 1, status: String = "success", milliseconds: Int = 120, more: String = ""
  ) -> String {
    let line = #"{"wrapper_name":"\#(wrapper)","status":"\#(status)","duration_ms":\#(milliseconds)\#(more)}"# + "\n"
    return String(repeating: line, count: count)
  }

  // MARK: What the operator and the wrappers do

  /// Presses keys, as text or as what keys send.
  func press(_ keys: String) { terminal.send(keys) }

  /// Sends lines through the socket, and waits until they are applied; the answer is the reply to the flush.
  @discardableResult
  func send(_ lines: String) throws -> String {
    var sender = try EventSender(path: socketPath)
    try sender.send(Array(lines.utf8))
    return try sender.flush(id: 1, within: Self.patience)
  }

  // MARK: What the operator sees

  /// Waits for a text on the screen; the failure shows the screen.
  func expect(_ text: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
    expect("no \(text) in", sourceLocation: sourceLocation) { $0.text.contains(text) }
  }

  /// Waits until the screen meets a condition; the failure shows the screen.
  func expect(
    _ what: Comment, sourceLocation: Testing.SourceLocation = #_sourceLocation,
    until condition: (VirtualTerminal) -> Bool
  ) {
    let isMet = terminal.wait(within: Self.patience, until: condition)
    #expect(isMet, "\(what):\n\(terminal.text)", sourceLocation: sourceLocation)
  }

  /// The row of the list that tells of a wrapper, without the cursor's mark; nil if there is none.
  func row(_ wrapper: String) -> String? {
    terminal.screen.first { row in
      let words = Self.words(of: row)
      return words.prefix(4).contains(Substring(wrapper))
        && row.wholeMatch(of: /[▸> ](CRITICAL|UNHEALTHY|DEGRADED|HEALTHY|IDLE) .*/) != nil
    }
  }

  /// Waits until the row of a wrapper holds a text.
  func expect(_ text: String, of wrapper: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
    expect("no \(text) of \(wrapper) in", sourceLocation: sourceLocation) { _ in
      self.row(wrapper)?.contains(text) ?? false
    }
  }

  /// The wrapper under the cursor of the list; nil if no row is marked.
  var selected: String? {
    terminal.screen.first { $0.hasPrefix("▸") }.map(Self.words)?.first { word in
      word.contains { $0.isLowercase || $0 == "(" }
    }.map(String.init)
  }

  // The sign of an alert stands right before the name of its wrapper.
  private static func words(of row: String) -> [Substring] { row.split { $0 == " " || $0 == "!" } }

  // MARK: Its end

  /// Waits for the end with a status and expects the terminal as it was, and the socket's file gone.
  func expectEnd(
    _ status: Int32 = 0, _ comment: Comment = "", sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(
      terminal.waitForExit(within: Self.patience) == .status(status), "\(comment):\n\(terminal.text)",
      sourceLocation: sourceLocation)
    expectRestored(terminal, comment, sourceLocation: sourceLocation)
    #expect(!folder.has("ingest.sock"), comment, sourceLocation: sourceLocation)
  }
}
