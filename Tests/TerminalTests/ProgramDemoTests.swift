import Foundation
import TestSupport
import Testing

/// `wraptop demo`: full at once, and nothing of the user's touched.
@Suite(.waiting) struct ProgramDemoTests {
  @Test func theDemoIsFullAtOnceAndLeavesNothing() throws {
    let folder = try TemporaryFolder()
    for name in ["home", "run", "config", "state", "data", "cache"] { try folder.makeFolder(name) }
    let before = folder.contents
    let program = try ProgramOnScreen(["demo"], columns: 120, rows: 40, folder: folder)
    let isFull = program.terminal.wait(within: .seconds(30)) { terminal in
      terminal.text.contains("CRITICAL") && terminal.text.contains("HEALTHY") && terminal.text.contains("wrappers 12")
    }
    #expect(isFull, "\(program.terminal.text)")
    let own = try demoFolder(of: program)
    #expect(FileManager.default.fileExists(atPath: own + "/ingest.sock"))
    // Time goes on in it.
    let first = operations(program)
    program.expect("more operations") { _ in operations(program) != first }
    program.press("\r")
    program.expect("recent errors")
    program.press("q")
    program.expectEnd()
    #expect(!FileManager.default.fileExists(atPath: own))
    #expect(folder.contents == before)
  }

  @Test(arguments: [SIGTERM, SIGHUP]) func aSignalLeavesNothingEither(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let program = try ProgramOnScreen(["demo"], columns: 120, rows: 40, folder: folder)
    program.expect("CRITICAL")
    let own = try demoFolder(of: program)
    program.terminal.signal(signal)
    program.expectEnd(0, "signal \(signal)")
    #expect(!FileManager.default.fileExists(atPath: own))
    #expect(folder.contents.isEmpty)
  }

  private func operations(_ program: ProgramOnScreen) -> Substring? {
    program.terminal.text.firstMatch(of: /([0-9.,kM]+) ops in all/)?.1
  }

  /// The demo's folder. The list of the machine's sockets can come incomplete while others come and go.
  private func demoFolder(of program: ProgramOnScreen) throws -> String {
    var found: String?
    _ = program.terminal.wait { terminal in
      found = demoFolder(of: terminal.process)
      return found != nil
    }
    return try #require(found, "process \(program.terminal.process): \(program.terminal.text)")
  }

  /// The folder of the socket on which a process listens, out of all that the machine has.
  private func demoFolder(of process: Int32) -> String? {
    let descriptors = "/proc/\(process)/fd"
    let files = FileManager.default
    let links = (try? files.contentsOfDirectory(atPath: descriptors)) ?? []
    let inodes = Set(
      links.compactMap { try? files.destinationOfSymbolicLink(atPath: "\(descriptors)/\($0)") }
        .compactMap { $0.firstMatch(of: /^socket:\[(\d+)\]$/)?.1 }.map(String.init))
    // Names of others need not be UTF-8.
    let sockets = String(decoding: files.contents(atPath: "/proc/net/unix") ?? Data(), as: UTF8.self)
    for line in sockets.split(separator: "\n") {
      let fields = line.split(separator: " ")
      if fields.count == 8, inodes.contains(String(fields[6])), fields[7].hasPrefix("/tmp/wraptop-demo-") {
        return String(fields[7].dropLast("/ingest.sock".count))
      }
    }
    return nil
  }
}
