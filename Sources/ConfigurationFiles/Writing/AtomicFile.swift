import Configuration
import Glibc
import SystemFiles

/// A file of wraptop's own, 0600, that is replaced as a whole: whoever looks at it, also after a crash, finds the old
/// one or the new one, never a part.
///
/// While this lives, no other process that writes in the same way can: a lock is held on a file beside it, `NAME.lock`,
/// which stays. The new file is `.NAME.wraptop-new` until it gets its name; what a killed writer left is removed. If a
/// link is at the path, the link stays, and what it leads to is replaced.
package struct AtomicFile: ~Copyable {
  /// As it was named.
  private let path: String
  private let name: String
  private let folderPath: String
  private let folder: Descriptor
  private let lock: Descriptor

  /// Takes the right to write the file at `path`, which need not exist; its folder is made if it is missing.
  ///
  /// - Throws: if the folder is not safe (article Security) or cannot be made, or another process has that right for
  /// too long.
  package init(path: String) throws(ConfigurationFileError) {
    let target = try whileWriting(path) { () throws(SystemError) in try FilePath.end(of: path) }
    let parts = FilePath(target)
    guard !parts.name.isEmpty else { throw .writing(path, SystemError(code: EISDIR)) }
    try PrivateFolder.make(parts.folder, for: path)
    try GuardedFile.checkFolder(of: path, named: path)
    if target != path { try GuardedFile.checkFolder(of: target, named: path) }
    let folder = try whileWriting(path) { () throws(SystemError) in try Descriptor(folder: parts.folder) }
    let lockPath = parts.sibling(parts.name + ".lock")
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK
    let folderNumber = folder.number
    let lock = try whileWriting(lockPath) { () throws(SystemError) in
      try Descriptor(opening: parts.name + ".lock", flags, in: folderNumber)
    }
    try lock.lock(lockPath)
    self.path = path
    name = parts.name
    folderPath = parts.folder
    self.folder = folder
    self.lock = lock
    unlinkat(folderNumber, temporary, 0)
  }

  /// Replaces the file, or makes it.
  ///
  /// - Parameter commit: is called when all is on the disk but nobody can see it yet. If it throws, nothing is
  /// replaced.
  /// - Throws: if that fails; then the file is as it was. One failure is told apart by its message: the new file is in
  ///   place but could be lost by a power cut.
  package borrowing func replace(
    with bytes: [UInt8], commit: () throws(ConfigurationFileError) -> Void = { () throws(ConfigurationFileError) in }
  ) throws(ConfigurationFileError) {
    try checkWritable()
    var file = try whileWriting(path) { () throws(SystemError) in
      let file = try PendingFile(named: temporary, in: folder.number)
      try file.write(bytes)
      return file
    }
    try commit()
    do throws(SystemError) { try file.replace(name) } catch { throw .writing(path, error) }
    do throws(SystemError) {
      try folder.sync()
    } catch  where error.code != EINVAL {
      throw .ioFailed(path: path, reason: "is written, but could be lost by a power cut: \(error); check the disk")
    } catch {
      // Some file systems have nothing to do for a folder.
    }
  }

  private var temporary: String { ".\(name).wraptop-new" }

  // A rename asks for no right to the file itself, and the superuser needs none to the folder; but who took those
  // rights away meant it.
  private borrowing func checkWritable() throws(ConfigurationFileError) {
    let about = try whileReading(path) { () throws(SystemError) in try folder.status() }
    guard about.st_mode & 0o200 != 0 else {
      throw .unwritable(
        path: path,
        reason: "its folder is read-only, so it is left as it is; type: chmod u+w \(ShownText.path(folderPath))")
    }
    var old = stat()
    guard fstatat(folder.number, name, &old, AT_SYMLINK_NOFOLLOW) == 0 else {
      guard errno == ENOENT else { throw .writing(path, .last) }
      return
    }
    guard old.isRegularFile else {
      throw .cannotCreate(path: path, reason: "is no file; name another one")
    }
    guard old.st_mode & 0o200 != 0 else {
      throw .unwritable(
        path: path,
        reason: "is read-only (mode \(old.modeText)), so it is left as it is; type: chmod u+w \(ShownText.path(path))")
    }
  }
}
