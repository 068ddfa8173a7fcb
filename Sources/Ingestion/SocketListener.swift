import Events
import Glibc
import NIOCore
import NIOPosix
import Synchronization
import SystemFiles

/// Takes in lines from many clients of a Unix stream socket.
package final class SocketListener: Sendable {
  /// Limits on what clients may hold.
  package struct Options: Sendable {
    /// Connections at the same time; one more is told so and closed.
    package var mostConnections = 1024
    /// The most bytes of a line.
    package var maxLine = LineLimits()
    /// Bytes that the unfinished lines of all connections may hold together; beyond that the largest is cut off.
    package var mostUnfinishedBytes = 128 << 20
    /// Who may send, besides the user.
    package var sharing = SocketSharing()

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
    /// Connections turned away because they came from somebody who may not send.
    package var denied: UInt64 = 0
  }

  /// What happens to the socket's file while the listener runs.
  package enum Event: Sendable, Equatable {
    /// It was removed or replaced, and is made anew.
    case madeAnew
    /// It is gone and cannot be made: nobody can connect for now.
    case lost(IngestionError)
    /// It was gone, and somebody put it back.
    case backInPlace
  }

  private let socket: ListeningSocket
  private let options: Options
  private let owner = geteuid()
  private let state = Mutex(Counts())

  /// How long after news of the socket's file it is looked whether it is still there.
  private static let settling = Duration.milliseconds(100)
  /// How often it is tried again to make the file, or seen whether it is back.
  private static let interval = Duration.seconds(2)
  /// The maximum number of clients that are taken in at once.
  private static let burst: UInt = 256

  /// Makes the socket at `path` and listens; clients wait until `run` takes them in.
  package convenience init(_ path: String, options: Options = Options()) throws(IngestionError) {
    self.init(try ListeningSocket.open(path, sharing: options.sharing), options: options)
  }

  /// Takes clients of a socket that listens already.
  package init(_ socket: ListeningSocket, options: Options = Options()) {
    self.socket = socket
    self.options = options
  }

  /// The path of the socket.
  package var path: String { socket.path }

  /// How many connections there are and were.
  package var counts: Counts { state.withLock { $0 } }

  /// Takes in connections until the task is cancelled, then closes them all and removes the socket. To be called once.
  ///
  /// Something that cleans up folders may remove the socket's file, or its folder, while clients still need it: then it is made
  /// anew. Connections that exist go on.
  ///
  /// - Parameters:
  ///   - report: receives what happens to the socket's file.
  ///   - handle: called for each connection, each in a task of its own; the connection is closed when it returns.
  package func run(
    report: @escaping @Sendable (Event) -> Void = { _ in },
    _ handle: @escaping @Sendable (SocketConnection) async -> Void
  ) async throws(IngestionError) {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let (connections, admitted) = AsyncStream<AcceptedConnection>.makeStream()
    // Not cancelled with this task: every connection that was let in has to be run, if only to be closed.
    let handling = Task.detached {
      await withDiscardingTaskGroup { tasks in
        for await connection in connections { tasks.addTask { await connection.run(handle) } }
        tasks.cancelAll()
      }
    }
    var failure: (any Error)?
    do {
      try await listen(on: group, report) { admitted.yield($0) }
    } catch is CancellationError {
    } catch {
      failure = error
    }
    admitted.finish()
    await handling.value
    try? await group.shutdownGracefully()
    if let failure { throw IngestionError(.inputOutput, path, "\(failure)", advice: "start again") }
  }

  /// Where connections go that are let in.
  private typealias Admission =
    @Sendable (AcceptedConnection) -> AsyncStream<AcceptedConnection>.Continuation.YieldResult

  // Listens until the task is cancelled, on a new socket whenever the file of the last one is gone.
  private func listen(
    on group: MultiThreadedEventLoopGroup, _ report: (Event) -> Void, _ admit: @escaping Admission
  ) async throws {
    var socket = socket
    defer { socket.removePath() }
    let unfinished = try await unfinishedLines(on: group)
    while true {
      let server = try await serve(socket, on: group, unfinished, admit)
      let next: ListeningSocket
      do {
        next = try await replacement(of: socket, server, report)
      } catch {
        try? await server.close()
        throw error
      }
      // The connections that were made through it go on.
      try? await server.close()
      socket = next
    }
  }

  // A socket under the same path, once that does not lead to `socket` any more.
  private func replacement(
    of socket: ListeningSocket, _ server: any Channel, _ report: (Event) -> Void
  ) async throws -> ListeningSocket {
    var reported: IngestionError?
    let watch = SocketWatch(socket.path)
    var news = watch.news.makeAsyncIterator()
    while server.isActive {
      if reported == nil { await news.next() }
      // Whoever removes a folder may not have come to its end yet.
      try await Task.sleep(for: reported == nil ? Self.settling : Self.interval, clock: .suspending)
      if socket.isInPlace {
        if reported != nil { report(.backInPlace) }
        reported = nil
        continue
      }
      do throws(IngestionError) {
        let next = try ListeningSocket.open(path, sharing: options.sharing)
        report(.madeAnew)
        return next
      } catch {
        if error != reported { report(.lost(error)) }
        reported = error
      }
    }
    throw ChannelError.alreadyClosed
  }

  private func unfinishedLines(on group: MultiThreadedEventLoopGroup) async throws -> NIOLoopBound<UnfinishedLines> {
    let loop = group.any()
    let most = options.mostUnfinishedBytes
    return try await loop.submit { NIOLoopBound(UnfinishedLines(most: most), eventLoop: loop) }.get()
  }

  private func serve(
    _ socket: ListeningSocket, on group: MultiThreadedEventLoopGroup, _ unfinished: NIOLoopBound<UnfinishedLines>,
    _ admit: @escaping Admission
  ) async throws -> any Channel {
    let descriptor = dup(socket.descriptor)
    guard descriptor >= 0 else { throw IngestionError.outOfDescriptors(.last) }
    // Small reads, and few of them in advance: a thousand clients that send faster than they are read stay small too.
    return try await ServerBootstrap(group: group)
      .serverChannelOption(.maxMessagesPerRead, value: Self.burst)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          // NIO has just made the backlog 128, and its option for that comes too late for a socket that listens already.
          try socket.listen()
          try channel.pipeline.syncOperations.addHandler(AcceptPauseHandler())
        }
      }
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try self.take(in: channel, unfinished, admit) }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(
        .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 2048, maximum: 32 << 10)
      )
      .withBoundSocket(descriptor).get()
  }

  // Runs on the event loop that all connections share.
  private func take(
    in channel: any Channel, _ unfinished: NIOLoopBound<UnfinishedLines>, _ admit: Admission
  ) throws {
    let known = try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
      SocketPeer(of: $0)
    }
    guard let peer = known.flatMap({ $0 }) else { throw ChannelError.operationUnsupported }
    let isAllowed = options.sharing.isAllowed(peer, owner: owner)
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
      let reason =
        isAllowed
        ? "too many connections"
        : "permission denied, as wraptop runs as user \(owner) and this client as user \(peer.user)"
          + (options.sharing.groups.isEmpty ? "" : ", who is in no group that may send")
      try channel.pipeline.syncOperations.addHandler(RefusalHandler(reason: reason))
      return
    }
    channel.closeFuture.whenComplete { _ in self.state.withLock { $0.open -= 1 } }
    try channel.pipeline.syncOperations.addHandler(
      LineFramingHandler(maxLine: options.maxLine, unfinished: unfinished.value))
    let configuration = NIOAsyncChannel<Chunk, ByteBuffer>.Configuration(
      backPressureStrategy: .init(lowWatermark: 1, highWatermark: 2))
    let connection = AcceptedConnection(
      id: id, peer: SocketConnection.Peer(process: peer.process, user: peer.user, group: peer.groups.first ?? .max),
      channel: try NIOAsyncChannel(wrappingChannelSynchronously: channel, configuration: configuration))
    // Too late: nobody will run it any more.
    if case .terminated = admit(connection) { Task { await connection.run { _ in } } }
  }
}
