import ArgumentParser
import ConfigurationFiles
import Events
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
        + "beginning, or the end; at the checkpoint if left out.", valueName: "place"))
  var from: Start?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The maximum length of a line, in bytes; by default 1 MiB, and 64 MiB for lines of foreign formats.",
      valueName: "bytes"))
  var maxLine: Int?

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
    if let maxLine, maxLine < 1 {
      throw ValidationError("--max-line \(maxLine): a line needs at least one byte")
    }
  }

  /// True if the command line names an input.
  var namesInput: Bool { !tail.isEmpty || socket != nil || stdin }

  /// The inputs by name, `-` for standard input.
  var names: [String] { tail + (socket.map { [$0] } ?? []) + (stdin ? ["-"] : []) }

  /// What to read, in a format.
  func plan(_ decoding: DecodingOptions) -> IntakePlan {
    var limits = maxLine.map { LineLimits($0) } ?? LineLimits()
    if maxLine == nil, decoding.format == DecodingOptions.native { limits.foreign = limits.native }
    if maxLine == nil, decoding.isForeign { limits.native = limits.foreign }
    return IntakePlan(
      patterns: tail, socketPath: socket, readsStandardInput: stdin, start: (from ?? .checkpoint).start,
      maxLine: limits,
      dedupesFiles: dedupe, rejectsPath: rejects, decoding: decoding)
  }
}

extension SourceOptions {
  /// Brings to a core what a store holds, and what inputs hold after that; the store is not written.
  func readOnce(
    into core: Core, after stored: StoredContent?, decoding: DecodingOptions, keepsMetrics: Bool = false
  ) async throws {
    guard namesInput else {
      if let stored { core.replaceContent(with: stored) }
      return
    }
    if let stored { core.restore(stored) }
    let seed = stored?.seed ?? .random(in: 0 ... .max)
    let intake = try Intake(core: core, plan: plan(decoding), seed: seed, keepsMetrics: keepsMetrics)
    try await ProgressLine(core: core, resultsFollow: true).during { try await intake.readOnce() }
  }
}

/// What events look like. Not a group of `SourceOptions` with more: in debug builds the parser checks groups within groups
/// many times over.
struct InputFormatOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The format of the input: auto, native, \(DecodingOptions.formats.joined(separator: ", ")), or a mapping file.",
      discussion: "auto, the default, finds out line by line.", valueName: "name"))
  var format: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What names the wrappers of foreign formats: "
        + WrapperKey.allCases.map(\.rawValue).joined(separator: ", ") + ".",
      discussion: "Where a record does not tell it, or without this option, its format decides.", valueName: "key"))
  var wrapperBy: WrapperKey?

  func validate() throws { if let format { try DecodingOptions.check(format, of: "--format") } }

  /// How lines are decoded.
  ///
  /// - Throws: what is wrong with a mapping file.
  func decoding() throws -> DecodingOptions { try DecodingOptions(named: format ?? "auto", wrapperBy: wrapperBy) }
}

/// The same for commands whose `--format` is that of what they write.
struct ReadFormatOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The format of the input: auto, native, \(DecodingOptions.formats.joined(separator: ", ")), or a mapping file.",
      discussion: "auto is the default.", valueName: "name"))
  var inputFormat: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What names the wrappers of foreign formats: "
        + WrapperKey.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "key"))
  var wrapperBy: WrapperKey?

  func validate() throws { if let inputFormat { try DecodingOptions.check(inputFormat, of: "--input-format") } }

  /// How lines are decoded.
  ///
  /// - Throws: what is wrong with a mapping file.
  func decoding() throws -> DecodingOptions { try DecodingOptions(named: inputFormat ?? "auto", wrapperBy: wrapperBy) }
}

extension DecodingOptions {
  init(named format: String, wrapperBy: WrapperKey?) throws {
    let mapping = Self.isFile(format) ? try MappingFile.read(path: format) : nil
    self.init(format: format == "auto" ? nil : format, wrapperBy: wrapperBy, mapping: mapping)
  }

  // A path is told by its extension.
  private static func isFile(_ format: String) -> Bool {
    [".yaml", ".yml", ".json"].contains { format.hasSuffix($0) }
  }

  static func check(_ format: String, of option: String) throws {
    let known = ["auto", native] + formats
    guard known.contains(format) || isFile(format) else {
      throw ValidationError(
        "\(option) \(format): it is one of \(known.joined(separator: ", ")), or a mapping file NAME.yaml")
    }
  }
}

extension WrapperKey: ExpressibleByArgument {}
