import NIOCore
import NIOHTTP1

/// Writes the body of an answer bit by bit.
package struct HTTPStreamWriter: Sendable {
  let channel: any Channel
  let limit: Duration

  // Bytes that a client has to take within the limit.
  private static let piece = 64 << 10

  /// Sends bytes, and waits until the system has taken them all, so that nothing else is held for a client. One that reads
  /// nothing for too long is cut off.
  ///
  /// - Throws: if the client is gone, or the task was cancelled.
  package func write(_ bytes: [UInt8]) async throws {
    var rest = ByteBuffer(bytes: bytes)
    while rest.readableBytes > 0, let piece = rest.readSlice(length: min(rest.readableBytes, Self.piece)) {
      try Task.checkCancellation()
      try await send(.body(.byteBuffer(piece)))
    }
  }

  /// Sends a part of an answer, and waits until the system has taken it.
  func send(_ part: HTTPServerResponsePart) async throws {
    let timer = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { [channel] in channel.close(promise: nil) }
    defer { timer.cancel() }
    try await channel.writeAndFlush(part).get()
  }
}
