import Foundation

/// A file that a command writes as a whole: who opens it finds all of it or what was there before.
struct OutputFile {
  let path: String

  /// Writes the file, which everyone may read unless the user's mask says otherwise.
  ///
  /// - Throws: what to tell the user: 73 if it cannot be made, 77 if that is not permitted, 74 if it cannot be written.
  func write(_ bytes: [UInt8]) throws {
    var about = stat()
    let isThere = stat(path, &about) == 0
    if isThere, about.st_mode & S_IFMT == S_IFDIR {
      throw Failure("\(path): is a folder; name a file in it", exitCode: 73)
    }
    // A device or a pipe is not replaced.
    if isThere, about.st_mode & S_IFMT != S_IFREG {
      return try fill(open(path, O_WRONLY | O_CLOEXEC), path, bytes)
    }
    // What a link leads to is replaced, and not the link.
    let target = isThere ? resolved : path
    let folder = target.contains("/") ? String(target[...(target.lastIndex(of: "/") ?? target.startIndex)]) : "./"
    let temporary = folder + ".wraptop-\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
    do {
      try fill(open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644), temporary, bytes)
      guard rename(temporary, target) == 0 else { throw Self.failure(path, 73) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private var resolved: String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private func fill(_ file: Int32, _ written: String, _ bytes: [UInt8]) throws {
    guard file >= 0 else { throw Self.failure(path, 73) }
    defer { close(file) }
    var at = 0
    while at < bytes.count {
      let count = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress.map { $0 + at }, bytes.count - at) }
      if count > 0 {
        at += count
      } else if errno != EINTR {
        throw Self.failure(path, 74)
      }
    }
    // Pipes and terminals have nothing to be kept.
    guard fsync(file) == 0 || errno == EINVAL || errno == EROFS else { throw Self.failure(path, 74) }
  }

  private static func failure(_ path: String, _ exitCode: Int32) -> Failure {
    let isPermission = errno == EACCES || errno == EPERM
    let advice = exitCode == 74 ? "" : "; name a file in a folder that you can write with --output"
    return Failure(
      "\(path): \(String(cString: strerror(errno)))\(advice)", exitCode: isPermission && exitCode == 73 ? 77 : exitCode)
  }
}
