import Glibc

/// Why the system refused something.
package struct SystemError: Error, Equatable, CustomStringConvertible {
  /// The number that the system gave, as in errno(3).
  package let code: Int32

  package init(code: Int32) { self.code = code }

  /// What the system says of it.
  package var description: String { String(cString: strerror(code)) }
}
