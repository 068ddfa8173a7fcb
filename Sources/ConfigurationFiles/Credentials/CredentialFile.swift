import Configuration
import Glibc

/// The one file of the credential store, with a file for its lock and, for an instant, one with what is to replace it
/// beside it.
struct CredentialFile {
  let path: String

  private var lockPath: String { path + ".lock" }
  private var nextPath: String { path + ".new" }

  /// The most bytes that a store may have.
  static let limit = 16 << 20

  /// What it holds, all of it enciphered; nil if there is none. Needs no lock: it is always whole.
  func read() throws(CredentialStoreError) -> [UInt8]? {
    guard let file = try PrivateFile.open(path) else { return nil }
    var about = stat()
    guard fstat(file.number, &about) == 0 else { throw .system(path, errno, .failed) }
    guard about.st_size <= Self.limit else { throw CredentialStoreError(.damaged, path, SealedStore.damage) }
    var bytes = [UInt8](repeating: 0, count: Int(about.st_size))
    guard let count = bytes.withUnsafeMutableBytes({ file.read(into: $0) }) else { throw .system(path, errno, .failed) }
    return Array(bytes.prefix(count))
  }

  /// Calls while nobody else changes the file. The folder is made if it is not there.
  func locked<R>(_ body: () throws -> R) throws -> R {
    try makeFolder(PrivateFile.folder(of: path))
    let lock = try PrivateFile.openOrMake(lockPath)
    guard lock.lock() else { throw CredentialStoreError.system(lockPath, errno, .failed) }
    defer { lock.unlock() }
    return try body()
  }

  /// Replaces what it holds: a reader finds all of the old or all of the new, also after a power cut. Only for who holds
  /// the lock.
  ///
  /// - Parameter commit: is called when all is on the disk but nobody can see it yet. If it throws, nothing is replaced.
  func replace(with bytes: [UInt8], commit: () throws -> Void) throws {
    guard bytes.count <= Self.limit else {
      throw CredentialStoreError(
        .invalid, path, "would be over \(Self.limit >> 20) MiB; remove credentials that nobody needs")
    }
    // Whoever made it was killed, for we hold the lock.
    unlink(nextPath)
    do {
      let next = try PrivateFile.make(nextPath)
      guard next.write(bytes) else { throw CredentialStoreError.system(path, errno, .failed) }
      try commit()
      guard rename(nextPath, path) == 0 else { throw CredentialStoreError.system(path, errno, .failed) }
    } catch {
      unlink(nextPath)
      throw error
    }
    let folder = open(PrivateFile.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    // That the new name is on the disk too. If not, a power cut may bring back the old file, whole.
    fsync(folder)
    close(folder)
  }

  private func makeFolder(_ folder: String) throws(CredentialStoreError) {
    if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, folder.contains("/") else { throw .system(folder, errno, .cannotCreate) }
    try makeFolder(PrivateFile.folder(of: folder))
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .system(folder, errno, .cannotCreate) }
  }
}
