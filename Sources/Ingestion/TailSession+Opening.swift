import Events
import Glibc
import SystemFiles

// Which files are open. Only few can be at once; the others are closed while there is nothing to read from them.
extension TailSession {
  /// Opens a file whose turn it is. False if that cannot be now; it is tried again.
  ///
  /// - Throws: if the file may not be read.
  func open(_ file: TailedFile) throws(IngestionError) -> Bool {
    if file.file.isOpen { return true }
    do throws(SystemError) {
      guard try file.file.open() else {
        // Its path leads elsewhere by now; the next look at the paths tells where it is.
        file.isRefused = true
        file.isDirty = false
        needsScan = true
        return false
      }
    } catch {
      let failure = unreadable(file.file.path, error)
      if error.code == EMFILE || error.code == ENFILE {
        schedule.noteRefused(file)
        fail(file.source, failure)
        return false
      }
      file.isRefused = true
      throw failure
    }
    file.isRefused = false
    schedule.noteOpened()
    if options.mode == .follow, file.watch == nil { startWatching(file) }
    return true
  }

  /// Says of the files that wait to be opened that they are not read.
  func giveUpWaiting() {
    for file in schedule.waitingFiles {
      file.isDirty = false
      fail(file.source, unreadable(file.file.path, SystemError(code: EMFILE)))
    }
    while schedule.next() != nil {}
  }

  private func startWatching(_ file: TailedFile) {
    guard let watched = watch.watchFile(file.file.descriptor) else { return }
    file.watch = watched
    filesByWatch[watched] = file
  }

  /// Closes a file from which nothing is to be read for now, if others may need its descriptor.
  func rest(_ file: TailedFile) {
    if !file.isDirty { makeRoom(closing: file) }
  }

  /// Closes a file for now, if others may need its descriptor.
  func makeRoom(closing file: TailedFile) {
    guard file.file.isOpen else { return }
    guard options.mode == .once || schedule.closesAtRest && (file.isReachable || file.file.isAtItsPath) else { return }
    file.close()
    schedule.noteClosed()
  }

  /// Has a file open for a moment. Nil if its path leads to another one.
  func whileOpen<Result>(
    _ file: TailedFile, _ body: () throws(IngestionError) -> Result
  ) throws(IngestionError) -> Result? {
    let wasOpen = file.file.isOpen
    do throws(SystemError) {
      guard try file.file.open() else { return nil }
    } catch {
      throw unreadable(file.file.path, error)
    }
    defer { if !wasOpen { file.close() } }
    return try body()
  }

  func unreadable(_ path: String, _ error: SystemError) -> IngestionError {
    let advice =
      switch error.code {
      case EACCES, EPERM: "give this user the right to read it and to enter its folders (chmod, setfacl)"
      case ENOENT, ENOTDIR: "check the path"
      case EMFILE, ENFILE: "it is tried again; raise the limit of open files (ulimit -n)"
      case ELOOP: "check the symbolic links"
      default: "check the path and the disk"
      }
    return IngestionError(.unreadable, path, "cannot be read: \(error)", advice: advice)
  }
}
