import Configuration
import Glibc
import SystemFiles

/// A file, or a folder of files, that only the user or the superuser can have written (article Security).
///
/// Links are followed; what they lead to is judged, and the folders that hold the link and what it leads to.
package struct GuardedFile: ~Copyable {
  let descriptor: Descriptor
  private let path: String
  /// True for a folder.
  package let isFolder: Bool

  /// The most bytes that a file may have, unless its reader says otherwise.
  package static let usualLimit = 1 << 20

  /// Opens what is at `path`, once it is found to be safe.
  ///
  /// - Parameter isSecret: that others may read it is refused, too.
  package init(path: String, isSecret: Bool = false) throws(ConfigurationFileError) {
    try Self.checkFolder(of: path, named: path)
    if let target = FilePath.resolved(path), target != path { try Self.checkFolder(of: target, named: path) }
    // A FIFO that no one writes must not keep the program waiting.
    let descriptor = try whileReading(path) { () throws(SystemError) in
      try Descriptor(opening: path, O_RDONLY | O_NONBLOCK)
    }
    let about = try whileReading(path) { () throws(SystemError) in try descriptor.status() }
    let isFolder = about.isFolder
    guard isFolder || about.isRegularFile else {
      throw .unreadable(path: path, reason: "is no file; name a regular file", isPermission: false)
    }
    try Self.check(about, of: path, named: path)
    if isSecret { try Self.checkSecrecy(about, of: path) }
    self.descriptor = descriptor
    self.path = path
    self.isFolder = isFolder
  }

  /// All bytes of a file.
  ///
  /// - Throws: also if there are more than `limit`.
  package consuming func bytes(limit: Int = usualLimit) throws(ConfigurationFileError) -> [UInt8] {
    guard let bytes = try whileReading(path, { () throws(SystemError) in try descriptor.readAll(limit: limit) }) else {
      throw .invalid(["\(ShownText.path(path)): is larger than the \(limit) bytes that are read; make it smaller"])
    }
    return bytes
  }

  /// What a file of YAML or JSON holds; nil if there is nothing in it.
  ///
  /// - Throws: also if it does not parse.
  consuming func node() throws(ConfigurationFileError) -> ConfigurationNode? {
    let path = path
    let bytes = try bytes()
    do throws(ConfigurationFault) {
      return try ConfigurationNode.parse(bytes, file: path, isJSON: path.hasSuffix(".json"))
    } catch {
      throw .invalid([error.description])
    }
  }

  /// The open file itself, for those who do not read it as a whole.
  consuming func opened() -> Descriptor { descriptor }

  // MARK: Safety

  /// Refuses the folder that holds `path` if another user could change what is in it.
  ///
  /// - Parameter name: the path as the operator knows it, for messages.
  static func checkFolder(of path: String, named name: String) throws(ConfigurationFileError) {
    let folder = FilePath(path).folder
    guard let about = stat(of: folder) else { throw .reading(name, .last) }
    try check(about, of: folder, named: name)
  }

  /// Refuses what another user could have changed.
  ///
  /// - Parameters:
  ///   - path: where it is.
  ///   - name: the path as the operator knows it, for messages.
  static func check(_ about: stat, of path: String, named name: String) throws(ConfigurationFileError) {
    let shown = ShownText.path(path)
    let what = path == name ? "it" : "its folder \(shown)"
    guard about.isTrusted else {
      throw .unsafe(
        path: name,
        advice: "\(what) belongs to user \(about.st_uid), and you are \(geteuid()); type: chown \(geteuid()) \(shown)")
    }
    guard !about.isWritableByOthers else {
      // Folders for all are not to be closed.
      let advice = about.st_mode & S_ISVTX != 0 ? "move it into a folder of your own" : "type: chmod go-w \(shown)"
      throw .unsafe(path: name, advice: "\(what) has mode \(about.modeText); \(advice)")
    }
  }

  /// Refuses what another user could read.
  static func checkSecrecy(_ about: stat, of path: String) throws(ConfigurationFileError) {
    guard !about.isOpenToOthers else {
      throw .exposed(path: path, advice: "it has mode \(about.modeText); type: chmod 600 \(ShownText.path(path))")
    }
  }
}
