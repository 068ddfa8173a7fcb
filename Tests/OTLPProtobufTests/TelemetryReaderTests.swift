import Events
import TestSupport
import Testing

@testable import OTLPProtobuf

struct TelemetryReaderTests {
  private let prompt = String(repeating: "tell me of the sea, ", count: 50)

  private func spans(_ request: ProtobufMessage) throws -> [TelemetrySpan?] {
    var (reader, spans) = (try TelemetryReader<TelemetrySpan>(spans: request.bytes), [TelemetrySpan?]())
    while let span = reader.next() { spans.append(span) }
    return spans
  }

  private func logRecords(_ request: ProtobufMessage) throws -> [TelemetryLogRecord?] {
    var (reader, records) = (
      try TelemetryReader<TelemetryLogRecord>(logRecords: request.bytes), [TelemetryLogRecord?]()
    )
    while let record = reader.next() { records.append(record) }
    return records
  }

  @Test func readsASpanWithTheAttributesThatAreListed() throws {
    let exception = ProtobufMessage().text(2, "exception").attributes(
      3, ["exception.message": .text("too many requests"), "exception.stacktrace": .text(prompt)])
    let span = ProtobufMessage().bytes(1, Array(1...16)).bytes(2, Array(1...8)).text(3, "state").bytes(4, [1])
      .text(5, "chat gpt-5").number(6, 3).fixed(7, 1_000_000_007).fixed(8, 2_000_000_009)
      .attributes(
        9,
        [
          "gen_ai.request.model": .text("gpt-5"), "gen_ai.usage.input_tokens": .integer(12),
          "gen_ai.usage.cost": .double(0.25), "gen_ai.request.stream": .flag(true), "gen_ai.prompt": .text(prompt),
        ]
      ).number(10, 4).message(11, exception).message(11, ProtobufMessage().text(2, "other")).message(
        13, ProtobufMessage()
      )
      .message(15, ProtobufMessage().text(2, "failed").number(3, 2)).adding([0x85, 1, 1, 2, 3, 4])
    var expected = TelemetrySpan(resource: TelemetryResource())
    expected.resource.attributes.add(.serviceName, .text("shop"))
    expected.traceID = Array(1...16)
    expected.spanID = Array(1...8)
    expected.name = "chat gpt-5"
    expected.start = 1_000_000_007
    expected.end = 2_000_000_009
    expected.attributes.add(.requestModel, .text("gpt-5"))
    expected.attributes.add(.inputTokens, .integer(12))
    expected.attributes.add(.usageCost, .double(0.25))
    expected.attributes.add(.stream, .flag(true))
    expected.exception.add(.exceptionMessage, .text("too many requests"))
    expected.statusCode = 2
    expected.statusMessage = "failed"
    let found = try spans(.request(of: [span, ProtobufMessage()], service: "shop"))
    #expect(found.count == 2 && found[0] == expected)
    #expect(found[1] == TelemetrySpan(resource: expected.resource))
    #expect(!String(describing: found).contains("sea"))
  }

  @Test func readsALogRecordWithoutItsBody() throws {
    let record = ProtobufMessage().fixed(1, 7).number(2, 17).text(3, "ERROR")
      .message(5, ProtobufMessage().text(1, "claude_code.api_error")).attributes(
        6, ["model": .text("opus"), "x": .flag(true)]
      )
      .bytes(9, [1, 2]).bytes(10, [3]).fixed(11, 8)
    let named = ProtobufMessage().message(5, ProtobufMessage().text(1, prompt)).fixed(11, 9).text(12, "codex.sse_event")
    let found = try logRecords(.request(of: [record, named]))
    #expect(found.count == 2)
    let first = try #require(found[0]), second = try #require(found[1])
    #expect(first.time == 7 && first.severity == 17 && first.eventName == "claude_code.api_error")
    #expect(first.traceID == [1, 2] && first.spanID == [3] && first.attributes[.model] == .text("opus"))
    #expect(second.time == 9 && second.eventName == "codex.sse_event")
    #expect(!String(describing: found).contains("sea"))
  }

  @Test func readsManyResourcesEachWithItsOwnAttributes() throws {
    let named = ProtobufMessage.request(of: [ProtobufMessage().text(5, "a")], service: "shop")
    let nameless = ProtobufMessage.request(of: [ProtobufMessage().text(5, "b")])
    // The resource behind what belongs to it.
    let late = ProtobufMessage().message(
      1,
      ProtobufMessage().message(2, ProtobufMessage().message(2, ProtobufMessage().text(5, "c")))
        .message(1, ProtobufMessage().attributes(1, ["service.name": .text("bank")])))
    let found = try spans(named.adding(nameless.bytes).adding(late.bytes))
    #expect(found.map { $0?.name } == ["a", "b", "c"])
    #expect(found.map { $0?.resource.attributes[.serviceName] } == [.text("shop"), nil, .text("bank")])
  }

