import Glibc
import SystemFiles

/// A file that is closed while nothing is read from it: opened again, it is the same one or none.
final class OpenFile {
  let identity: FileIdentity
  /// A path that led to the file when that was looked at last.
  var path: String
  /// -1 while it is closed.
  private(set) var descriptor: Int32 = -1

  init(_ identity: FileIdentity, path: String) {
    self.identity = identity
    self.path = path
  }

  deinit { close() }

  var isOpen: Bool { descriptor >= 0 }

  /// True if it can be opened again under its path.
  var isAtItsPath: Bool {
    var about = stat()
    return stat(path, &about) == 0 && FileIdentity(about) == identity
  }

  /// Opens the file, if it is closed. False if the path leads to another one by now, or to none.
  ///
  /// - Throws: the error of the system, if the file may not be read or no descriptor is left.
  func open() throws(SystemError) -> Bool {
    guard !isOpen else { return true }
    let opened = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard opened >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return false }
      throw SystemError(code: errno)
    }
    var about = stat()
    guard fstat(opened, &about) == 0, about.isRegularFile, FileIdentity(about) == identity else {
      Glibc.close(opened)
      return false
    }
    descriptor = opened
    return true
  }

  /// Closes the file, if it is open.
  func close() {
    if isOpen { Glibc.close(descriptor) }
    descriptor = -1
  }
}

/// Which file it is, for as long as it exists.
struct FileIdentity: Hashable {
  var device: UInt64
  var inode: UInt64

  init(_ about: stat) {
    device = UInt64(about.st_dev)
    inode = UInt64(about.st_ino)
  }
}

extension stat {
  /// When the file was last written to, in nanoseconds since the epoch.
  var modified: Int64 { Int64(st_mtim.tv_sec) * 1_000_000_000 + Int64(st_mtim.tv_nsec) }

  var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
}
