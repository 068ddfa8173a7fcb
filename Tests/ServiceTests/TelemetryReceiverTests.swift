import Events
import Glibc
import HTTPServer
import Monitoring
import Snapshots
import Storage
import TestSupport
import Testing

@testable import Service

/// Requests of OTLP over real sockets: each is answered as the protocol says, once what it told is counted and stored.
@Suite(.waiting) struct TelemetryReceiverTests {
  private static let protobuf = "application/x-protobuf"

  // A core that receives, and its store.
  private struct Receiver {
    let core = makeCore()
    let store: FlakyStore
    let writer: StoreWriter
    let port: UInt16
    private let following: Task<Void, Never>

    init(token: String? = nil, store: FlakyStore = FlakyStore()) async throws {
      self.store = store
      writer = StoreWriter(core: core, store: store, path: "memory", seed: 5)
      await writer.start()
      let plan = TelemetryPlan(addresses: try TelemetryPlan.addresses("127.0.0.1:0"), token: token)
      let intake = try Intake(core: core, plan: IntakePlan(telemetry: plan), seed: 5, writer: writer)
      let listeners = try intake.listen()
      port = try #require(listeners.telemetry.first?.address.port)
      following = Task { await intake.follow(listeners) }
    }

    var source: SourceStatus? { core.snapshot().sources.first }
    var total: UInt64 { core.snapshot().monitor.system.totalOperations }

    func end() async {
      following.cancel()
      await following.value
      try? await writer.close()
    }

    func post(
      _ path: String, _ body: [UInt8], type: String? = TelemetryReceiverTests.protobuf, _ fields: [String: String] = [:]
    ) throws -> TestAnswer {
      var fields = fields
      fields["Content-Type"] = type
      let client = try TestHTTPClient(port)
      client.post(path, fields, body: body)
      return try client.answer()
    }
  }

  // MARK: What is sent

  private static func nanoseconds(_ offset: Int64) -> UInt64 {
    UInt64(testNow.microseconds + offset * 1_000_000) * 1000
  }

  // A call of a model that took two seconds.
  private static func span(_ number: UInt8, cost: Double = 0.25) -> ProtobufMessage {
    ProtobufMessage().bytes(1, [UInt8](repeating: 7, count: 16)).bytes(2, [UInt8](repeating: number, count: 8))
      .text(5, "chat gpt-5").fixed(7, nanoseconds(-12)).fixed(8, nanoseconds(-10))
      .attributes(
        9,
        [
          "gen_ai.operation.name": .text("chat"), "gen_ai.request.model": .text("gpt-5"),
          "gen_ai.provider.name": .text("openai"), "gen_ai.usage.input_tokens": .integer(100),
          "gen_ai.usage.output_tokens": .integer(20), "gen_ai.usage.cost": .double(cost),
        ])
  }

