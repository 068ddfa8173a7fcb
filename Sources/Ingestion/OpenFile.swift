import Glibc
import SystemFiles

/// A file that is closed while nothing is read from it: opened again, it is the same one or none.
final class OpenFile {
  let identity: FileIdentity
  /// A path that led to the file when that was looked at last.
  var path: String
  private var opened: Descriptor?

  init(_ identity: FileIdentity, path: String) {
    self.identity = identity
    self.path = path
  }

  var isOpen: Bool { opened != nil }
  /// -1 while it is closed.
  var descriptor: Int32 { opened?.number ?? -1 }

  /// True if it can be opened again under its path.
  var isAtItsPath: Bool {
    stat(of: path).map { FileIdentity($0) } == identity
  }

  /// Opens the file, if it is closed. False if the path leads to another one by now, or to none.
  ///
  /// - Throws: the error of the system, if the file may not be read or no descriptor is left.
  func open() throws(SystemError) -> Bool {
    guard !isOpen else { return true }
    let found: Descriptor
    do throws(SystemError) {
      found = try Descriptor(opening: path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    } catch {
      if error.isMissing { return false }
      throw error
    }
    guard let status = try? found.status(), status.isRegularFile, FileIdentity(status) == identity else { return false }
    opened = consume found
    return true
  }

  /// Closes the file, if it is open.
  func close() { opened = nil }
}
