import ArgumentParser
import Events
import Foundation
import Service
import Storage
import SystemFiles

/// Where figures outlive the program.
struct StoreOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where to keep figures across restarts; none keeps them in memory.",
      discussion: "Only one process writes a store; others can show it with --read-only.", valueName: "file"))
  var store: String?

  /// True if there is a store to look at.
  var namesStore: Bool { store != nil && store != "none" }

  /// Where the store is, for a command that keeps one; nil for none. Inputs that are named have a store of their own.
  func path(inputs: [String]) -> String? {
    if let store { return store == "none" ? nil : Self.target(of: store) }
    let folder = Self.stateFolder
    guard !inputs.isEmpty else { return folder + "/wraptop.db" }
    return folder + "/top-\(Self.hash(of: inputs)).db"
  }

  /// Where the store is that a command looks at or works on; that of `serve` if none is named.
  func namedPath() throws -> String {
    if store == "none" { throw Failure.usage("--store: none is no store; name a file") }
    return store.map(Self.target) ?? Self.stateFolder + "/wraptop.db"
  }

  /// What the store holds that is named, for a command that writes none; nil if none is named.
  func content() throws -> StoredContent? {
    guard namesStore, let store else { return nil }
    let path = Self.target(of: store)
    let content = try StoreReader(path: path).load()
    if !content.losses.isEmpty { StandardError.warn("\(path): \(content.losses.summary)") }
    return content
  }

  /// The same for a command that reads what there is and ends: where neither an input nor a store is named, what the core
  /// that runs has stored by now.
  func content(namesInput: Bool, else core: CoreOption) async throws -> StoredContent? {
    if core.connect == nil {
      if let stored = try content() { return stored }
      guard !namesInput else { return nil }
    }
    guard let path = try await core.snapshot().storage?.path else {
      throw Failure(
        "the core that runs keeps no store to read; ask it with wraptop status, or by its API", status: .noInput)
    }
    var own = self
    own.store = path
    return try own.content()
  }

  /// Where the user's state is (XDG base directories).
  static var stateFolder: String { UserFolders.state(environment: ProcessInfo.processInfo.environment) }

  // What is beside a store, its lock too, has the name of the file itself, whatever links lead there.
  private static func target(of path: String) -> String {
    FilePath.link(at: path) == nil ? path : FilePath.resolved(path) ?? path
  }

  // The same in every run; the order of the inputs does not matter.
  private static func hash(of inputs: [String]) -> String {
    let here = FileManager.default.currentDirectoryPath
    let paths = inputs.map { input in
      input == "-" || input.hasPrefix(ReceiverOptions.scheme)
        ? input : URL(filePath: input.hasPrefix("/") ? input : here + "/" + input).standardized.path
    }.sorted()
    let digits = String(FNV1a.hash(of: paths.joined(separator: "\0").utf8), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// What is known of money beside events and the configuration.
struct MoneyOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Prices for estimating costs that are not reported: a JSON file in LiteLLM's format.",
      discussion: "It is read once, at startup.", valueName: "file"))
  var prices: String?

  /// Reads them.
  ///
  /// - Throws: what is wrong with the file.
  func rules() throws -> CostSettings { try CostSettings(pricesPath: prices) }
}
