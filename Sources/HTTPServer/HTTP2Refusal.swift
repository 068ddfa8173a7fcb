import NIOCore

/// Sees whether a client speaks HTTP/2 from the first byte on, as gRPC does, and if so answers each of its requests with
/// a refusal that it can show: nothing else of HTTP/2 is spoken here. What HTTP/1 clients send goes on unchanged.
final class HTTP2RefusalHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum Phase { case undecided, http1, http2 }

  /// What HTTP/2 begins with (RFC 9113, 3.4); no request of HTTP/1 begins with the first three bytes.
  private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
  private static let telling = 3
  private static let frameHead = 9
  private enum FrameType { static let headers: UInt8 = 1, resetStream: UInt8 = 3, settings: UInt8 = 4 }

  private var phase = Phase.undecided
  private var received = ByteBuffer()
  // Bytes of the present frame, or of the preface, that are still to come.
  private var skipping = 0
  private let refusal: [UInt8]
  private let refused: () -> Void

  /// - Parameters:
  ///   - message: what the client is told.
  ///   - refused: is called once for a client that speaks HTTP/2.
  init(message: String, refused: @escaping () -> Void) {
    refusal = Self.refusal(message)
    self.refused = refused
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    if phase == .undecided {
      received.writeBuffer(&bytes)
      guard received.readableBytes >= Self.telling || !Self.preface.starts(with: received.readableBytesView) else {
        return
      }
      bytes = received
      received = ByteBuffer()
      phase = Self.preface.starts(with: bytes.readableBytesView.prefix(Self.telling)) ? .http2 : .http1
      if phase == .http2 {
        skipping = Self.preface.count
        refused()
        // Settings of our own have to be first.
        write(Self.frame(FrameType.settings, flags: 0, stream: 0), context)
      }
    }
    guard phase == .http2 else { return context.fireChannelRead(wrapInboundOut(bytes)) }
    received.writeBuffer(&bytes)
    while let (type, flags, stream) = nextFrame() { answer(type, flags, stream, context) }
    received.discardReadBytes()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    context.flush()
    context.fireChannelReadComplete()
  }

  // The head of the next frame, once it is there; what it carries is skipped.
  private func nextFrame() -> (type: UInt8, flags: UInt8, stream: UInt32)? {
    let skipped = min(skipping, received.readableBytes)
    received.moveReaderIndex(forwardBy: skipped)
    skipping -= skipped
    guard skipping == 0, received.readableBytes >= Self.frameHead,
      let lengthAndType = received.readInteger(as: UInt32.self), let flags = received.readInteger(as: UInt8.self),
      let stream = received.readInteger(as: UInt32.self)
    else { return nil }
    skipping = Int(lengthAndType >> 8)
    return (UInt8(truncatingIfNeeded: lengthAndType), flags, stream & 0x7FFF_FFFF)
  }

  private func answer(_ type: UInt8, _ flags: UInt8, _ stream: UInt32, _ context: ChannelHandlerContext) {
    switch type {
    case FrameType.settings where flags & 1 == 0:
      write(Self.frame(FrameType.settings, flags: 1, stream: 0), context)
    case FrameType.headers:
      // All headers, and the end of the stream; the client need not send the rest.
      write(Self.frame(FrameType.headers, flags: 0x5, stream: stream, refusal), context)
      write(Self.frame(FrameType.resetStream, flags: 0, stream: stream, [0, 0, 0, 0]), context)
    default: break
    }
  }

  private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
    context.write(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
  }

  private static func frame(_ type: UInt8, flags: UInt8, stream: UInt32, _ payload: [UInt8] = []) -> [UInt8] {
    var frame = ByteBuffer()
    frame.writeInteger(UInt32(payload.count) << 8 | UInt32(type))
    frame.writeInteger(flags)
    frame.writeInteger(stream)
    frame.writeBytes(payload)
    return Array(frame.readableBytesView)
  }

  // The header block of gRPC's answer 12, UNIMPLEMENTED, after which senders do not try again: fields of the static table,
  // and literal ones that enter no table (RFC 7541, 6).
  private static func refusal(_ message: String) -> [UInt8] {
    let statusOK: [UInt8] = [0x88]
    let contentType: [UInt8] = [0x0F, 0x10] + literal("application/grpc")
    let status: [UInt8] = [0] + literal("grpc-status") + literal("12")
    return statusOK + contentType + status + [0] + literal("grpc-message") + literal(percentEncoded(message))
  }

  private static func literal(_ text: String) -> [UInt8] {
    var length = text.utf8.count
    guard length >= 0x7F else { return [UInt8(length)] + Array(text.utf8) }
    var bytes: [UInt8] = [0x7F]
    length -= 0x7F
    while length >= 0x80 {
      bytes.append(UInt8(length & 0x7F) | 0x80)
      length >>= 7
    }
    return bytes + [UInt8(length)] + Array(text.utf8)
  }

  // gRPC lets messages hold printable ASCII but the percent sign.
  private static func percentEncoded(_ text: String) -> String {
    text.utf8.reduce(into: "") { encoded, byte in
      if (0x20..<0x7F).contains(byte), byte != UInt8(ascii: "%") {
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += digits.count < 2 ? "%0\(digits)" : "%\(digits)"
      }
    }
  }
}
