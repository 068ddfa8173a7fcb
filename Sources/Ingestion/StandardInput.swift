import Events
import Glibc
import Synchronization
import SystemFiles

/// Standard input, or any other descriptor that is read to its end: a pipe, a file, a terminal.
///
/// An asynchronous sequence of chunks, which reads only when asked. The last one may end without a line feed. Runs on a
/// thread of its own.
package actor StandardInput {
  private let executor = BlockingExecutor(label: "wraptop.stdin")
  private let interruption: Interruption
  private let descriptor: Int32
  private let returned = Mutex<[[UInt8]]>([])
  private var framer: LineFramer
  private var buffers = ChunkBuffers()
  private var hasEnded = false

  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// - Parameters:
  ///   - descriptor: what is read; stays open.
  ///   - maxLine: the most bytes of a line.
  /// - Throws: if the system has no descriptor left.
  package init(descriptor: Int32 = STDIN_FILENO, maxLine: LineLimits = LineLimits()) throws(IngestionError) {
    interruption = try Interruption()
    self.descriptor = descriptor
    framer = LineFramer(maxLine: maxLine)
  }

  /// The next lines; waits for them. Nil at the end, or when the task is cancelled.
  package func next() async throws(IngestionError) -> Chunk? {
    let interruption = interruption
    do {
      return try await withTaskCancellationHandler {
        try self.produce()
      } onCancel: {
        interruption.signal()
      }
    } catch let failure as SystemError where failure.code == EISDIR {
      throw IngestionError(
        .unreadable, "standard input", "is a folder, not a file", advice: "name its files with --tail")
    } catch {
      throw IngestionError(.inputOutput, "standard input", "\(error)", advice: "check what it is redirected from")
    }
  }

  /// Takes back the storage of a chunk that is decoded (`Chunk.bytes`), so that it is read into again.
  package nonisolated func recycle(_ bytes: [UInt8]) {
    returned.withLock { if $0.count < 8 { $0.append(bytes) } }
  }

  /// True if nothing more has come by now.
  package nonisolated var isAtRest: Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) == 0
  }

  private func produce() throws(SystemError) -> Chunk? {
    while !Task.isCancelled {
      if let chunk = framer.next() { return chunk }
      if hasEnded { return framer.finish() }
      if interruption.wait(for: descriptor) == .readable { try read() }
    }
    return nil
  }

  private func read() throws(SystemError) {
    returned.withLock { returned in
      for storage in returned { buffers.recycle(storage) }
      returned = []
    }
    var isAtEnd = false
    try framer.withFreeSpace(for: buffers.size / 2, from: &buffers) { (space) throws(SystemError) in
      let count = Glibc.read(descriptor, space.baseAddress, space.count)
      if count < 0, errno != EINTR, errno != EAGAIN { throw .last }
      isAtEnd = count == 0
      return Swift.max(0, count)
    }
    hasEnded = isAtEnd
  }
}

extension StandardInput: AsyncSequence {
  package struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let input: StandardInput

    package mutating func next() async throws -> Chunk? { try await input.next() }
    package mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(IngestionError) -> Chunk? { try await input.next() }
  }

  package nonisolated func makeAsyncIterator() -> AsyncIterator { AsyncIterator(input: self) }
}
