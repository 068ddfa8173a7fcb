import SystemFiles
import Foundation

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
