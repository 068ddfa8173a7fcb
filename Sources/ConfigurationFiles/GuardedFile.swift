import Configuration
import Glibc

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
    if let target = Self.target(of: path), target != path { try Self.checkFolder(of: target, named: path) }
    // A FIFO that no one writes must not keep the program waiting.
    guard let descriptor = Descriptor(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) else {
      throw .reading(path, errno)
    }
    let about = try descriptor.about(path)
    let isFolder = about.st_mode & S_IFMT == S_IFDIR
    guard isFolder || about.st_mode & S_IFMT == S_IFREG else {
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
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor.number, &buffer, buffer.count)
      guard count >= 0 else {
        if errno == EINTR { continue }
        throw .reading(path, errno)
      }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= limit else {
        throw .invalid(["\(ShownText.path(path)): is larger than the \(limit) bytes that are read; make it smaller"])
      }
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
    var about = stat()
    guard stat(folder, &about) == 0 else { throw .reading(name, errno) }
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
    guard about.st_uid == geteuid() || about.st_uid == 0 else {
      throw .unsafe(
        path: name,
        advice: "\(what) belongs to user \(about.st_uid), and you are \(geteuid()); type: chown \(geteuid()) \(shown)")
    }
    guard about.st_mode & 0o022 == 0 else {
      let mode = String(about.st_mode & 0o7777, radix: 8)
      // Folders for all are not to be closed.
      let advice = about.st_mode & S_ISVTX != 0 ? "move it into a folder of your own" : "type: chmod go-w \(shown)"
      throw .unsafe(path: name, advice: "\(what) has mode 0\(mode); \(advice)")
    }
  }

  /// Refuses what another user could read.
  static func checkSecrecy(_ about: stat, of path: String) throws(ConfigurationFileError) {
    guard about.st_mode & 0o077 == 0 else {
      let mode = String(about.st_mode & 0o7777, radix: 8)
      throw .exposed(path: path, advice: "it has mode 0\(mode); type: chmod 600 \(ShownText.path(path))")
    }
  }

  private static func target(of path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
