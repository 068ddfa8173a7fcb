import Configuration
import Glibc
import SystemFiles

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
