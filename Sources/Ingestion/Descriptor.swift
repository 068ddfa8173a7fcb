import Glibc

/// An open file descriptor with one owner, closed when that goes.
struct Descriptor: ~Copyable {
  let number: Int32

  /// Takes over what a system call returned; nil, with errno as the call left it, if that is a failure.
  init?(_ number: Int32) {
    guard number >= 0 else { return nil }
    self.number = number
  }

  deinit { close(number) }

  /// A new Unix stream socket.
  ///
  /// - Parameter isBlocking: calls on it wait.
  static func unixSocket(isBlocking: Bool) throws(IngestionError) -> Descriptor {
    let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | (isBlocking ? 0 : SOCK_NONBLOCK.rawValue)
    guard let descriptor = Descriptor(socket(AF_UNIX, Int32(flags), 0)) else { throw .outOfDescriptors(errno) }
    return descriptor
  }
}
