import Foundation
import SystemFiles

/// Where a configuration comes from, and where what wraptop writes of it goes: all that the command line and the
/// environment say of it (article Configuration, Layers; Command line).
package struct ConfigurationPaths: Sendable, Equatable {
  /// The operator's wrappers file, or folder of `NAME.json`; nil without one.
  package var wrappers: String?
  /// The environment whose profile is used; nil for none.
  package var environmentName: String?
  /// The runtime file, which need not exist.
  package var runtime: String
  /// The audit trail, which need not exist.
  package var audit: String
  /// The credential store, which need not exist.
  package var credentials: String
  /// The texts of `--set`, in their order.
  package var overrides: [String]
  /// The environment of the process, by name.
  package var environment: [String: String]

  /// Paths of what wraptop writes are those of the state folder (XDG base directories) unless they are given.
  ///
  /// - Parameter stateFolder: such as `~/.local/state/wraptop`, in full.
  package init(
    wrappers: String? = nil, environmentName: String? = nil, stateFolder: String, runtime: String? = nil,
    overrides: [String] = [], environment: [String: String] = [:]
  ) {
    self.wrappers = wrappers
    self.environmentName = environmentName
    self.runtime = runtime ?? stateFolder + "/runtime.json"
    audit = stateFolder + "/audit.jsonl"
    credentials = stateFolder + "/credentials"
    self.overrides = overrides
    self.environment = environment
  }

  /// The key file that opens the credential store, by `WRAPTOP_CREDENTIAL_KEY`; nil if a passphrase does.
  package var keyFile: String? { environment["WRAPTOP_CREDENTIAL_KEY"].flatMap { $0.isEmpty ? nil : $0 } }

  /// Where a profile is looked for: beside the wrappers file, called like it with the name of the environment behind a
  /// dash, as a file of whatever form or as a folder. Empty without a wrappers file or an environment.
  package var profileCandidates: [String] {
    guard let wrappers, let environmentName else { return [] }
    var path = wrappers[...]
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    let parts = FilePath(String(path))
    let ending = Self.endings.first { parts.name.hasSuffix($0) && parts.name != $0 } ?? ""
    let base = parts.sibling(parts.name.dropLast(ending.count) + "-" + environmentName)
    return Self.endings.map { base + $0 } + [base]
  }

  private static let endings = [".yaml", ".yml", ".json"]
}

// How a core tells those who look on beside it where its configuration comes from.
extension ConfigurationPaths {
  /// The same, with relative paths made whole from the working directory of this process.
  package var absolute: ConfigurationPaths {
    func whole(_ path: String) -> String {
      path.hasPrefix("/") ? path : FilePath(FileManager.default.currentDirectoryPath + "/.").sibling(path)
    }
    var paths = self
    paths.wrappers = wrappers.map(whole)
    paths.runtime = whole(runtime)
    paths.audit = whole(audit)
    paths.credentials = whole(credentials)
    return paths
  }

  /// All of it but the environment, which may hold secrets, as a text that `init(record:environment:)` reads.
  package var record: String? {
    let record = Record(
      wrappers: wrappers, environmentName: environmentName, runtime: runtime, audit: audit, credentials: credentials,
      overrides: overrides)
    return (try? JSONEncoder().encode(record)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Reads what `record` says; nil if it makes no sense, as that of a later version may.
  ///
  /// - Parameter environment: the environment of the process that the record is about, by name.
  package init?(record: String, environment: [String: String]) {
    guard let record = try? JSONDecoder().decode(Record.self, from: Data(record.utf8)) else { return nil }
    wrappers = record.wrappers
    environmentName = record.environmentName
    runtime = record.runtime
    audit = record.audit
    credentials = record.credentials
    overrides = record.overrides
    self.environment = environment
  }

  private struct Record: Codable {
    var wrappers: String?
    var environmentName: String?
    var runtime: String
    var audit: String
    var credentials: String
    var overrides: [String]
  }
}
