import ArgumentParser
import Service

/// Where events come from, and what they look like.
struct InputOptions: ParsableArguments {
  @OptionGroup var source: SourceOptions

  @Option(name: .long, help: "The format of the lines: auto or native.")
  var format = Format.auto

  enum Format: String, ExpressibleByArgument, CaseIterable { case auto, native }

  var socket: String? { source.socket }
  var namesInput: Bool { source.namesInput }
  var plan: IntakePlan { source.plan }
}

/// Where events come from.
struct SourceOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Follow a file, or all that match a pattern; repeatable.",
      discussion: "Growth, rotation by rename, truncation and files that appear later are followed.",
      valueName: "pattern"))
  var tail: [String] = []

  @Option(name: .long, help: ArgumentHelp("Listen on a Unix stream socket.", valueName: "path"))
  var socket: String?

  @Flag(name: .long, help: "Read standard input.")
  var stdin = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where to begin in files that are there: checkpoint (where the store has it that reading ended, else the beginning), "
        + "beginning or end.", valueName: "place"))
  var from = Start.checkpoint

  @Option(name: .long, help: ArgumentHelp("The most bytes that a line may have.", valueName: "bytes"))
  var maxLine = 1 << 20

  @Option(
    name: .long,
    help: ArgumentHelp("Append every rejected line, whole, to a file that only you can read.", valueName: "file"))
  var rejects: String?

  @Flag(
    name: .long,
    help: "Count an operation of a file once by its id; operations of sockets and standard input are in any case.")
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
