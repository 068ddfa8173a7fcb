import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization
import SystemFiles

/// Answers HTTP/1.1 requests of many clients, as an application says.
///
/// It knows nothing of what it serves, nor of where it listens: a listening socket is handed to it. Everything that clients
/// can make it hold is bounded: connections, heads, bodies before and after decompression, the memory of all bodies
/// together, and time.
///
/// ```swift
/// let hello = HTTPRoute("GET", "/", bodyLimit: 0) { _ in HTTPResponse(body: Array("hello".utf8)) }
/// let server = HTTPServer([try NetworkAddress("127.0.0.1:8080").listen()], application)
/// try await server.run()
/// ```
package final class HTTPServer: Sendable {
  /// Limits on what clients may hold.
  package struct Options: Sendable {
    /// Connections at the same time; one more is told so and closed.
    package var maxConnections = 256
    /// Bytes that the bodies of all requests may hold together; a request beyond that is told to come again later.
    package var maxBodyBytes = 192 << 20
    package var deadlines = HTTPDeadlines()
    /// How long requests may take to be answered when the server ends.
    package var ending = Duration.seconds(5)
    /// How long a client may leave what it is sent unread before it is cut off.
    package var readTime = Duration.seconds(10)
    /// What proves to clients who this is; nil for plain HTTP.
    package var identity: TLSIdentity?

    package init() {}
  }

  /// How many connections there are and were.
  package struct Counts: Sendable, Equatable {
    /// Connections now.
    package var open = 0
    /// Connections since the beginning.
    package var accepted: UInt64 = 0
    /// Connections turned away because too many were open.
    package var refused: UInt64 = 0
    /// Connections of clients that speak HTTP/2.
    package var http2: UInt64 = 0
  }

  /// What happens while a server answers.
  package enum Event: Sendable {
    /// There is a connection more or less, or one was turned away.
    case connections
    /// The first client came that speaks HTTP/2.
    case http2
  }

  private struct State {
    var counts = Counts()
    var channels: [ObjectIdentifier: any Channel] = [:]
    var isEnding = false
  }

  private let sockets: [any HTTPListener]
  private let application: HTTPApplication
  private let options: Options
  private let memory: BodyMemory
  private let state = Mutex(State())
  private let report: @Sendable (Event) -> Void

  /// - Parameters:
  ///   - sockets: where clients come in; they wait there until `run` takes them in.
  ///   - report: receives what happens.
  package init(
    _ sockets: [any HTTPListener], _ application: HTTPApplication, options: Options = Options(),
    report: @escaping @Sendable (Event) -> Void = { _ in }
  ) {
    self.sockets = sockets
    self.application = application
    self.options = options
    self.report = report
    memory = BodyMemory(options.maxBodyBytes)
  }

  /// How many connections there are and were.
  package var counts: Counts { state.withLock { $0.counts } }

  /// Answers until the task is cancelled; then lets the requests that have come get their answers, and closes all connections.
  /// To be called once.
  ///
  /// - Throws: if clients cannot be taken in, since descriptors have run out.
  package func run() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let (connections, admitted) = AsyncStream<HTTPConnection>.makeStream()
    // Not cancelled with this task: requests that have come are answered.
    let answering = Task.detached {
      await withDiscardingTaskGroup { tasks in
        for await connection in connections { tasks.addTask { await connection.run() } }
      }
    }
    var servers: [any Channel] = []
    var failure: (any Error)?
    do {
      for socket in sockets { servers.append(try await listen(on: socket, group) { admitted.yield($0) }) }
      let (cancellation, never) = AsyncStream.makeStream(of: Never.self)
      for await _ in cancellation {}
      withExtendedLifetime(never) {}
    } catch {
      failure = error
    }
    for server in servers { try? await server.close() }
    admitted.finish()
    await end(answering)
    try? await group.shutdownGracefully()
    if let failure { throw failure }
  }

  // Closes the connections that wait for a request at once, and the others once they have their answers, or after a while.
  private func end(_ answering: Task<Void, Never>) async {
    let channels = state.withLock { state in
      state.isEnding = true
      return Array(state.channels.values)
    }
    for channel in channels { channel.pipeline.fireUserInboundEventTriggered(DeadlineHandler.Ending()) }
    let timer = Task {
      guard (try? await Task.sleep(for: options.ending, clock: .suspending)) != nil else { return }
      for channel in channels { channel.close(promise: nil) }
    }
    await answering.value
    timer.cancel()
  }

  private func listen(
    on socket: any HTTPListener, _ group: MultiThreadedEventLoopGroup,
    _ admit: @escaping @Sendable (HTTPConnection) -> Void
  ) async throws -> any Channel {
    let descriptor = dup(socket.descriptor)
    guard descriptor >= 0 else { throw SystemError.last }
    var bootstrap = ServerBootstrap(group: group)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(AcceptPauseHandler())
        }
      }
      .childChannelInitializer { [isTCP = socket.isTCP] channel in
        channel.eventLoop.makeCompletedFuture { try self.take(in: channel, isTCP: isTCP, admit) }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.maxMessagesPerRead, value: 4)
    if socket.isTCP { bootstrap = bootstrap.childChannelOption(.tcpOption(.tcp_nodelay), value: 1) }
    return try await bootstrap.withBoundSocket(descriptor).get()
  }

  // Runs on the event loop that all connections share.
  private func take(in channel: any Channel, isTCP: Bool, _ admit: @Sendable (HTTPConnection) -> Void) throws {
    let key = ObjectIdentifier(channel)
    let isAllowed = state.withLock { state in
      guard state.counts.open < options.maxConnections, !state.isEnding else {
        state.counts.refused += 1
        return false
      }
      state.counts.open += 1
      state.counts.accepted += 1
      state.channels[key] = channel
      return true
    }
    guard isAllowed else {
      report(.connections)
      return try channel.pipeline.syncOperations.addHandler(CrowdedHandler())
    }
    channel.closeFuture.whenComplete { _ in
      self.state.withLock { state in
        state.counts.open -= 1
        state.channels[key] = nil
      }
      self.report(.connections)
    }
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderFieldSize = 16 << 10
    limits.maxHeaderListSize = 64 << 10
    limits.maxHeaderFieldCount = 128
    let pipeline = channel.pipeline.syncOperations
    if let identity = options.identity {
      try pipeline.addHandlers([
        NIOSSLServerHandler(context: identity.context), HandshakeDeadlineHandler(options.deadlines.head),
      ])
    }
    try pipeline.addHandlers([
      HTTP2RefusalHandler(message: application.http2Refusal) {
        let isFirst = self.state.withLock { state in
          state.counts.http2 += 1
          return state.counts.http2 == 1
        }
        if isFirst { self.report(.http2) }
      },
      ArrivalHandler(),
      HTTPResponseEncoder(),
      ByteToMessageHandler(
        HTTPRequestDecoder(
          leftOverBytesStrategy: .dropBytes, informationalResponseStrategy: .drop, limitConfiguration: limits)),
      StreamHandler(),
      DeadlineHandler(options.deadlines),
    ])
    let configuration = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>.Configuration(
      backPressureStrategy: .init(lowWatermark: 2, highWatermark: 8), isOutboundHalfClosureEnabled: false)
    admit(
      HTTPConnection(
        channel: try NIOAsyncChannel(wrappingChannelSynchronously: channel, configuration: configuration),
        application: application, memory: memory, peer: peer(of: channel, isTCP: isTCP),
        readTime: options.readTime, isEnding: { self.state.withLock { $0.isEnding } }))
    report(.connections)
  }

  private func peer(of channel: any Channel, isTCP: Bool) -> HTTPPeer {
    if isTCP {
      guard let host = channel.remoteAddress?.ipAddress else { return .unknown }
      return .network(host: host, isEncrypted: options.identity != nil)
    }
    let peer = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
      SocketPeer(of: $0)
    }
    return peer.flatMap { $0 }.map { .process($0) } ?? .unknown
  }
}

/// Tells a client that there are too many, and closes.
private final class CrowdedHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private static let answer =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

  func channelActive(context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: Self.answer)), promise: nil)
    context.close(mode: .output, promise: nil)
    // A client that is cut off while it sends never sees the answer.
    let channel = context.channel
    channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Waits a moment when no connection can be taken in, as when descriptors run out; the clients wait in the backlog.
/// NIO alone would try again at once and for ever: its backoff leaves the socket registered.
private final class AcceptPauseHandler: ChannelInboundHandler {
  typealias InboundIn = any Channel

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is IOError else { return context.fireErrorCaught(error) }
    let channel = context.channel
    channel.setOption(.autoRead, value: false).whenComplete { _ in
      channel.eventLoop.scheduleTask(in: .milliseconds(200)) { channel.setOption(.autoRead, value: true) }
    }
  }
}
