import Glibc

/// Where a user's files go that nobody named.
package enum UserFolders {
  /// Where wraptop keeps state: `$XDG_STATE_HOME/wraptop`, else `.local/state/wraptop` in the user's home (XDG base directories).
  package static func state(environment: [String: String]) -> String {
    (absolute(environment["XDG_STATE_HOME"]) ?? home(environment: environment) + "/.local/state") + "/wraptop"
  }

  /// Where the operator keeps the settings of wraptop: `$XDG_CONFIG_HOME/wraptop`, else `.config/wraptop` in the user's home.
  package static func configuration(environment: [String: String]) -> String {
    (absolute(environment["XDG_CONFIG_HOME"]) ?? home(environment: environment) + "/.config") + "/wraptop"
  }

  /// The user's home: `$HOME`, else what the system's list of users says.
  package static func home(environment: [String: String]) -> String {
    absolute(environment["HOME"]) ?? listedHome ?? "/"
  }

  // A variable that is empty or relative counts as not set.
  private static func absolute(_ path: String?) -> String? { path.flatMap { $0.hasPrefix("/") ? $0 : nil } }

  private static var listedHome: String? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var bytes = [CChar](repeating: 0, count: 16 << 10)
    guard getpwuid_r(geteuid(), &entry, &bytes, bytes.count, &found) == 0, found != nil, let home = entry.pw_dir else {
      return nil
    }
    return absolute(String(cString: home))
  }
}

/// Folders that wraptop makes for its own files: for the user alone.
package enum PrivateFolder {
  /// A folder that cannot be made, and why.
  package struct Failure: Error, Equatable {
    package let path: String
    package let reason: SystemError
  }

  /// Makes the folder at `path`, and those above it that are missing, with mode 0700.
  package static func make(_ path: String) throws(Failure) {
    var status = stat()
    guard stat(path, &status) != 0 else { return }
    guard errno == ENOENT else { throw Failure(path: path, reason: .last) }
    let parent = FilePath(path).folder
    if parent != path { try make(parent) }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Failure(path: path, reason: .last) }
    // So that the folder, too, survives a power cut; if not, nothing is lost that was there before.
    try? Descriptor(folder: parent).sync()
  }
}
