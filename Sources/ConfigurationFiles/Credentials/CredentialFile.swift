import Configuration
import Glibc
import SystemFiles

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
    guard let bytes = try whileUsing(path, { () throws(SystemError) in try file.readAll(limit: Self.limit) }) else {
      throw CredentialStoreError(.damaged, path, SealedStore.damage)
    }
    return bytes
  }

  /// Calls while nobody else changes the file. The folder is made if it is not there.
  func locked<R>(_ body: () throws -> R) throws -> R {
    do throws(PrivateFolder.Failure) {
      try PrivateFolder.make(FilePath(path).folder)
    } catch {
      throw CredentialStoreError.system(error.path, error.reason, .cannotCreate)
    }
    let lock = try PrivateFile.openOrMake(lockPath)
    do throws(Descriptor.LockFailure) {
      try lock.lock(within: nil)
    } catch {
      if case .system(let error) = error { throw CredentialStoreError.system(lockPath, error, .failed) }
    }
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
    var next = try whileUsing(nextPath, orElse: .cannotCreate) { () throws(SystemError) in
      try PendingFile(named: nextPath)
    }
    do throws(SystemError) { try next.write(bytes) } catch { throw CredentialStoreError.system(path, error, .failed) }
    try commit()
    do throws(SystemError) { try next.replace(path) } catch { throw CredentialStoreError.system(path, error, .failed) }
    // That the new name is on the disk too. If not, a power cut may bring back the old file, whole.
    try? Descriptor(folder: FilePath(path).folder).sync()
  }
}
