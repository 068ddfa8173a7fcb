import Configuration
import Glibc

/// An open file that its user alone can read and write, in a folder that no other user can write; closed when it goes.
struct PrivateFile: ~Copyable {
  let number: Int32

  private init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// Opens what is called `path`, which must be no link; nil if nothing is.
  static func open(_ path: String) throws(CredentialStoreError) -> PrivateFile? {
    try checkFolder(of: path)
    // A FIFO that no one writes must not keep the program waiting.
    let number = Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    if number < 0, errno == ENOENT { return nil }
    return try checked(number, path)
  }

  /// Opens it for writing, and makes it if nothing is called so.
  static func openOrMake(_ path: String) throws(CredentialStoreError) -> PrivateFile {
    try checkFolder(of: path)
    return try checked(
      Glibc.open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600), path, orElse: .cannotCreate)
  }

  /// Makes it; nothing may be called so.
  static func make(_ path: String) throws(CredentialStoreError) -> PrivateFile {
    try checked(
      Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600), path, orElse: .cannotCreate)
  }

  private static func checked(
    _ number: Int32, _ path: String, orElse failure: CredentialStoreError.Kind = .failed
  ) throws(CredentialStoreError) -> PrivateFile {
    guard number >= 0 else {
      let code = errno
      guard code != ELOOP else {
        throw CredentialStoreError(.unsafe, path, "is a link, which another could turn; name what it leads to")
      }
      throw .system(path, code, failure)
    }
    let file = PrivateFile(number)
    var about = stat()
    guard fstat(number, &about) == 0 else { throw .system(path, errno, .failed) }
    guard about.st_mode & S_IFMT == S_IFREG else {
      throw CredentialStoreError(.unsafe, path, "is no file; name a regular file")
    }
    let shown = ShownText.path(path)
    guard about.st_uid == geteuid() else {
      throw CredentialStoreError(
        .unsafe, path, "belongs to user \(about.st_uid), and you are \(geteuid()); type: chown \(geteuid()) \(shown)")
    }
    guard about.st_mode & 0o077 == 0 else {
      let mode = String(about.st_mode & 0o7777, radix: 8)
      throw CredentialStoreError(
        .unsafe, path, "another user can read or change it: it has mode 0\(mode); type: chmod 600 \(shown)")
    }
    return file
  }

  private static func checkFolder(of path: String) throws(CredentialStoreError) {
    let folder = folder(of: path)
    var about = stat()
    guard stat(folder, &about) == 0 else {
      // What is not there holds nothing either.
      if errno == ENOENT { return }
      throw .system(folder, errno, .failed)
    }
    let shown = ShownText.path(folder)
    guard about.st_uid == geteuid() || about.st_uid == 0 else {
      throw CredentialStoreError(
        .unsafe, path,
        "its folder \(shown) belongs to user \(about.st_uid), and you are \(geteuid()); move it into one of your own")
    }
    guard about.st_mode & 0o022 == 0 else {
      let mode = String(about.st_mode & 0o7777, radix: 8)
      let advice = about.st_mode & S_ISVTX != 0 ? "move it into a folder of your own" : "type: chmod go-w \(shown)"
      throw CredentialStoreError(.unsafe, path, "another user can write its folder \(shown), mode 0\(mode); \(advice)")
    }
  }

  /// The folder that holds what is called `path`.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Fills `memory` from the file, or to its end; how many bytes came. nil, with errno, if it cannot be read.
  borrowing func read(into memory: UnsafeMutableRawBufferPointer) -> Int? { Self.read(number, into: memory) }

  /// The same for any descriptor.
  static func read(_ number: Int32, into memory: UnsafeMutableRawBufferPointer) -> Int? {
    var filled = 0
    while filled < memory.count {
      let count = Glibc.read(number, memory.baseAddress.map { $0 + filled }, memory.count - filled)
      if count > 0 {
        filled += count
      } else if count == 0 {
        break
      } else if errno != EINTR {
        return nil
      }
    }
    return filled
  }

  /// Writes all bytes, and has the system put them on the disk; false, with errno, if that fails.
  borrowing func write(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(number, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        guard count > 0 || errno == EINTR else { return false }
        written += max(count, 0)
      }
      return fsync(number) == 0
    }
  }

  /// Waits until nobody else holds the file's lock, and holds it until `unlock`.
  borrowing func lock() -> Bool {
    while flock(number, LOCK_EX) != 0 {
      guard errno == EINTR else { return false }
    }
    return true
  }

  borrowing func unlock() { flock(number, LOCK_UN) }
}
