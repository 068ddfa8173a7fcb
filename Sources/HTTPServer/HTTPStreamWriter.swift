import NIOCore
import NIOHTTP1

/// Writes the body of an answer bit by bit.
package struct HTTPStreamWriter: Sendable {
  let writer: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
  let channel: any Channel
  let limit: Duration

  /// Sends bytes, and waits until the system has taken what was sent before. A client that leaves them unread for too long is
  /// cut off.
  ///
  /// - Throws: if the client is gone.
  package func write(_ bytes: [UInt8]) async throws {
    let timer = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { [channel] in channel.close(promise: nil) }
    defer { timer.cancel() }
    try await writer.write(.body(.byteBuffer(ByteBuffer(bytes: bytes))))
  }
}
