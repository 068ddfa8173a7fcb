import Glibc

/// An open file, closed when it goes.
struct Descriptor: ~Copyable {
  let number: Int32

  /// Takes over what a system call returned; nil, with errno as the call left it, if that is a failure.
  init?(_ number: Int32) {
    guard number >= 0 else { return nil }
    self.number = number
  }

  deinit { close(number) }

  /// What the system knows of the file.
  ///
  /// - Parameter path: what messages call it.
  borrowing func about(_ path: String) throws(ConfigurationFileError) -> stat {
    var about = stat()
    guard fstat(number, &about) == 0 else { throw .reading(path, errno) }
    return about
  }

  /// Writes all of `bytes` where the file stands. 0, or an errno; then a part of them may be written.
  borrowing func writeAll(_ bytes: [UInt8]) -> Int32 {
    bytes.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let count = write(number, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        if count > 0 {
          written += count
        } else if count == 0 {
          return EIO
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }

  /// Puts what was written where it survives a power cut. 0, or an errno.
  borrowing func sync() -> Int32 {
    while fsync(number) != 0 {
      guard errno == EINTR else { return errno }
    }
    return 0
  }

  /// Holds the lock of the file (flock(2)) until the descriptor is closed, also by the death of the process.
  ///
  /// - Parameters:
  ///   - isShared: others may hold it shared as well.
  ///   - path: what messages call it.
  /// - Throws: `locked` if another one holds it for longer than `patience`.
  borrowing func lock(isShared: Bool = false, _ path: String) throws(ConfigurationFileError) {
    let deadline = ContinuousClock.now + Self.patience
    while flock(number, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw .writing(path, errno) }
      guard ContinuousClock.now < deadline else { throw .locked(path: path) }
      usleep(5_000)
    }
  }

  /// Lets go of the lock.
  borrowing func unlock() { _ = flock(number, LOCK_UN) }

  /// Nobody who does as wraptop does holds a lock for more than a fraction of a second.
  static let patience = Duration.seconds(5)
}
