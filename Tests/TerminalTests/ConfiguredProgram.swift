import Foundation
import TestSupport
import Testing

/// `wraptop config` in a world of its own: a folder with the operator's files, and a state folder.
struct ConfiguredProgram {
  let folder: TemporaryFolder
  /// What every command is told beside its own arguments.
  var options: [String] = []
  /// Environment variables beside the usual ones.
  var variables: [String: String] = [:]

  init() throws { folder = try TemporaryFolder() }

  /// Writes a file, in place of what was there.
  func write(_ text: String, to name: String) throws {
    if folder.has(name) { try folder.empty(name) }
    try folder.append(text, to: name)
  }

  /// Runs `wraptop config …` to its end.
  func run(_ arguments: String..., input: String = "") throws -> ProgramRun {
    try ProgramRun(ProgramOnScreen.program, ["config"] + arguments + options, environment: environment, input: input)
  }

  /// Runs any command without the options.
  func runPlain(_ arguments: String..., input: String = "") throws -> ProgramRun {
    try runPlain(arguments: arguments, input: input)
  }

  /// The same with a list of arguments.
  func runPlain(arguments: [String], input: String = "") throws -> ProgramRun {
    try ProgramRun(ProgramOnScreen.program, arguments, environment: environment, input: input)
  }

  private var environment: [String: String] {
    ProgramOnScreen.environment(in: folder).merging(variables) { $1 }
  }

  /// What a command prints that has to end well.
  func output(_ arguments: String..., input: String = "", sourceLocation: Testing.SourceLocation = #_sourceLocation)
    throws
    -> String
  {
    let run = try ProgramRun(
      ProgramOnScreen.program, ["config"] + arguments + options, environment: environment, input: input)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)", sourceLocation: sourceLocation)
    return run.output
  }

  /// The JSON document that a command prints.
  func document(_ arguments: String..., sourceLocation: Testing.SourceLocation = #_sourceLocation) throws -> [String:
    Any]
  {
    let run = try ProgramRun(
      ProgramOnScreen.program, ["config"] + arguments + ["--json"] + options, environment: environment)
    #expect(run.status == 0, "\(run.errors)", sourceLocation: sourceLocation)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.output)",
      sourceLocation: sourceLocation)
  }

  /// Expects a failure that is told on standard error alone, with some texts.
  func expectRefusal(
    _ run: ProgramRun, _ status: Int32, _ texts: String..., sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(run.status == status, "\(run.errors)", sourceLocation: sourceLocation)
    #expect(run.output.isEmpty, "\(run.output)", sourceLocation: sourceLocation)
    #expect(run.errors.hasPrefix("wraptop: "), "\(run.errors)", sourceLocation: sourceLocation)
    for text in texts { #expect(run.errors.contains(text), "\(run.errors)", sourceLocation: sourceLocation) }
  }
}
