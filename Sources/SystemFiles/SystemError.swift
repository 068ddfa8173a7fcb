import Glibc

/// An error of a system call, before it is known what it means to operators.
package struct SystemError: Error, Equatable, CustomStringConvertible {
  /// The error number, as in errno(3).
  package let code: Int32

  package init(code: Int32) { self.code = code }

  /// The error of the call that just failed.
  package static var last: SystemError { SystemError(code: errno) }

  /// True if the user is not permitted to do it.
  package var isPermission: Bool { code == EACCES || code == EPERM }

  /// True if nothing is at the path.
  package var isMissing: Bool { code == ENOENT || code == ENOTDIR }

  /// The system's words for the error.
  package var description: String { String(cString: strerror(code)) }
}
