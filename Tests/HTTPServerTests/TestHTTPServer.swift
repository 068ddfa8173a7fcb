import Glibc
import Synchronization
import Testing

@testable import HTTPServer

/// A server that sends back what it gets; `/slow` waits until a gate opens.
final class TestHTTPServer: Sendable {
  let server: HTTPServer
  let port: UInt16
  let gate = Gate()
  let streams = StreamProbe()
  private let task: Task<Void, any Error>

  /// - Parameter path: the Unix socket to listen on; nil for a port.
  init(at path: String? = nil, _ change: (inout HTTPServer.Options) -> Void = { _ in }) throws {
    var options = HTTPServer.Options()
    change(&options)
    let network = try path == nil ? NetworkAddress("127.0.0.1:0", defaultPort: 0).listen() : nil
    let socket: any HTTPListener = try path.map { try UnixListener($0) } ?? #require(network)
    let gate = gate
    let echo = HTTPRoute("POST", "/echo", bodyLimit: 1024) { HTTPResponse(body: $0.body) }
    let slow = HTTPRoute("POST", "/slow", bodyLimit: 1024) { request in
      await gate.wait()
      return HTTPResponse(body: request.body)
    }
    let typed = HTTPRoute("POST", "/typed", types: ["text/csv", "text/x-csv"], bodyLimit: 1024) { _ in HTTPResponse() }
    let named = HTTPRoute("GET", "/things/{id}/part", bodyLimit: 0) { request in
      HTTPResponse(body: Array((request.parameters["id"] ?? "none").utf8))
    }
    let routes = [echo, slow, typed, named] + streams.routes
    let application = HTTPApplication(routes: routes, http2Refusal: "use 100% HTTP/1.1") {
      head throws(HTTPProblem) in
      if head["x-refused"] != nil { throw HTTPProblem(403, "no") }
    } describe: { problem, _ in
      HTTPResponse(problem.status, fields: problem.fields, body: Array("{\"problem\":\"\(problem.message)\"}".utf8))
    }
    port = network?.address.port ?? 0
    let server = HTTPServer([socket], application, options: options)
    self.server = server
    task = Task { try await server.run() }
  }

  deinit { task.cancel() }

  func cancel() { task.cancel() }

  func stop() async {
    cancel()
    try? await task.value
  }
}

/// Streams, and what became of them.
final class StreamProbe: Sendable {
  struct Counts: Equatable {
    var begun = 0
    var ended = 0
    var bytes = 0
  }

  private let state = Mutex(Counts())

  var counts: Counts { state.withLock { $0 } }

  /// `/peer` tells who asks, `/large` answers at once with much, `/short` streams two parts, `/broken` fails after one, `/quiet`
  /// goes on after one without another, and `/flood` never stops.
  var routes: [HTTPRoute] {
    [
      HTTPRoute("GET", "/peer", bodyLimit: 0) { HTTPResponse(body: Array("\($0.head.peer)".utf8)) },
      HTTPRoute("GET", "/large", bodyLimit: 0) { _ in HTTPResponse(body: [UInt8](repeating: 65, count: 8 << 20)) },
      stream("/short") { writer in
        try await writer.write(Array("one".utf8))
        try await writer.write(Array("two".utf8))
      },
      stream("/broken") { writer in
        try await writer.write(Array("one".utf8))
        throw HTTPProblem(500, "broken")
      },
      stream("/quiet") { writer in
        try await writer.write(Array("one".utf8))
        try await Task.sleep(for: .seconds(600))
      },
      stream("/flood") { [self] writer in
        let part = [UInt8](repeating: 65, count: 256 << 10)
        while true {
          try await writer.write(part)
          state.withLock { $0.bytes += part.count }
        }
      },
    ]
  }

  private func stream(
    _ path: String, _ body: @escaping @Sendable (HTTPStreamWriter) async throws -> Void
  ) -> HTTPRoute {
    HTTPRoute("GET", path, bodyLimit: 0) { [self] _ in
      HTTPResponse(
        type: "text/plain",
        content: .stream { [self] writer in
          state.withLock { $0.begun += 1 }
          defer { state.withLock { $0.ended += 1 } }
          try await body(writer)
        })
    }
  }
}

/// A Unix socket that listens.
final class UnixListener: HTTPListener {
  let descriptor: Int32
  var isTCP: Bool { false }

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let number = descriptor
    let outcome = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(outcome == 0 && listen(number, 16) == 0)
  }

  deinit { close(descriptor) }
}

/// Holds up whoever comes until it is opened.
final class Gate: Sendable {
  private let state = Mutex<(isOpen: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))

  var waiting: Int { state.withLock { $0.waiters.count } }

  func wait() async {
    await withCheckedContinuation { waiter in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiters.append(waiter) }
        return state.isOpen
      }
      if isOpen { waiter.resume() }
    }
  }

  func open() {
    let waiters = state.withLock { state in
      state.isOpen = true
      return exchange(&state.waiters, with: [])
    }
    for waiter in waiters { waiter.resume() }
  }
}