  private static func json(_ spans: String...) -> [UInt8] {
    Array(#"{"resourceSpans":[{"scopeSpans":[{"spans":[\#(spans.joined(separator: ","))]}]}]}"#.utf8)
  }

  private static func jsonSpan(_ id: String, end: UInt64? = nanoseconds(-10)) -> String {
    let end = end.map { #","endTimeUnixNano":"\#($0)""# } ?? ""
    return
      #"{"traceId":"4BF92F3577B34DA6A3CE929D0E0E4736","spanId":"\#(id)","name":"chat gpt-5","startTimeUnixNano":"\#(nanoseconds(-12))"\#(end),"attributes":[{"key":"gen_ai.provider.name","value":{"stringValue":"openai"}},{"key":"gen_ai.usage.cost","value":{"doubleValue":0.5}}]}"#
  }

  // MARK: Tests

  @Test func takesSpansOfBothEncodings() async throws {
    let receiver = try await Receiver()
    let answer = try receiver.post("/v1/traces", ProtobufMessage.request(of: [Self.span(1), Self.span(2)]).bytes)
    #expect(answer.status == 200 && answer.body.isEmpty && answer["Content-Type"] == Self.protobuf)
    let other = try receiver.post(
      "/v1/traces", Self.json(Self.jsonSpan("00f067aa0ba902b7")), type: "application/json; charset=utf-8")
    #expect(other.status == 200 && other.text == "{}" && other["Content-Type"] == "application/json")
    // Answered means stored.
    #expect(total(receiver.store) == 3)
    let source = try #require(receiver.source)
    #expect(source.kind == .otlp && source.format == "otlp" && source.name == "127.0.0.1:\(receiver.port)")
    #expect(source.accepted == 3 && source.records == 3 && source.rejected == 0 && source.bytes > 300)
    let wrapper = try #require(receiver.core.snapshot().monitor.wrappers.first)
    #expect(wrapper.name == "openai")
    await receiver.end()
  }

  @Test func takesWhatSendersWriteDifferently() async throws {
    let receiver = try await Receiver()
    for (number, type) in ["Application/X-Protobuf", "application/protobuf", "application/x-protobuf;a=b"].enumerated()
    {
      let body = ProtobufMessage.request(of: [Self.span(UInt8(number + 1))]).bytes
      #expect(try receiver.post("/v1/traces", body, type: type).status == 200)
    }
    let zipped = gzip(ProtobufMessage.request(of: [Self.span(9)]).bytes)
    #expect(try receiver.post("/v1/traces", zipped, ["Content-Encoding": "gzip"]).status == 200)
    // What a user has set for another backend is none of ours.
    let keyed = ProtobufMessage.request(of: [Self.span(10)]).bytes
    #expect(try receiver.post("/v1/traces", keyed, ["Authorization": "Bearer x", "x-api-key": "sk-1"]).status == 200)
    // Node sends what it has, piece by piece.
    let client = try TestHTTPClient(receiver.port)
    let chunked = ProtobufMessage.request(of: [Self.span(11)]).bytes
    client.send(
      "POST /v1/traces HTTP/1.1\r\nContent-Type: application/x-protobuf\r\nTransfer-Encoding: chunked\r\n\r\n")
    for piece in [chunked.prefix(10), chunked.dropFirst(10)] {
      client.send("\(String(piece.count, radix: 16))\r\n")
      client.send(Array(piece) + Array("\r\n".utf8))
    }
    client.send("0\r\n\r\n")
    #expect(try client.answer().status == 200)
    #expect(receiver.total == 6)
    // Nothing at all is a success, too.
    #expect(try receiver.post("/v1/traces", []).status == 200)
    #expect(try receiver.post("/v1/logs", Array("{}".utf8), type: "application/json").text == "{}")
    await receiver.end()
  }

  @Test func countsASpanOnceThatComesAgain() async throws {
    let receiver = try await Receiver()
    let body = ProtobufMessage.request(of: [Self.span(1), Self.span(2)]).bytes
    for _ in 0..<3 { #expect(try receiver.post("/v1/traces", body).status == 200) }
    // The same span as JSON, with its ids in other letters, is the same span.
    let id = (0..<8).map { _ in "02" }.joined()
    let trace = (0..<16).map { _ in "07" }.joined()
    let again = String(decoding: Self.json(Self.jsonSpan(id)), as: UTF8.self)
      .replacing("4BF92F3577B34DA6A3CE929D0E0E4736", with: trace)
    #expect(try receiver.post("/v1/traces", Array(again.utf8), type: "application/json").status == 200)
    #expect(receiver.total == 2)
    #expect(receiver.source?.accepted == 2 && receiver.source?.duplicates == 5)
    await receiver.end()
  }

  @Test func takesLogRecordsOfAgents() async throws {
    let receiver = try await Receiver()
    let request = ProtobufMessage().fixed(1, Self.nanoseconds(-5))
      .message(5, ProtobufMessage().text(1, "claude_code.api_request")).attributes(
        6,
        [
          "model": .text("claude-opus"), "cost_usd": .double(0.5), "request_id": .text("req_1"),
          "duration_ms": .text("1200"),
        ])
    let prompt = ProtobufMessage().message(5, ProtobufMessage().text(1, "claude_code.user_prompt"))
    let body = ProtobufMessage.request(of: [request, prompt], service: "claude-code").bytes
    for _ in 0..<2 { #expect(try receiver.post("/v1/logs", body).status == 200) }
    let source = try #require(receiver.source)
    #expect(source.accepted == 1 && source.skipped == 2 && source.duplicates == 1 && source.records == 4)
    await receiver.end()
  }

  @Test func answersMetricsAndCountsThem() async throws {
    let receiver = try await Receiver()
    let points = ProtobufMessage().message(1, ProtobufMessage()).message(1, ProtobufMessage())
    let body = ProtobufMessage.request(of: [ProtobufMessage().message(7, points)]).bytes
    #expect(try receiver.post("/v1/metrics", body).status == 200)
    let json =
      #"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"a","sum":{"dataPoints":[{},{},{}]}},{"name":"b"}]}]}]}"#
    #expect(try receiver.post("/v1/metrics", Array(json.utf8), type: "application/json").text == "{}")
    #expect(receiver.source?.skipped == 5 && receiver.source?.records == 5 && receiver.total == 0)
    await receiver.end()
  }

  @Test func saysWhatOfARequestWasRefused() async throws {
    let receiver = try await Receiver()
    let timeless = ProtobufMessage().bytes(2, [9, 9, 9, 9, 9, 9, 9, 9]).text(5, "chat gpt-5").attributes(
      9, ["gen_ai.operation.name": .text("chat")])
    let broken = ProtobufMessage().bytes(5, [0xFF])
    let spans = [timeless, Self.span(1), broken, ProtobufMessage().text(5, "db")]
    let answer = try receiver.post("/v1/traces", ProtobufMessage.request(of: spans).bytes)
    #expect(answer.status == 200)
    // partial_success with rejected_spans 2 and a text.
    #expect(answer.body.count > 6 && answer.body[0] == 0x0A && answer.body[2...3] == [0x08, 2])
    #expect(answer.text.contains("endTimeUnixNano"))
    let other = try receiver.post(
      "/v1/traces", Self.json(Self.jsonSpan("0000000000000003", end: nil), Self.jsonSpan("0000000000000004")),
      type: "application/json")
    #expect(other.text.hasPrefix(#"{"partialSuccess":{"rejectedSpans":"1","errorMessage":"endTimeUnixNano is missing"#))
    let source = try #require(receiver.source)
    #expect(source.accepted == 2 && source.rejected == 3 && source.skipped == 1 && source.records == 6)
    let rejected = receiver.core.snapshot().rejected
    #expect(rejected.count == 3 && rejected.contains { $0.field == "endTimeUnixNano" && $0.sample == "chat gpt-5" })
    await receiver.end()
  }

  @Test(arguments: [
    ("/v1/traces", "{", "application/json", 400), ("/v1/traces", "[]", "application/json", 400),
    ("/v1/traces", #"{"resourceSpans":{}}"#, "application/json", 400),
    ("/v1/traces", "\"\u{7}", "application/json", 400), ("/v1/traces", "hello", "application/x-protobuf", 400),
    ("/v1/logs", "{}", "application/x-protobuf", 400), ("/v1/metrics", "{}", "application/protobuf", 400),
    ("/v1/spans", "{}", "application/json", 404), ("/v1/traces/", "{}", "application/json", 404),
    ("/v1development/profiles", "", "application/x-protobuf", 404), ("/v1/traces", "{}", "text/plain", 415),
    ("/v1/traces", "{}", "application/jsonl", 415), ("/v1/logs", "", "application/grpc", 415),
    ("/opentelemetry.proto.collector.trace.v1.TraceService/Export", "", "application/grpc+proto", 404),
  ])
  func refusesWhatIsNoRequest(path: String, body: String, type: String, status: Int) async throws {
    let receiver = try await Receiver()
    let answer = try receiver.post(path, Array(body.utf8), type: type)
    #expect(answer.status == status)
    switch type {
    case "application/json": #expect(answer.text.hasPrefix(#"{"code":"#) && answer["Content-Type"] == type)
    case "application/x-protobuf", "application/protobuf":
      // google.rpc.Status with a code and a message.
      #expect(answer.body.first == 0x08 && answer.body[2] == 0x12 && answer["Content-Type"] == type)
    default: #expect(answer["Content-Type"] == "text/plain; charset=utf-8" && answer.text.hasSuffix("\n"))
    }
    if type.hasPrefix("application/grpc") { #expect(answer.text.contains("OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf")) }
    #expect(receiver.total == 0)
    await receiver.end()
  }

  @Test func refusesOtherMethodsAndPagesOfBrowsers() async throws {
    let receiver = try await Receiver()
    let client = try TestHTTPClient(receiver.port)
    client.send("GET /v1/traces HTTP/1.1\r\n\r\n")
    let answer = try client.answer()
    #expect(answer.status == 405 && answer["Allow"] == "POST")
    let body = ProtobufMessage.request(of: [Self.span(1)]).bytes
    #expect(try receiver.post("/v1/traces", body, ["Origin": "http://evil.example"]).status == 403)
    #expect(try receiver.post("/v1/traces", body, ["Origin": "null"]).status == 403)
    #expect(receiver.total == 0)
    await receiver.end()
  }

  @Test func boundsARequestBeforeAndAfterItIsDecompressed() async throws {
    let receiver = try await Receiver()
    let client = try TestHTTPClient(receiver.port)
    client.send(
      "POST /v1/traces HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: \((64 << 20) + 1)\r\n\r\n")
    #expect(try client.answer().status == 413)
    let bomb = gzip([UInt8](repeating: 0x20, count: (64 << 20) + 1))
    #expect(
      try receiver.post("/v1/traces", bomb, type: "application/json", ["Content-Encoding": "gzip"]).status == 413)
    // Many spans in a small body are looked at one by one.
    let spans = gzip(ProtobufMessage.request(of: []).bytes + Self.spans(count: 100_000))
    #expect(try receiver.post("/v1/traces", spans, ["Content-Encoding": "gzip"]).status == 200)
    #expect(receiver.source?.skipped == 100_000)
    await receiver.end()
  }

  // A resource with a scope of spans that have nothing in them.
  private static func spans(count: Int) -> [UInt8] {
    var scope: [UInt8] = []
    scope.reserveCapacity(2 * count)
    for _ in 0..<count { scope += [0x12, 0] }
    return ProtobufMessage().message(1, ProtobufMessage().bytes(2, scope)).bytes
  }

  @Test func asksForTheToken() async throws {
    let receiver = try await Receiver(token: "correct-horse")
    let body = ProtobufMessage.request(of: [Self.span(1)]).bytes
    for value in [
      nil, "Bearer wrong", "Bearer correct-hors", "Bearer correct-horses", "correct-horse", "Basic x", "Bearer ",
    ] {
      let answer = try receiver.post("/v1/traces", body, value.map { ["Authorization": $0] } ?? [:])
      #expect(answer.status == 401 && answer["WWW-Authenticate"] == "Bearer")
      #expect(answer.text.contains("OTEL_EXPORTER_OTLP_HEADERS") && !answer.text.contains("horse"))
    }
    #expect(receiver.total == 0)
    #expect(try receiver.post("/v1/traces", body, ["authorization": "bearer correct-horse"]).status == 200)
    #expect(receiver.total == 1)
    await receiver.end()
  }

  @Test func asksToComeAgainWhileNothingCanBeStored() async throws {
    let store = FlakyStore()
    let receiver = try await Receiver(store: store)
    let body = ProtobufMessage.request(of: [Self.span(1)]).bytes
    store.fail(with: Array(repeating: .unusable(path: "memory", reason: "is full", isPermission: false), count: 3))
    // The first request may have been taken in before it was known; whatever is answered, it counts once.
    var statuses: [Int] = []
    while statuses.last != 200 {
      let answer = try receiver.post("/v1/traces", body)
      statuses.append(answer.status)
      if answer.status == 503 {
        #expect(answer["Retry-After"] == "5")
        try await Task.sleep(for: .milliseconds(100))
      }
      try #require(statuses.count < 1000 && [200, 503].contains(answer.status))
    }
    #expect(store.isDone && total(store) == 1 && receiver.total == 1)
    await receiver.end()
  }

  @Test func tellsOperatorsOfASenderThatSpeaksGRPC() async throws {
    let receiver = try await Receiver()
    let client = try TestHTTPClient(receiver.port)
    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    #expect(await eventually { receiver.core.notices.texts.contains { $0.contains("OTEL_EXPORTER_OTLP_PROTOCOL") } })
    await receiver.end()
  }

  @Test func theTokenIsInAFileOfOneUser() throws {
    let folder = try TemporaryFolder()
    try folder.append("  secret-1\n", to: "token")
    #expect(try TelemetryPlan.token(inFile: folder("token")) == "secret-1")
    try folder.append("\n\n", to: "empty")
    for (name, status) in [("empty", 66), ("missing", 66)] {
      let error = #expect(throws: ServiceError.self) { try TelemetryPlan.token(inFile: folder(name)) }
      #expect(error?.exitCode == Int32(status))
    }
    #expect(chmod(folder("token"), 0o640) == 0)
    let error = #expect(throws: ServiceError.self) { try TelemetryPlan.token(inFile: folder("token")) }
    #expect(error?.exitCode == 77 && error?.description.contains("chmod 600") == true)
  }

  @Test func listensOnBothLoopbacksUnlessToldOtherwise() throws {
    #expect(try TelemetryPlan.addresses("localhost").map(\.description) == ["127.0.0.1:4318", "[::1]:4318"])
    #expect(try TelemetryPlan.addresses("localhost:5000").map(\.description) == ["127.0.0.1:5000", "[::1]:5000"])
    #expect(try TelemetryPlan.addresses("127.0.0.1").map(\.description) == ["127.0.0.1:4318"])
    #expect(throws: AddressFault.self) { try TelemetryPlan.addresses("localhost:") }
    #expect(throws: AddressFault.self) { try TelemetryPlan.addresses("localhosts") }
    let taken = try NetworkAddress("127.0.0.1:0", defaultPort: 0).listen()
    let plan = TelemetryPlan(addresses: [taken.address])
    let error = #expect(throws: ServiceError.self) { try plan.listen { _ in } }
    #expect(error?.exitCode == 73)
    // The second address is not worth a failure.
    var reports: [String] = []
    let free = try NetworkAddress("127.0.0.1:0", defaultPort: 0)
    let ports = try TelemetryPlan(addresses: [free, taken.address]).listen { reports.append($0) }
    #expect(ports.count == 1 && reports.count == 1)
  }
}
