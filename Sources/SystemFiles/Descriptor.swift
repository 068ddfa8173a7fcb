import CLinux
import Glibc

/// An open file descriptor with one owner, closed when that goes.
package struct Descriptor: ~Copyable, Sendable {
  package let number: Int32

  /// Takes over what a system call returned; nil, with errno as the call left it, if that is a failure.
  package init?(_ number: Int32) {
    guard number >= 0 else { return nil }
    self.number = number
  }

  /// Opens a file; programs that replace this one do not get it.
  ///
  /// - Parameters:
  ///   - flags: as in open(2).
  ///   - mode: the permissions of a file that is made.
  ///   - folder: the descriptor of the folder in which a relative path begins.
  package init(
    opening path: String, _ flags: Int32, mode: mode_t = 0o600, in folder: Int32 = AT_FDCWD
  ) throws(SystemError) {
    let number = openat(folder, path, flags | O_CLOEXEC, mode)
    guard number >= 0 else { throw .last }
    self.number = number
  }

  /// Opens a folder.
  package init(folder path: String) throws(SystemError) { try self.init(opening: path, O_RDONLY | O_DIRECTORY) }

  deinit { close(number) }

  /// What the system knows of the file.
  package borrowing func status() throws(SystemError) -> stat {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw .last }
    return status
  }

  /// Puts what was written where it survives a power cut.
  package borrowing func sync() throws(SystemError) {
    while fsync(number) != 0 {
      guard errno == EINTR else { throw .last }
    }
  }

  /// The process at the other end of a connected Unix socket; nil if the kernel does not tell.
  package static func peerProcess(of socket: Int32) -> Int32? {
    var peer = cl_peer()
    return cl_socket_peer(socket, &peer) == 0 ? peer.pid : nil
  }

  /// True if changes to the file may come from another machine, so that inotify does not report all of them.
  package static func isShared(_ number: Int32) -> Bool { cl_is_remote(number) != 0 }
}

// MARK: Reading and writing

extension Descriptor {
  /// All bytes from where the file stands to its end; nil if there are more than `limit`.
  package borrowing func readAll(limit: Int = .max) throws(SystemError) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(number, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .last }
      bytes += buffer[..<count]
      if bytes.count > limit { return nil }
    }
  }

  /// The next `count` bytes, or those that there are.
  package borrowing func read(upTo count: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let filled = try bytes.withUnsafeMutableBufferPointer { (space) throws(SystemError) in
      try Self.read(number, into: UnsafeMutableRawBufferPointer(space))
    }
    return Array(bytes.prefix(filled))
  }

  /// Fills `space` from a descriptor, or as far as its end.
  ///
  /// - Returns: the number of bytes read.
  package static func read(_ number: Int32, into space: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    var filled = 0
    while filled < space.count {
      let count = Glibc.read(number, space.baseAddress.map { $0 + filled }, space.count - filled)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .last }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// The `count` bytes from `offset` on.
  ///
  /// - Throws: also if the file ends before (`EIO`).
  package borrowing func bytes(at offset: Int, count: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes { bytes in
        pread(number, bytes.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
      }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { throw got < 0 ? .last : SystemError(code: EIO) }
      filled += got
    }
    return bytes
  }

  /// Writes all bytes, and puts them where they survive a power cut. Pipes and terminals have nothing to be kept.
  package borrowing func writeDurably(_ bytes: [UInt8]) throws(SystemError) {
    do throws(WriteFailure) { try writeAll(bytes) } catch { throw error.reason }
    do throws(SystemError) {
      try sync()
    } catch {
      if error.code != EINVAL, error.code != EROFS { throw error }
    }
  }

  /// Writes all bytes where the file stands.
  package borrowing func writeAll(_ bytes: [UInt8]) throws(WriteFailure) { try Self.writeAll(bytes, to: number) }

  /// Writes all bytes to a descriptor, and waits for as long as it accepts none.
  package static func writeAll(_ bytes: [UInt8], to number: Int32) throws(WriteFailure) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(number, $0.baseAddress.map { $0 + written }, $0.count - written)
      }
      if count > 0 {
        written += count
      } else if count < 0, errno == EAGAIN {
        // Whoever shares the open file has made it non-blocking.
        var request = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        poll(&request, 1, -1)
      } else if count == 0 || errno != EINTR {
        throw WriteFailure(reason: count == 0 ? SystemError(code: EIO) : .last, written: written)
      }
    }
  }
}

/// Why a descriptor accepts no more bytes.
package struct WriteFailure: Error {
  package let reason: SystemError
  /// The number of bytes written before.
  package let written: Int
}

// MARK: Locks

extension Descriptor {
  /// Why a file could not be locked.
  package enum LockFailure: Error, Equatable {
    /// Another process held the lock for the whole wait.
    case timedOut
    case system(SystemError)
  }

  /// Nobody who does as wraptop does holds a lock for more than a fraction of a second.
  package static let lockPatience = Duration.seconds(5)

  /// Waits for the lock of the file (flock(2)), and holds it until `unlock` or the end of the descriptor, also by the death
  /// of the process.
  ///
  /// - Parameters:
  ///   - isShared: others may hold it shared as well.
  ///   - patience: how long to wait; nil for as long as it takes.
  package borrowing func lock(
    isShared: Bool = false, within patience: Duration? = lockPatience
  ) throws(LockFailure) {
    let kind = isShared ? LOCK_SH : LOCK_EX
    let deadline = patience.map { ContinuousClock.now + $0 }
    while flock(number, deadline == nil ? kind : kind | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw .system(.last) }
      guard let deadline else { continue }
      guard ContinuousClock.now < deadline else { throw .timedOut }
      usleep(5_000)
    }
  }

  /// Releases the lock.
  package borrowing func unlock() { _ = flock(number, LOCK_UN) }

  /// Locks the open file until `disown` or the death of the process, in a way that `isOwned` sees; does not wait.
  ///
  /// - Returns: false if another one holds that lock.
  package borrowing func own() throws(SystemError) -> Bool {
    let code = cl_lock(number)
    guard code == 0 || code == EAGAIN else { throw SystemError(code: code) }
    return code == 0
  }

  /// Releases what `own` locked. Closing the descriptor is not enough: a child process that has not begun its program yet
  /// has a copy of it.
  package func disown() { cl_unlock(number) }

  /// Whether someone holds the file by `own`.
  package var isOwned: Bool { cl_is_locked(number) == 1 }
}
