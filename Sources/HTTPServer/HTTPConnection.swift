import NIOCore
import NIOHTTP1
import Synchronization

/// One client of a server: its requests, one after the other.
struct HTTPConnection: Sendable {
  typealias Parts = NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator

  let channel: NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
  let application: HTTPApplication
  let memory: BodyMemory
  let peer: HTTPPeer
  /// How long a client may leave what it is sent unread.
  let readTime: Duration
  /// Set when the server ends: answers say then that the connection does.
  let isEnding: @Sendable () -> Bool

  /// For so long, and so many bytes, what a client still sends is read after it was refused: a client that is cut off while it
  /// sends never sees why.
  private static let patience = (time: Duration.seconds(5), bytes: 256 << 20)

  /// Answers requests until the client ends, or breaks the rules; then closes the connection.
  func run() async {
    // What goes wrong here is that the client is gone.
    try? await channel.executeThenClose { inbound, _ in
      var parts = inbound.makeAsyncIterator()
      do {
        while let part = try await parts.next() {
          guard case .head(let head) = part else { continue }
          guard try await answer(head, &parts) else { break }
        }
      } catch {
        guard let problem = error.problem else { throw error }
        try await write(application.describe(problem, nil), to: nil, closes: true)
        try await discard(&parts)
      }
    }
  }

  // Answers one request; false if it was the last one of the connection.
  private func answer(_ head: HTTPRequestHead, _ parts: inout Parts) async throws -> Bool {
    let known = HTTPHead(head, from: peer)
    var lease = BodyLease(memory)
    let response: HTTPResponse
    var isRead = false
    do {
      try head.checkFraming()
      let route = try application.route(of: known)
      let body = try await body(of: head, known, limit: route.bodyLimit, &parts, &lease, &isRead)
      response = try await route.handle(
        HTTPRequest(head: known, body: body, parameters: route.parameters(of: known.path) ?? [:]))
    } catch let problem as HTTPProblem {
      response = application.describe(problem, known)
    }
    if case .stream(let body) = response.content {
      try await stream(response, body, to: head)
      return false
    }
    let closes = !isRead || !head.isKeepAlive || isEnding()
    try await write(response, to: head, closes: closes)
    if !isRead { try await discard(&parts) }
    return !closes
  }

  private func body(
    of head: HTTPRequestHead, _ known: HTTPHead, limit: Int, _ parts: inout Parts, _ lease: inout BodyLease,
    _ isRead: inout Bool
  ) async throws -> [UInt8] {
    let coding = try ContentCoding(known["Content-Encoding"])
    let length = head.headers["Content-Length"].first.flatMap { Int($0) }
    guard length ?? 0 <= limit else { throw HTTPProblem.tooLarge(limit) }
    if known["Expect"]?.lowercased() == "100-continue" {
      try await writer.send(.head(HTTPResponseHead(version: .http1_1, status: .continue)))
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

  private func write(_ response: HTTPResponse, to head: HTTPRequestHead?, closes: Bool) async throws {
    var fields = HTTPHeaders(response.fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    var body: [UInt8] = []
    if case .bytes(let bytes) = response.content { body = bytes }
    fields.replaceOrAdd(name: "Content-Length", value: "\(body.count)")
    if closes {
      fields.replaceOrAdd(name: "Connection", value: "close")
    } else if head?.version == .http1_0 {
      fields.replaceOrAdd(name: "Connection", value: "keep-alive")
    }
    let status = HTTPResponseStatus(statusCode: response.status)
    channel.channel.write(
      HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: status, headers: fields)), promise: nil)
    if head?.method != .HEAD { try await writer.write(body) }
    try await writer.send(.end(nil))
  }

  // Lets `body` write until it ends, the client is gone or leaves unread what was written, or the server ends.
  private func stream(
    _ response: HTTPResponse, _ body: @escaping @Sendable (HTTPStreamWriter) async throws -> Void,
    to head: HTTPRequestHead
  ) async throws {
    var fields = HTTPHeaders(response.fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    fields.replaceOrAdd(name: "Connection", value: "close")
    let status = HTTPResponseStatus(statusCode: response.status)
    // HTTP/1.0 knows no chunks: there, the end of the connection is that of the body.
    let version = head.version == .http1_0 ? HTTPVersion.http1_0 : .http1_1
    try await writer.send(.head(HTTPResponseHead(version: version, status: status, headers: fields)))
    guard head.method != .HEAD else { return }
    let writer = writer
    let writing = Task { try await body(writer) }
    channel.channel.pipeline.fireUserInboundEventTriggered(StreamHandler.Beginning { writing.cancel() })
    let outcome = await withTaskCancellationHandler {
      await writing.result
    } onCancel: {
      writing.cancel()
    }
    // A body that is not complete must not look as if it were, unless it is the server that ends.
    if !isEnding() { try outcome.get() }
    try await writer.send(.end(nil))
  }

  private var writer: HTTPStreamWriter { HTTPStreamWriter(channel: channel.channel, limit: readTime) }

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
