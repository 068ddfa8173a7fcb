import ArgumentParser
import Service
import Storage

/// Where events come from.
struct SourceOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Follow a file, or all files that match a pattern. Can be repeated.",
      discussion: "Rotation, truncation, and files that appear later are followed.",
      valueName: "pattern"))
  var tail: [String] = []

  @Option(name: .long, help: ArgumentHelp("Listen on this Unix socket.", valueName: "path"))
  var socket: String?

  @Flag(name: .long, help: "Read standard input.")
  var stdin = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where to start reading existing files: at the checkpoint (the position in the store, or else the beginning), the "
        + "beginning, or the end.", valueName: "place"))
  var from = Start.checkpoint

  @Option(name: .long, help: ArgumentHelp("The maximum length of a line, in bytes.", valueName: "bytes"))
  var maxLine = 1 << 20

  @Option(
    name: .long,
    help: ArgumentHelp("Append every rejected line to this file, which only you can read.", valueName: "file"))
  var rejects: String?

  @Flag(
    name: .long,
    help: "Look for duplicates by id in files, too, as for sockets and standard input.")
  var dedupe = false

  enum Start: String, ExpressibleByArgument, CaseIterable {
    case beginning, end, checkpoint

    var start: IntakePlan.Start {
      switch self {
      case .beginning: .beginning
      case .end: .end
      case .checkpoint: .checkpoint
      }
    }
  }

  func validate() throws {
    guard maxLine >= 1 else { throw ValidationError("--max-line \(maxLine): a line needs at least one byte") }
  }

  /// True if the command line names an input.
  var namesInput: Bool { !tail.isEmpty || socket != nil || stdin }

  /// The inputs by name, `-` for standard input.
  var names: [String] { tail + (socket.map { [$0] } ?? []) + (stdin ? ["-"] : []) }

  /// What to read.
  var plan: IntakePlan {
    IntakePlan(
      patterns: tail, socketPath: socket, readsStandardInput: stdin, start: from.start, maxLine: maxLine,
      dedupesFiles: dedupe, rejectsPath: rejects)
  }
}

extension SourceOptions {
  /// Brings to a core what a store holds, and what inputs hold after that; the store is not written.
  func readOnce(into core: Core, after stored: StoredContent?, keepsMetrics: Bool = false) async throws {
    guard namesInput else {
      if let stored { core.replaceContent(with: stored) }
      return
    }
    if let stored { core.restore(stored) }
    let seed = stored?.seed ?? .random(in: 0 ... .max)
    let intake = try Intake(core: core, plan: plan, seed: seed, keepsMetrics: keepsMetrics)
    try await ProgressLine(core: core, resultsFollow: true).during { try await intake.readOnce() }
  }
}

/// What events look like. Not a group of `SourceOptions` with more: in debug builds the parser checks groups within groups
/// many times over.
struct InputFormatOption: ParsableArguments {
  @Option(name: .long, help: "The format of the input: auto or native.")
  var format = Format.auto

  enum Format: String, ExpressibleByArgument, CaseIterable { case auto, native }
}
