import Events
import NIOCore

/// Cuts what a connection brings into chunks of whole lines. Lives on the event loop that all connections share.
final class LineFramingHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = Chunk

  private var framer: LineFramer
  private let unfinished: UnfinishedLines
  private var context: ChannelHandlerContext?

  init(maxLine: LineLimits, unfinished: UnfinishedLines) {
    framer = LineFramer(maxLine: maxLine)
    self.unfinished = unfinished
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    unfinished.forget(self)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    unwrapInboundIn(data).withUnsafeReadableBytes { framer.append($0) }
    while let chunk = framer.next() { context.fireChannelRead(wrapInboundOut(chunk)) }
    unfinished.note(self, holds: framer.heldBytes)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed? = event as? ChannelEvent { finish(context) }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(context)
    context.fireChannelInactive()
  }

  /// A connection that breaks ends like one that is closed: what it sent counts.
  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  /// Gives up the unfinished line, to free memory.
  func cutUnfinishedLine() {
    guard let chunk = framer.cutUnfinishedLine() else { return }
    context?.fireChannelRead(wrapInboundOut(chunk))
    context?.fireChannelReadComplete()
  }

  private func finish(_ context: ChannelHandlerContext) {
    if let chunk = framer.finish() { context.fireChannelRead(wrapInboundOut(chunk)) }
    unfinished.forget(self)
  }
}

/// How much the unfinished lines of all connections hold (article Inputs). Lives on their event loop.
final class UnfinishedLines {
  private let most: Int
  private var total = 0
  private var held: [ObjectIdentifier: (handler: LineFramingHandler, bytes: Int)] = [:]

  /// - Parameter most: bytes that may be held together.
  init(most: Int) { self.most = most }

  /// Notes what a connection holds by now; if that is too much for all together, cuts the largest line off.
  func note(_ handler: LineFramingHandler, holds bytes: Int) {
    total += bytes - (held[ObjectIdentifier(handler)]?.bytes ?? 0)
    held[ObjectIdentifier(handler)] = bytes > 0 ? (handler, bytes) : nil
    while total > most, let largest = held.values.max(by: { $0.bytes < $1.bytes }) {
      forget(largest.handler)
      largest.handler.cutUnfinishedLine()
    }
  }

  /// Notes that a connection holds nothing.
  func forget(_ handler: LineFramingHandler) {
    total -= held.removeValue(forKey: ObjectIdentifier(handler))?.bytes ?? 0
  }
}

/// Tells a client why it is turned away, and closes.
final class RefusalHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let reason: String

  init(reason: String) { self.reason = reason }

  func channelActive(context: ChannelHandlerContext) {
    let message = context.channel.allocator.buffer(string: "{\"error\":\"\(reason)\"}\n")
    context.writeAndFlush(wrapOutboundOut(message), promise: nil)
    context.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Waits a moment when no connection can be taken in, as when descriptors run out; the clients wait in the backlog.
/// NIO alone would try again at once and for ever: its backoff leaves the socket registered.
final class AcceptPauseHandler: ChannelInboundHandler {
  typealias InboundIn = any Channel

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is IOError else { return context.fireErrorCaught(error) }
    let channel = context.channel
    channel.setOption(.autoRead, value: false).whenComplete { _ in
      channel.eventLoop.scheduleTask(in: .milliseconds(200)) { channel.setOption(.autoRead, value: true) }
    }
  }
}
