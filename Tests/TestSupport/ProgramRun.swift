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
    let input = open(folder("in"), O_RDONLY | O_CLOEXEC)
    let output = open(folder("out"), O_WRONLY | O_CLOEXEC)
    let errors = open(folder("err"), O_WRONLY | O_CLOEXEC)
    defer { for descriptor in [input, output, errors] { close(descriptor) } }
    let process = try ChildProcess(
      program, arguments, environment: environment, descriptors: [input, output, errors])
    status = process.wait(within: limit).status
    self.output = try String(decoding: Data(contentsOf: URL(filePath: folder("out"))), as: UTF8.self)
    self.errors = try String(decoding: Data(contentsOf: URL(filePath: folder("err"))), as: UTF8.self)
  }
}
