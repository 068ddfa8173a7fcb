import NIOCore
import NIOHTTP1

/// How long a client may take.
package struct HTTPDeadlines: Sendable {
  /// From the first byte of a head to its end.
  package var head = Duration.seconds(10)
  /// From the end of the head to the end of the body.
  package var body = Duration.seconds(60)
  /// Between two requests.
  package var idle = Duration.seconds(75)

  package init() {}
}

/// A client took too long.
enum HTTPTimeout: Error { case head, body }

/// Lets the handlers behind the one that parses know of bytes that have come.
final class ArrivalHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  /// Bytes have come.
  struct Arrival {}

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    context.fireUserInboundEventTriggered(Arrival())
    context.fireChannelRead(data)
  }
}

/// Ends a connection that idles, and fails one whose request does not come to its end in time. Stands behind the handler
/// that parses requests.
final class DeadlineHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart

  /// No further request is to be waited for.
  struct Ending {}

  private enum Phase { case idle, head, body, answer }

  private let deadlines: HTTPDeadlines
  private var phase = Phase.answer
  private var timer: Scheduled<Void>?
  // Requests that have come whole and have no answer yet.
  private var unanswered = 0
  private var isEnding = false

  init(_ deadlines: HTTPDeadlines) { self.deadlines = deadlines }

  func channelActive(context: ChannelHandlerContext) {
    enter(.idle, context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    context.fireChannelInactive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is ArrivalHandler.Arrival: if phase == .idle { enter(.head, context) }
    case is Ending:
      isEnding = true
      if phase == .idle { context.close(promise: nil) }
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head: enter(.body, context)
    case .body: break
    case .end:
      unanswered += 1
      enter(.answer, context)
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .end = unwrapOutboundIn(data), unanswered > 0 else { return context.write(data, promise: promise) }
    let written = promise ?? context.eventLoop.makePromise()
    let isolated = written.futureResult.assumeIsolated()
    isolated.whenComplete { _ in
      self.unanswered -= 1
      // The next request may have begun already.
      if self.unanswered == 0, self.phase == .answer { self.enter(.idle, context) }
    }
    context.write(data, promise: written)
  }

  private func enter(_ phase: Phase, _ context: ChannelHandlerContext) {
    self.phase = phase
    timer?.cancel()
    let limit: Duration
    switch phase {
    case .idle where isEnding: return context.close(promise: nil)
    case .idle: limit = deadlines.idle
    case .head: limit = deadlines.head
    case .body: limit = deadlines.body
    case .answer: return
    }
    timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(limit)) {
      switch phase {
      case .head: context.fireErrorCaught(HTTPTimeout.head)
      case .body: context.fireErrorCaught(HTTPTimeout.body)
      case .idle, .answer: context.close(promise: nil)
      }
    }
  }
}
