import Foundation
import TestSupport
import Testing

/// A store in which the name of a wrapper is missing, as commit 6d95e01 made it: everything opens it, keeps what can be read,
/// and says what is lost.
///
/// It holds 20 operations of alpha, 5 of them failed, a start of an operation of the wrapper whose name is lost, and 10
/// operations of beta.
@Suite(.waiting) struct ProgramGapTests {
  private typealias Program = StoredProgram

  private let world: StoredProgram
  private static let loss =
    "some records could not be read and are lost: 1 name of a wrapper (shown as (lost wrapper 1))"

  init() throws {
    world = try StoredProgram()
    let fixture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "StorageTests/Fixtures/gap-of-6d95e01.db")
    try FileManager.default.copyItem(atPath: fixture.path(percentEncoded: false), toPath: world.storePath)
  }

  private func totals(_ document: String) throws -> [String: [String: Any]] {
    let document = try JSONSerialization.jsonObject(with: Data(document.utf8)) as? [String: Any]
    var totals: [String: [String: Any]] = [:]
    for wrapper in document?["wrappers"] as? [[String: Any]] ?? [] {
      totals[wrapper["wrapper_name"] as? String ?? ""] = wrapper["totals"] as? [String: Any]
    }
    return totals
  }

  private func expectTotals(_ document: String) throws {
    let totals = try totals(document)
    #expect(totals.keys.sorted() == ["(lost wrapper 1)", "alpha", "beta"])
    #expect(totals["alpha"]?["total"] as? Int == 20 && totals["alpha"]?["failed"] as? Int == 5)
    #expect(totals["beta"]?["total"] as? Int == 10)
    #expect(totals["beta"]?["cost_usd"] as? String == "2.5")
    #expect(totals["(lost wrapper 1)"]?["total"] as? Int == 0)
  }

  @Test func statusReadsItAndSaysWhatIsLost() throws {
    let before = try Data(contentsOf: URL(filePath: world.storePath))
    for arguments in [["status"], ["status", "--json"], ["report"], ["export", "series"]] {
      let run = try ProgramRun(
        ProgramOnScreen.program, arguments + ["--store", world.storePath],
        environment: ProgramOnScreen.environment(in: world.folder))
      #expect(run.status.map { $0 <= 3 } == true, "\(arguments): \(run.errors)")
      #expect(run.errors == "wraptop: \(world.storePath): \(Self.loss)\n", "\(arguments)")
      if arguments.contains("--json") { try expectTotals(run.output) }
    }
    #expect(try Data(contentsOf: URL(filePath: world.storePath)) == before)
  }

  @Test func serveRepairsItAndGoesOn() throws {
    let program = try world.serve()
    #expect(program.errors.contains("\(world.storePath): \(Self.loss)"), "\(program.errors)")
    try world.send(
      Program.operations("new", 0..<4).replacingOccurrences(of: #""w""#, with: #""alpha""#)
        + #"{"event":"start","operation_id":"x","wrapper_name":"gamma"}"# + "\n"
        + #"{"event":"end","operation_id":"x"}"# + "\n")
    #expect(program.end(with: SIGTERM) == 0, "\(program.errors)")
    // From then on nothing is lost, and nothing is said.
    let run = try world.run("status", "--json", "--store", world.storePath)
    #expect(run.errors.isEmpty)
    var found = try totals(run.output)
    #expect(found.removeValue(forKey: "gamma")?["total"] as? Int == 1)
    #expect(found.mapValues { $0["total"] as? Int } == ["alpha": 24, "beta": 10, "(lost wrapper 1)": 0])
    let again = try world.serve()
    #expect(again.end(with: SIGTERM) == 0)
    #expect(!again.errors.contains("lost"), "\(again.errors)")
    #expect(world.folder.contents.allSatisfy { !$0.contains("damaged") })
  }

  @Test func aViewerShowsIt() throws {
    let viewer = try ProgramOnScreen(
      ["--read-only", "--store", world.storePath], columns: 160, rows: 40, folder: world.folder)
    viewer.expect("30 ops in all")
    viewer.expect("1 name of a wrapper (shown as (lost wrapper 1))")
    viewer.expect("(lost wrapper 1)")
    viewer.press("q")
    viewer.expectEnd()
  }
}
