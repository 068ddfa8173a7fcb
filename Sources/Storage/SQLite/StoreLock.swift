import CLinux
import Events
import Glibc
import SystemFiles

/// The right to write a store: a lock on a file beside it, held for as long as this lives and gone with the process,
/// however it ends. The file stays; it names who holds the lock.
final class StoreLock: Sendable {
  private let file: Int32

  private init(file: Int32) { self.file = file }

  deinit { close(file) }

  static func path(for store: String) -> String { store + ".lock" }

  /// Takes the lock of the store at `path`; nil if there has never been one.
  static func take(for store: String, at now: Timestamp) throws(StorageError) -> StoreLock? {
    let file = open(path(for: store), flags)
    if file < 0, errno == ENOENT { return nil }
    return try take(file, for: store, at: now)
  }

  /// Takes the lock of the store at `path`, whose file is made if it is not there.
  static func make(for store: String, at now: Timestamp) throws(StorageError) -> StoreLock {
    try take(open(path(for: store), flags | O_CREAT, 0o600), for: store, at: now)
  }

  private static let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK

  private static func take(_ file: Int32, for store: String, at now: Timestamp) throws(StorageError) -> StoreLock {
    guard file >= 0 else { throw StorageError(path: path(for: store), code: errno) }
    let lock = StoreLock(file: file)
    let code = cl_lock(file)
    if code == EAGAIN { throw .inUse(path: store, process: holder(file)) }
    guard code == 0 else { throw StorageError(path: path(for: store), code: code) }
    fchmod(file, 0o600)
    lock.sign(at: now)
    return lock
  }

  /// True if someone holds the lock of the store at `path`.
  static func isTaken(for store: String) -> Bool {
    let file = open(path(for: store), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return false }
    defer { close(file) }
    return cl_is_locked(file) == 1
  }

  /// Who holds the lock of the store at `path`; nil if no one does.
  static func owner(of store: String) -> String? {
    let file = open(path(for: store), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    return cl_is_locked(file) == 1 ? holder(file) : nil
  }

  // On a full disk the lock holds all the same, only without a name.
  private func sign(at now: Timestamp) {
    let command = ProgramStart.arguments.joined(separator: " ").unicodeScalars.prefix(200)
    let shown = String(String.UnicodeScalarView(command.filter { $0.value >= 32 && $0.value != 127 }))
    let text = "process \(getpid())\nsince \(now)\ncommand \(shown)\n"
    ftruncate(file, 0)
    _ = text.withCString { pwrite(file, $0, strlen($0), 0) }
  }

  private static func holder(_ file: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = pread(file, &bytes, bytes.count, 0)
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    var said: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      guard let space = line.firstIndex(of: " ") else { continue }
      said[line[..<space]] = line[line.index(after: space)...]
    }
    guard let process = said["process"], let since = said["since"] else { return "another process" }
    return "process \(process) (\(said["command"] ?? "wraptop")) since \(since)"
  }
}
