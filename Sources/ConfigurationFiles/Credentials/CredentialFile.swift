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

/// Files that their user alone can read and write, in folders that no other user can write.
enum PrivateFile {
  /// Opens what is called `path`, which must be no link; nil if nothing is.
  static func open(_ path: String) throws(CredentialStoreError) -> Descriptor? {
    try checkFolder(of: path)
    if stat(of: path, followsLinks: false) == nil, errno == ENOENT { return nil }
    // A FIFO that no one writes must not keep the program waiting.
    return try open(path, O_RDONLY | O_NONBLOCK, orElse: .failed)
  }

  /// Opens it for writing, and makes it if nothing is called so.
  static func openOrMake(_ path: String) throws(CredentialStoreError) -> Descriptor {
    try checkFolder(of: path)
    return try open(path, O_RDWR | O_CREAT | O_NONBLOCK, orElse: .cannotCreate)
  }

  private static func open(
    _ path: String, _ flags: Int32, orElse failure: CredentialStoreError.Kind
  ) throws(CredentialStoreError) -> Descriptor {
    let file: Descriptor
    do throws(SystemError) {
      file = try Descriptor(opening: path, flags | O_NOFOLLOW)
    } catch {
      guard error.code != ELOOP else {
        throw CredentialStoreError(.unsafe, path, "is a link, which another could turn; name what it leads to")
      }
      throw .system(path, error, failure)
    }
    let about: stat
    do throws(SystemError) { about = try file.status() } catch { throw .system(path, error, .failed) }
    guard about.isRegularFile else {
      throw CredentialStoreError(.unsafe, path, "is no file; name a regular file")
    }
    let shown = ShownText.path(path)
    guard about.isOwn else {
      throw CredentialStoreError(
        .unsafe, path, "belongs to user \(about.st_uid), and you are \(geteuid()); type: chown \(geteuid()) \(shown)")
    }
    guard !about.isOpenToOthers else {
      throw CredentialStoreError(
        .unsafe, path, "another user can read or change it: it has mode \(about.modeText); type: chmod 600 \(shown)")
    }
    return file
  }

  private static func checkFolder(of path: String) throws(CredentialStoreError) {
    let folder = FilePath(path).folder
    guard let about = stat(of: folder) else {
      // What is not there holds nothing either.
      if errno == ENOENT { return }
      throw .system(folder, .last, .failed)
    }
    let shown = ShownText.path(folder)
    guard about.isTrusted else {
      throw CredentialStoreError(
        .unsafe, path,
        "its folder \(shown) belongs to user \(about.st_uid), and you are \(geteuid()); move it into one of your own")
    }
    guard !about.isWritableByOthers else {
      let advice = about.st_mode & S_ISVTX != 0 ? "move it into a folder of your own" : "type: chmod go-w \(shown)"
      throw CredentialStoreError(
        .unsafe, path, "another user can write its folder \(shown), mode \(about.modeText); \(advice)")
    }
  }
}
