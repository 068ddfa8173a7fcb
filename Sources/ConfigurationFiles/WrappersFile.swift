import Configuration
import Glibc
import SystemFiles

/// The wrappers' configuration as operators write it: a YAML or JSON file, or a folder of `NAME.json` (article
/// Configuration, Layers).
package enum WrappersFile {
  /// What is at a path.
  struct Read {
    var source: WrappersSource
    /// What is worth a warning about the files as such.
    var warnings: [ConfigurationFault] = []
    /// The profiles that lie in a folder as `wrappers-NAME.json`, by the names of their environments.
    var profiles: [String: ConfigurationNode] = [:]
  }

  /// Reads what is at `path`, without a judgement of what it means.
  ///
  /// - Throws: if it is not there, if another user could write it, or everything that does not parse.
  static func source(at path: String) throws(ConfigurationFileError) -> Read {
    let file = try GuardedFile(path: path)
    if file.isFolder { return try folder(path) }
    return Read(source: .file(try file.node()))
  }

  // MARK: Folders

  private static func folder(_ path: String) throws(ConfigurationFileError) -> Read {
    var faults: [String] = []
    var files: [(name: String, root: ConfigurationNode)] = []
    let names = try names(in: path)
    for name in names.files {
      let place = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
      do throws(ConfigurationFileError) {
        let nothing = ConfigurationNode(.scalar(.init("", isQuoted: false)), at: SourceLocation(file: place, line: 1))
        files.append((String(name.dropLast(5)), try GuardedFile(path: place).node() ?? nothing))
      } catch .invalid(let found) {
        faults += found
      }
    }
    guard faults.isEmpty else { throw .invalid(faults) }
    let warnings = names.others.map { name in
      ConfigurationFault(
        SourceLocation(file: path, line: 1), [],
        "\(ShownText.path(name)) is not read; in a folder only NAME.json files are")
    }
    // Files of several wrappers lie beside those of one, as upstream lays them out.
    let shared = files.first { $0.name == sharedName && $0.root.hasWrappers }?.root
    var profiles: [String: ConfigurationNode] = [:]
    for file in files where file.name.hasPrefix(sharedName + "-") && file.root.hasWrappers {
      profiles[String(file.name.dropFirst(sharedName.count + 1))] = file.root
    }
    files.removeAll { $0.root.hasWrappers && ($0.name == sharedName || $0.name.hasPrefix(sharedName + "-")) }
    return Read(source: .folder(files, shared: shared), warnings: warnings, profiles: profiles)
  }

  private static let sharedName = "wrappers"

  // What is hidden is nobody's business, such as what editors leave.
  private static func names(in path: String) throws(ConfigurationFileError) -> (files: [String], others: [String]) {
    var names: [String]
    do throws(SystemError) {
      var entries = try FolderEntries(of: path)
      names = entries.all().filter { !$0.hasPrefix(".") }
    } catch {
      throw .unreadable(path: path, reason: error.description, isPermission: error.code == EACCES)
    }
    names.sort()
    return (names.filter { $0.hasSuffix(".json") }, names.filter { !$0.hasSuffix(".json") })
  }
}

extension ConfigurationNode {
  /// True for a file of several wrappers.
  fileprivate var hasWrappers: Bool {
    guard case .mapping(let entries) = content else { return false }
    return entries.contains { $0.key == "wrappers" }
  }
}
