import Events
import Glibc
import SystemFiles

/// The right to write a store: a lock on a file beside it, held for as long as this lives and gone with the process,
/// however it ends. The file stays; it names who holds the lock.
final class StoreLock: Sendable {
  private let file: Descriptor

  private init(file: consuming Descriptor) { self.file = file }

  deinit { file.disown() }

  static func path(for store: String) -> String { store + ".lock" }

  /// Takes the lock of the store at `path`; nil if there has never been one.
  static func take(for store: String, at now: Timestamp) throws(StorageError) -> StoreLock? {
    guard StoreFile.exists(path(for: store)) else { return nil }
    return try take(for: store, flags, at: now)
  }

  /// Takes the lock of the store at `path`, whose file is made if it is not there.
  static func make(for store: String, at now: Timestamp) throws(StorageError) -> StoreLock {
    try take(for: store, flags | O_CREAT, at: now)
  }

  private static let flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK

  private static func take(for store: String, _ flags: Int32, at now: Timestamp) throws(StorageError) -> StoreLock {
    let lock: StoreLock
    let isOurs: Bool
    do throws(SystemError) {
      lock = StoreLock(file: try Descriptor(opening: path(for: store), flags))
      isOurs = try lock.file.own()
    } catch {
      throw StorageError(path: path(for: store), error)
    }
    guard isOurs else { throw .inUse(path: store, process: holder(lock.file)) }
    fchmod(lock.file.number, 0o600)
    lock.sign(at: now)
    return lock
  }

  /// True if someone holds the lock of the store at `path`.
  static func isTaken(for store: String) -> Bool { owner(of: store) != nil }

  /// Who holds the lock of the store at `path`; nil if no one does.
  static func owner(of store: String) -> String? {
    guard let file = try? Descriptor(opening: path(for: store), O_RDONLY | O_NOFOLLOW | O_NONBLOCK), file.isOwned else {
      return nil
    }
    return holder(file)
  }

  // On a full disk the lock holds all the same, only without a name.
  private func sign(at now: Timestamp) {
    let command = ProgramStart.arguments.joined(separator: " ").unicodeScalars.prefix(200)
    let shown = String(String.UnicodeScalarView(command.filter { $0.value >= 32 && $0.value != 127 }))
    let text = "process \(getpid())\nsince \(now)\ncommand \(shown)\n"
    ftruncate(file.number, 0)
    _ = text.withCString { pwrite(file.number, $0, strlen($0), 0) }
  }

  private static func holder(_ file: borrowing Descriptor) -> String {
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = pread(file.number, &bytes, bytes.count, 0)
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