  @Test func readsAnAttributeWhoseValueStandsBeforeItsKey() throws {
    let value = ProtobufMessage().text(1, "gpt-5")
    let span = ProtobufMessage().message(9, ProtobufMessage().message(2, value).text(1, "gen_ai.request.model"))
      .message(9, ProtobufMessage().message(2, value).text(1, "other"))
    #expect(try spans(.request(of: [span]))[0]?.attributes[.requestModel] == .text("gpt-5"))
  }

  @Test func skipsValuesThatNest() throws {
    var deep = ProtobufMessage().text(1, "end")
    for _ in 0..<200 { deep = ProtobufMessage().message(5, ProtobufMessage().message(1, deep)) }
    let span = ProtobufMessage().message(9, ProtobufMessage().text(1, "gen_ai.request.model").message(2, deep))
      .message(9, ProtobufMessage().text(1, "other").message(2, deep)).text(5, "name")
    let found = try spans(.request(of: [span]))
    #expect(found[0]?.name == "name" && found[0]?.attributes[.requestModel] == nil)
  }

  @Test func saysOfARecordThatItCannotBeDecoded() throws {
    let broken = [
      ProtobufMessage().bytes(5, [0xFF]), ProtobufMessage().adding([0x2A, 5, 1]), ProtobufMessage().adding([0xFF]),
    ]
    let found = try spans(.request(of: broken + [ProtobufMessage().text(5, "whole")]))
    #expect(found.map { $0?.name } == [nil, nil, nil, "whole"])
  }

  @Test func refusesARequestThatIsCutOffBeforeAnythingIsRead() throws {
    let span = ProtobufMessage().text(5, "name").fixed(7, 1)
    let whole = ProtobufMessage.request(of: [span, span], service: "shop").bytes
    for count in 1..<whole.count {
      #expect(throws: (any Error).self) { try TelemetryReader<TelemetrySpan>(spans: Array(whole.prefix(count))) }
    }
    for other in [Array("{}".utf8), Array("hello".utf8), [0x0B], [0x08], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]] {
      #expect(throws: (any Error).self) { try TelemetryReader<TelemetrySpan>(spans: other) }
    }
    #expect(try spans(ProtobufMessage()).isEmpty)
  }

  @Test func countsTheDataPointsOfMetrics() throws {
    let points = ProtobufMessage().message(1, ProtobufMessage().fixed(3, 1)).message(1, ProtobufMessage())
    let metrics = [
      ProtobufMessage().text(1, "requests").message(7, points.number(2, 1)), ProtobufMessage().message(5, points),
      ProtobufMessage().text(1, "none"), ProtobufMessage().message(9, points).message(12, points),
    ]
    var reader = try TelemetryReader<Int>(metrics: ProtobufMessage.request(of: metrics).bytes)
    var counts: [Int?] = []
    while let count = reader.next() { counts.append(count) }
    #expect(counts == [2, 2, 0, 2])
  }

  @Test func writesAnswers() {
    #expect(TelemetryAnswer.response(rejected: 0, message: "").isEmpty)
    let partial = ProtobufMessage().message(1, ProtobufMessage().number(1, 300).text(2, "no time"))
    #expect(TelemetryAnswer.response(rejected: 300, message: "no time") == partial.bytes)
    #expect(TelemetryAnswer.problem(code: 3, message: "why") == ProtobufMessage().number(1, 3).text(2, "why").bytes)
  }

  /// Whatever the bytes, reading ends, and nothing of them that is not listed becomes a value.
  @Test(arguments: modelSeeds(40, brief: 8))
  func readsAnyBytes(seed: Int) throws {
    var random = SeededRandom(seed: seed)
    let span = ProtobufMessage().bytes(1, Array(1...16)).text(5, "chat").attributes(
      9, ["gen_ai.request.model": .text("gpt-5"), "gen_ai.prompt": .text(prompt)]
    ).message(15, ProtobufMessage().text(2, "failed").number(3, 2))
    let whole = ProtobufMessage.request(of: [span, span, span], service: "shop").bytes
    for _ in 0..<200 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      for _ in 0..<2 {
        if var reader = try? TelemetryReader<TelemetrySpan>(spans: bytes) { while reader.next() != nil {} }
        if var reader = try? TelemetryReader<TelemetryLogRecord>(logRecords: bytes) { while reader.next() != nil {} }
        if var reader = try? TelemetryReader<Int>(metrics: bytes) { while reader.next() != nil {} }
        bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
      }
    }
  }
}
