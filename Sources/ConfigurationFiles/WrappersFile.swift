import Configuration
import Glibc

/// The wrappers' configuration as operators write it: a YAML or JSON file, or a folder of `NAME.json` (SPEC 4.1).
package enum WrappersFile {
  /// Reads what is at `path`.
  ///
  /// - Throws: if it is not there, if another user could write it, and everything that is wrong in it.
  package static func read(path: String) throws(ConfigurationFileError) -> WrappersSettings {
    let file = try GuardedFile(path: path)
    if file.isFolder { return try folder(path) }
    let root = try root(of: file, path: path)
    do throws(ConfigurationFaults) {
      return try WrappersSettings(file: root)
    } catch {
      throw .invalid(error.faults.map(\.description))
    }
  }

  private static func root(
    of file: consuming GuardedFile, path: String
  ) throws(ConfigurationFileError) -> ConfigurationNode? {
    let bytes = try file.bytes()
    do throws(ConfigurationFault) {
      return try ConfigurationNode.parse(bytes, file: path, isJSON: path.hasSuffix(".json"))
    } catch {
      throw .invalid([error.description])
    }
  }

  // MARK: Folders

  private static func folder(_ path: String) throws(ConfigurationFileError) -> WrappersSettings {
    var faults: [String] = []
    var files: [(name: String, root: ConfigurationNode)] = []
    let names = try names(in: path)
    for name in names.files {
      let place = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
      do throws(ConfigurationFileError) {
        let nothing = ConfigurationNode(.scalar(.init("", isQuoted: false)), at: Place(file: place, line: 1))
        files.append((String(name.dropLast(5)), try root(of: GuardedFile(path: place), path: place) ?? nothing))
      } catch .invalid(let found) {
        faults += found
      }
    }
    var settings = WrappersSettings()
    do throws(ConfigurationFaults) {
      settings = try WrappersSettings(folder: files)
    } catch {
      faults += error.faults.map(\.description)
    }
    guard faults.isEmpty else { throw .invalid(faults) }
    settings.warnings += names.others.map { name in
      ConfigurationFault(
        Place(file: path, line: 1), [], "\(ShownText.path(name)) is not read; in a folder only NAME.json files are")
    }
    return settings
  }

  // What is hidden is nobody's business, such as what editors leave.
  private static func names(in path: String) throws(ConfigurationFileError) -> (files: [String], others: [String]) {
    guard let folder = opendir(path) else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)), isPermission: errno == EACCES)
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if !name.hasPrefix(".") { names.append(name) }
    }
    names.sort()
    return (names.filter { $0.hasSuffix(".json") }, names.filter { !$0.hasSuffix(".json") })
  }
}
