import Foundation

/// A program that ran to its end without a terminal: its exit status and what it wrote.
package struct ProgramRun {
  /// The exit status; nil if a signal ended it, which also happens when it takes longer than it may.
  package let status: Int32?
  package let output: String
  /// What it wrote to standard error.
  package let errors: String

  /// Runs a program and waits for its end.
  /// - Parameters:
  ///   - program: its path.
  ///   - environment: all of its environment.
  ///   - input: what it reads from standard input.
  ///   - limit: how long it may take; then it is killed.
  package init(
    _ program: String, _ arguments: [String], environment: [String: String], input: String = "",
    within limit: Duration = .seconds(60)
  ) throws {
    // Files, not pipes: nobody has to read while it runs.
    let folder = try TemporaryFolder()
    for name in ["out", "err"] { try folder.append("", to: name) }
    try folder.append(input, to: "in")
    func file(_ name: String, _ open: (URL) throws -> FileHandle) throws -> FileHandle {
      try open(URL(filePath: folder(name)))
    }
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = environment
    process.standardInput = try file("in", FileHandle.init(forReadingFrom:))
    process.standardOutput = try file("out", FileHandle.init(forWritingTo:))
    process.standardError = try file("err", FileHandle.init(forWritingTo:))
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    let milliseconds = Int(limit.components.seconds) * 1000
    if ended.wait(timeout: .now() + .milliseconds(milliseconds)) == .timedOut {
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
    }
    status = process.terminationReason == .exit ? process.terminationStatus : nil
    output = try String(decoding: Data(contentsOf: URL(filePath: folder("out"))), as: UTF8.self)
    errors = try String(decoding: Data(contentsOf: URL(filePath: folder("err"))), as: UTF8.self)
  }
}
