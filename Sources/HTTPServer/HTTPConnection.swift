import NIOCore
import NIOHTTP1
import Synchronization

/// One client of a server: its requests, one after the other.
struct HTTPConnection: Sendable {
  typealias Parts = NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator
  typealias Writer = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

  let channel: NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
  let application: HTTPApplication
  let memory: BodyMemory
  let peer: HTTPPeer
  /// How long a client may leave a part of a stream unread.
  let readTime: Duration
  /// Set when the server ends: answers say then that the connection does.
  let isEnding: @Sendable () -> Bool

  /// For so long, and so many bytes, what a client still sends is read after it was refused: a client that is cut off while it
  /// sends never sees why.
  private static let patience = (time: Duration.seconds(5), bytes: 256 << 20)

  /// Answers requests until the client ends, or breaks the rules; then closes the connection.
  func run() async {
    // What goes wrong here is that the client is gone.
    try? await channel.executeThenClose { inbound, writer in
      var parts = inbound.makeAsyncIterator()
      do {
        while let part = try await parts.next() {
          guard case .head(let head) = part else { continue }
          guard try await answer(head, &parts, writer) else { break }
        }
      } catch {
        guard let problem = error.problem else { throw error }
        try await write(application.describe(problem, nil), to: nil, closes: true, writer)
        try await discard(&parts)
      }
    }
  }

  // Answers one request; false if it was the last one of the connection.
  private func answer(_ head: HTTPRequestHead, _ parts: inout Parts, _ writer: Writer) async throws -> Bool {
    let known = HTTPHead(head, from: peer)
    var lease = BodyLease(memory)
    let response: HTTPResponse
    var isRead = false
    do {
      let route = try application.route(of: known)
      let body = try await body(of: head, known, limit: route.bodyLimit, &parts, writer, &lease, &isRead)
      response = try await route.handle(
        HTTPRequest(head: known, body: body, parameters: route.parameters(of: known.path) ?? [:]))
    } catch let problem as HTTPProblem {
      response = application.describe(problem, known)
    }
    if isRead, head.method != .HEAD, case .stream(let body) = response.content {
      try await stream(response, body, &parts, writer)
      return false
    }
    let closes = !isRead || !head.isKeepAlive || isEnding()
    try await write(response, to: head, closes: closes, writer)
    if !isRead { try await discard(&parts) }
    return !closes
  }

  private func body(
    of head: HTTPRequestHead, _ known: HTTPHead, limit: Int, _ parts: inout Parts, _ writer: Writer,
    _ lease: inout BodyLease, _ isRead: inout Bool
  ) async throws -> [UInt8] {
    let coding = try ContentCoding(known["Content-Encoding"])
    let length = head.headers["Content-Length"].first.flatMap { Int($0) }
    guard length ?? 0 <= limit else { throw HTTPProblem.tooLarge(limit) }
    if known["Expect"]?.lowercased() == "100-continue" {
      try await writer.write(.head(HTTPResponseHead(version: .http1_1, status: .continue)))
    }
    var body: [UInt8] = []
    // Memory that nothing is written to yet costs nothing, and growing would copy.
    body.reserveCapacity(length ?? 0)
    while let part = try await parts.next() {
      switch part {
      case .head: break
      case .body(let bytes):
        guard body.count + bytes.readableBytes <= limit else { throw HTTPProblem.tooLarge(limit) }
        try lease.grow(by: bytes.readableBytes)
        body += bytes.readableBytesView
      case .end:
        isRead = true
        return try coding.decode(body, limit: limit, &lease)
      }
    }
    // The client is gone.
    throw CancellationError()
  }

  private func write(_ response: HTTPResponse, to head: HTTPRequestHead?, closes: Bool, _ writer: Writer) async throws {
    var fields = HTTPHeaders(response.fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    var body: [UInt8]?
    if case .bytes(let bytes) = response.content { body = bytes }
    if let body { fields.replaceOrAdd(name: "Content-Length", value: "\(body.count)") }
    if closes {
      fields.replaceOrAdd(name: "Connection", value: "close")
    } else if head?.version == .http1_0 {
      fields.replaceOrAdd(name: "Connection", value: "keep-alive")
    }
    let status = HTTPResponseStatus(statusCode: response.status)
    var parts: [HTTPServerResponsePart] = [
      .head(HTTPResponseHead(version: .http1_1, status: status, headers: fields))
    ]
    if head?.method != .HEAD, let body { parts.append(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
    parts.append(.end(nil))
    try await writer.write(contentsOf: parts)
  }

  // Lets `body` write until it ends, the client is gone, or it leaves unread what was written.
  private func stream(
    _ response: HTTPResponse, _ body: @escaping @Sendable (HTTPStreamWriter) async throws -> Void,
    _ parts: inout Parts, _ writer: Writer
  ) async throws {
    var fields = HTTPHeaders(response.fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    fields.replaceOrAdd(name: "Connection", value: "close")
    let status = HTTPResponseStatus(statusCode: response.status)
    try await writer.write(.head(HTTPResponseHead(version: .http1_1, status: status, headers: fields)))
    let writing = Task {
      try await body(HTTPStreamWriter(writer: writer, channel: channel.channel, limit: readTime))
      try await writer.write(.end(nil))
    }
    try await withTaskCancellationHandler {
      // The client has nothing more to say: what comes is its end.
      let reading = Task { [channel = channel.channel] in
        try? await channel.closeFuture.get()
        writing.cancel()
      }
      defer { reading.cancel() }
      try await writing.value
    } onCancel: {
      writing.cancel()
    }
  }

  // Reads what the client still sends, and lets it see that nothing more is coming.
  private func discard(_ parts: inout Parts) async throws {
    let channel = channel.channel
    try await channel.close(mode: .output)
    let timer = channel.eventLoop.scheduleTask(in: TimeAmount(Self.patience.time)) { channel.close(promise: nil) }
    defer { timer.cancel() }
    var bytes = 0
    while bytes < Self.patience.bytes, let part = try await parts.next() {
      if case .body(let discarded) = part { bytes += discarded.readableBytes }
    }
  }
}

extension Error {
  /// What a client is told of a request that could not be read; nil if the client is gone.
  fileprivate var problem: HTTPProblem? {
    if self is HTTPTimeout { return HTTPProblem(408, "the request took too long to come") }
    switch self as? HTTPParserError {
    case nil, .invalidEOFState: return nil
    case .headerOverflow: return HTTPProblem(431, "the head of the request is too large")
    default: return HTTPProblem(400, "this is no request of HTTP/1.1")
    }
  }
}
