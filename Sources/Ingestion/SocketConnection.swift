import Events
import NIOCore

/// One client of a socket: an asynchronous sequence of its lines, and a way to answer. The sequence ends, after a last
/// line without line feed if there is one, when the client has closed its side.
package struct SocketConnection: Sendable {
  /// Who is at the other end, as the kernel knows it since the connection was made.
  package struct Peer: Sendable, Equatable {
    package var process: Int32
    package var user: UInt32
    package var group: UInt32
  }

  /// Numbers the connections of a listener from 1.
  package let id: UInt64
  package let peer: Peer
  fileprivate let lines: NIOAsyncChannelInboundStream<Chunk>
  fileprivate let replies: NIOAsyncChannelOutboundWriter<ByteBuffer>

  /// Sends `bytes` to the client; waits while the client does not read.
  ///
  /// - Throws: if the client is gone.
  package func reply(_ bytes: [UInt8]) async throws(IngestionError) {
    do {
      try await replies.write(ByteBuffer(bytes: bytes))
    } catch {
      throw IngestionError(
        .inputOutput, "connection \(id)", "the client of process \(peer.process) is gone",
        advice: "read the replies before closing")
    }
  }
}

extension SocketConnection: AsyncSequence {
  package struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate var lines: NIOAsyncChannelInboundStream<Chunk>.AsyncIterator

    /// The next lines; nil when the client has ended, in whatever way, or the task is cancelled.
    package mutating func next() async -> Chunk? { try? await lines.next() }
  }

  package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(lines: lines.makeAsyncIterator()) }
}

/// A connection that was let in and is not handled yet.
struct AcceptedConnection: Sendable {
  let id: UInt64
  let peer: SocketConnection.Peer
  let channel: NIOAsyncChannel<Chunk, ByteBuffer>

  /// Lets `handle` have the connection, then closes it.
  func run(_ handle: @Sendable (SocketConnection) async -> Void) async {
    // What goes wrong here is that the client is gone, which the handler has seen.
    try? await channel.executeThenClose { lines, replies in
      await handle(SocketConnection(id: id, peer: peer, lines: lines, replies: replies))
    }
  }
}
