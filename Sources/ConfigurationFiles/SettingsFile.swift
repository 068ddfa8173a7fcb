import Configuration
import SystemFiles

/// The settings file as a command names it (article Settings).
package struct SettingsFile: Sendable, Equatable {
  /// Where it is, in full.
  package let path: String
  /// Whether it was named, so that it has to be there.
  package let isNamed: Bool
  private let home: String

  /// The file that is named, else the usual one, `$XDG_CONFIG_HOME/wraptop/config.yaml`, which need not be there.
  ///
  /// - Parameters:
  ///   - folder: the working folder, from which a relative name goes.
  ///   - environment: that of the process, by name.
  package init(named name: String?, folder: String, environment: [String: String]) {
    home = UserFolders.home(environment: environment)
    isNamed = name != nil
    guard let name else {
      path = UserFolders.configuration(environment: environment) + "/config.yaml"
      return
    }
    path = name.hasPrefix("/") ? name : FilePath(folder + "/.").sibling(name)
  }

  /// True if there is something to read, or should be.
  package var isExpected: Bool { isNamed || !FilePath.isMissing(path) }

  /// Reads it. Relative paths in it go from its folder, and `~/` is the user's home.
  ///
  /// - Throws: if it cannot be read, if another user could write it, or everything that is wrong with it, by file and line.
  package func read(_ vocabulary: SettingsVocabulary) throws(ConfigurationFileError) -> ReadSettings {
    guard isExpected else { return ReadSettings() }
    let root = try GuardedFile(path: path).node()
    do throws(SettingsFaults) {
      var read = try ReadSettings(root, vocabulary)
      read.settings = read.settings.mapPaths(whole)
      return read
    } catch {
      throw .invalid(error.faults.map(\.description))
    }
  }

  private func whole(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path.hasPrefix("~/") { return home + path.dropFirst() }
    return FilePath(self.path).sibling(path)
  }
}
