import CLinux
import Events
import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// Takes in lines from many clients of a Unix stream socket.
package final class SocketListener: Sendable {
  /// Limits on what clients may hold.
  package struct Options: Sendable {
    /// Connections at the same time; one more is told so and closed.
    package var mostConnections = 1024
    /// The most bytes of a line.
    package var maxLine = 1 << 20
    /// Bytes that the unfinished lines of all connections may hold together; beyond that the largest is cut off.
    package var mostUnfinishedBytes = 128 << 20

    package init() {}
  }

  /// How many connections there are and were.
  package struct Counts: Sendable, Equatable {
    /// Connections now.
    package var open = 0
    /// Connections taken in since the beginning.
    package var accepted: UInt64 = 0
    /// Connections turned away because too many were open.
    package var refused: UInt64 = 0
    /// Connections turned away because they came from another user.
    package var denied: UInt64 = 0
  }

  private let socket: ListeningSocket
  private let options: Options
  private let owner = geteuid()
  private let state = Mutex(Counts())

  /// Makes the socket at `path` and listens; clients wait until `run` takes them in.
  package init(_ path: String, options: Options = Options()) throws(IngestionError) {
    socket = try ListeningSocket.open(path)
    self.options = options
  }

  /// The path of the socket.
  package var path: String { socket.path }

  /// How many connections there are and were.
  package var counts: Counts { state.withLock { $0 } }

  /// Takes in connections until the task is cancelled, then closes them all and removes the socket. To be called once.
  ///
  /// - Parameter handle: called for each connection, each in a task of its own; the connection is closed when it
  ///   returns.
  package func run(_ handle: @escaping @Sendable (SocketConnection) async -> Void) async throws(IngestionError) {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    defer { socket.removePath() }
    do {
      let server = try await serve(on: group)
      try await server.executeThenClose { connections in
        try await withThrowingDiscardingTaskGroup { tasks in
          for try await accepted in connections {
            guard let accepted else { continue }
            tasks.addTask { await accepted.run(handle) }
          }
        }
      }
    } catch is CancellationError {
    } catch {
      try? await group.shutdownGracefully()
      throw IngestionError(.inputOutput, path, "\(error)", advice: "start again")
    }
    try? await group.shutdownGracefully()
  }

  private func serve(on group: MultiThreadedEventLoopGroup) async throws -> NIOAsyncChannel<AcceptedConnection?, Never>
  {
    let loop = group.any()
    let most = options.mostUnfinishedBytes
    let unfinished = try await loop.submit {
      NIOLoopBound(UnfinishedLines(most: most), eventLoop: loop)
    }.get()
    let descriptor = dup(socket.descriptor)
    guard descriptor >= 0 else { throw IngestionError.outOfDescriptors(errno) }
    // Small reads, and few of them in advance: a thousand clients that send faster than they are read stay small too.
    return try await ServerBootstrap(group: group)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(AcceptPauseHandler())
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(
        .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 2048, maximum: 32 << 10)
      )
      .bind(descriptor) { channel in
        self.peer(of: channel).flatMapThrowing { try self.admit(channel, peer: $0, unfinished: unfinished) }
      }
  }

  private func peer(of channel: any Channel) -> EventLoopFuture<cl_peer> {
    guard let options = channel as? any SocketOptionProvider else {
      return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
    }
    return options.unsafeGetSocketOption(level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
  }

  // Runs on the event loop that all connections share.
  private func admit(
    _ channel: any Channel, peer: cl_peer, unfinished: NIOLoopBound<UnfinishedLines>
  ) throws -> AcceptedConnection? {
    let isAllowed = peer.uid == owner || peer.uid == 0
    let id: UInt64? = state.withLock { counts in
      if !isAllowed {
        counts.denied += 1
      } else if counts.open >= options.mostConnections {
        counts.refused += 1
      } else {
        counts.open += 1
        counts.accepted += 1
        return counts.accepted
      }
      return nil
    }
    guard let id else {
      let reason = isAllowed ? "too many connections" : "permission denied"
      try channel.pipeline.syncOperations.addHandler(RefusalHandler(reason: reason))
      return nil
    }
    channel.closeFuture.whenComplete { _ in self.state.withLock { $0.open -= 1 } }
    try channel.pipeline.syncOperations.addHandler(
      LineFramingHandler(maxLine: options.maxLine, unfinished: unfinished.value))
    let configuration = NIOAsyncChannel<Chunk, ByteBuffer>.Configuration(
      backPressureStrategy: .init(lowWatermark: 1, highWatermark: 2))
    return AcceptedConnection(
      id: id, peer: SocketConnection.Peer(process: peer.pid, user: peer.uid, group: peer.gid),
      channel: try NIOAsyncChannel(wrappingChannelSynchronously: channel, configuration: configuration))
  }
}
