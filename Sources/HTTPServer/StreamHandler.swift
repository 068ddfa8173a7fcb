import NIOCore
import NIOHTTP1

/// Sees that a client is gone while an answer is streamed to it, also if nothing is being written, and ends the stream then, or
/// when the server ends. Stands before the handler that watches deadlines.
final class StreamHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart

  /// An answer is streamed from now on, until the connection ends.
  struct Beginning: Sendable {
    /// Ends the stream.
    let end: @Sendable () -> Void

    init(end: @escaping @Sendable () -> Void) { self.end = end }
  }

  private var end: (() -> Void)?
  private var isInputClosed = false

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case let beginning as Beginning:
      end = beginning.end
      guard !isInputClosed, context.channel.isActive else { return beginning.end() }
      // Whoever reads requests may have stopped, and the end of a client comes behind what it sent.
      context.read()
    case ChannelEvent.inputClosed:
      isInputClosed = true
      end?()
      context.fireUserInboundEventTriggered(event)
    case is DeadlineHandler.Ending:
      if let end { finish(end, context) }
      context.fireUserInboundEventTriggered(event)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  // The client has nothing more to say: this was the last request of its connection.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) { if end == nil { context.fireChannelRead(data) } }

  func channelReadComplete(context: ChannelHandlerContext) {
    if end != nil { context.read() }
    context.fireChannelReadComplete()
  }

  func channelInactive(context: ChannelHandlerContext) {
    end?()
    context.fireChannelInactive()
  }

  // A client that has not read what there is would not see the end either.
  private func finish(_ end: () -> Void, _ context: ChannelHandlerContext) {
    end()
    let unread = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
    if unread ?? 0 > 0 { context.close(promise: nil) }
  }
}
