import Foundation
import Ingestion
import TestSupport
import Testing

/// The built program over a store, in a world of its own, as someone has it who runs `wraptop serve` and looks at it with
/// `wraptop status`.
struct StoredProgram {
  let folder: TemporaryFolder
  /// Where figures are kept, in the folder.
  var store = "store.db"

  init() throws { folder = try TemporaryFolder() }

  var storePath: String { folder(store) }
  var socketPath: String { folder("in.sock") }
  private var environment: [String: String] { ProgramOnScreen.environment(in: folder) }

  /// Starts `wraptop serve` on the store and the socket, and waits until clients can connect.
  func serve(_ arguments: String...) throws -> RunningProgram {
    let program = try RunningProgram(
      ProgramOnScreen.program, ["serve", "--store", storePath, "--socket", socketPath] + arguments,
      environment: environment, errorsPath: folder("errors.txt"))
    let listens = eventually { program.errors.contains("listening on") }
    #expect(listens, "\(program.errors)")
    return program
  }

  /// Runs a command to its end.
  func run(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(ProgramOnScreen.program, arguments, environment: environment)
  }

  /// Sends lines through the socket; the answer is the reply to the flush behind them.
  @discardableResult
  func send(_ lines: String) throws -> String {
    var sender = try EventSender(path: socketPath)
    try sender.send(Array(lines.utf8))
    return try sender.flush(id: 1, within: ProgramOnScreen.patience)
  }

  /// What `status --json` tells of the store, as of an instant.
  func document(at instant: String) throws -> String {
    let run = try run("status", "--json", "--store", storePath, "--at", instant)
    #expect((0...3).contains(run.status ?? -1) && run.errors.isEmpty, "\(run.errors)")
    return run.output
  }

  /// What `status` tells of the store now.
  func figures() throws -> StoredFigures {
    let run = try run("status", "--json", "--store", storePath)
    #expect((0...3).contains(run.status ?? -1), "\(run.errors)")
    return try StoredFigures(run.output)
  }

  /// Waits until the store holds so many completed operations, and expects no more than those.
  func expectStored(_ operations: Int, sourceLocation: Testing.SourceLocation = #_sourceLocation) throws {
    _ = try eventually {
      try self.run("status", "--store", storePath).status != 66 && figures().operations >= operations
    }
    let stored = try figures().operations
    #expect(stored == operations, sourceLocation: sourceLocation)
  }

  /// Waits for a condition; false if it does not come true in time.
  func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = ContinuousClock.now + ProgramOnScreen.patience
    while ContinuousClock.now < deadline {
      if try condition() { return true }
      usleep(10_000)
    }
    return try condition()
  }

  /// An operation of a wrapper by its id, which ends when it is read.
  static func operation(_ id: String, of wrapper: String = "w", more: String = "") -> String {
    #"{"operation_id":"\#(id)","wrapper_name":"\#(wrapper)","duration_ms":5\#(more)}"# + "\n"
  }

  /// Operations whose ids are a text and a number each.
  static func operations(_ id: String, _ numbers: Range<Int>) -> String {
    numbers.map { operation("\(id)\($0)") }.joined()
  }
}

/// What `status --json` shows, in sum.
struct StoredFigures {
  /// What is known of a source.
  struct Source: Equatable {
    var accepted = 0
    var duplicates = 0
    var rejected = 0
    var bytes = 0
    var stored: Int?
  }

  var operations = 0
  var active = 0
  /// By the last part of their paths.
  var sources: [String: Source] = [:]

  init(_ json: String) throws {
    let document = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
    for wrapper in document["wrappers"] as? [[String: Any]] ?? [] {
      let totals = wrapper["totals"] as? [String: Any] ?? [:]
      operations += totals["total"] as? Int ?? 0
      active += totals["active"] as? Int ?? 0
    }
    for source in document["sources"] as? [[String: Any]] ?? [] {
      func number(_ key: String) -> Int { source[key] as? Int ?? -1 }
      let name = (source["name"] as? String ?? "").split(separator: "/").last.map(String.init) ?? ""
      sources[name] = Source(
        accepted: number("accepted"), duplicates: number("duplicates"), rejected: number("rejected"),
        bytes: number("bytes"), stored: source["stored_bytes"] as? Int)
    }
  }
}
