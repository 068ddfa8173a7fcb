import Glibc

/// Writes all bytes to a descriptor, and waits for as long as it takes none.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(WriteFailure) {
  var written = 0
  while written < bytes.count {
    let count = bytes.withUnsafeBytes {
      Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
    }
    if count > 0 {
      written += count
    } else if count < 0, errno == EAGAIN {
      // Whoever shares the open file has made it non-blocking.
      var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      poll(&request, 1, -1)
    } else if count == 0 || errno != EINTR {
      throw WriteFailure(reason: SystemError(code: count == 0 ? EIO : errno), written: written)
    }
  }
}

/// Why a descriptor takes no more bytes.
package struct WriteFailure: Error {
  package let reason: SystemError
  /// How many bytes were written before.
  package let written: Int
}
