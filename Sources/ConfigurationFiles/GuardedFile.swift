import Configuration
import Glibc

/// A file, or a folder of files, that only the user or the superuser can have written (SPEC 6).
///
/// Links are followed; what they lead to is judged, and the folders that hold the link and what it leads to.
package struct GuardedFile: ~Copyable {
  private let descriptor: Descriptor
  private let path: String
  /// True for a folder.
  package let isFolder: Bool

  /// The most bytes that a file may have, unless its reader says otherwise.
  package static let usualLimit = 1 << 20

  /// Opens what is at `path`, once it is found to be safe.
  package init(path: String) throws(ConfigurationFileError) {
    try Self.checkFolder(of: path, named: path)
    if let target = Self.target(of: path), target != path { try Self.checkFolder(of: target, named: path) }
    // A FIFO that no one writes must not keep the program waiting.
    guard let descriptor = Descriptor(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) else {
      throw Self.unreadable(path, errno)
    }
    var about = stat()
    guard fstat(descriptor.number, &about) == 0 else { throw Self.unreadable(path, errno) }
    let isFolder = about.st_mode & S_IFMT == S_IFDIR
    guard isFolder || about.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "is no file; name a regular file", isPermission: false)
    }
    try Self.check(about, of: path, named: path)
    self.descriptor = descriptor
    self.path = path
    self.isFolder = isFolder
  }

  /// An open file, closed when it goes.
  private struct Descriptor: ~Copyable {
    let number: Int32

    init?(_ number: Int32) {
      guard number >= 0 else { return nil }
      self.number = number
    }

    deinit { close(number) }
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
        throw Self.unreadable(path, errno)
      }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= limit else {
        throw .invalid(["\(ShownText.path(path)): is larger than the \(limit) bytes that are read; make it smaller"])
      }
    }
  }

  // MARK: Safety

  private static func checkFolder(of path: String, named name: String) throws(ConfigurationFileError) {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    var about = stat()
    guard stat(folder, &about) == 0 else { throw unreadable(name, errno) }
    try check(about, of: folder, named: name)
  }

  private static func check(_ about: stat, of path: String, named name: String) throws(ConfigurationFileError) {
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

  private static func target(of path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func unreadable(_ path: String, _ code: Int32) -> ConfigurationFileError {
    let isPermission = code == EACCES || code == EPERM
    let advice = isPermission ? "let your user read it" : "name a file that is there"
    return .unreadable(
      path: path, reason: "\(String(cString: strerror(code))); \(advice)", isPermission: isPermission)
  }
}
