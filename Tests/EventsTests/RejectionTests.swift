import Testing

@testable import Events

/// Every reason for which a line is rejected (article Events, Rejections and duplicates; Inputs), and the first fault
/// when there are several.
@Suite struct RejectionTests {
  @Test(arguments: [
    (#"{"wrapper_name":"w"}"#, "accepted"),
    (#"  {"wrapper_name":"w"}  "#, "accepted"),
    ("{\"wrapper_name\":\"w\"}\r", "accepted"),
    ("", "blank"), ("   ", "blank"), ("\t\r", "blank"),
    ("{", "notJSON"), (#"{"wrapper_name":"w"} x"#, "notJSON"), (#"{"wrapper_name":"w"}{"#, "notJSON"),
    (#"{"wrapper_name":"w",}"#, "notJSON"), (#"{wrapper_name:"w"}"#, "notJSON"), ("nul", "notJSON"),
    (#"{"wrapper_name":"w","x":01}"#, "notJSON"), (#"{"wrapper_name":"w","x":1.}"#, "notJSON"),
    (#"{"wrapper_name":"w","x":.5}"#, "notJSON"), (#"{"wrapper_name":"w","x":+1}"#, "notJSON"),
    (#"{"wrapper_name":"w","x":1e}"#, "notJSON"), (#"{"wrapper_name":"w","x":-}"#, "notJSON"),
    (#"{"wrapper_name":"w","x":truee}"#, "notJSON"), (#"{"wrapper_name":"w","x":"a"b}"#, "notJSON"),
    ("{\"wrapper_name\":\"w\",\"x\":\"a\tb\"}", "notJSON"), (#"{"wrapper_name":"w","x":"\x"}"#, "notJSON"),
    (#"{"wrapper_name":"w","x":18446744073709551615}"#, "accepted"),
    (#"{"wrapper_name":"w","x":18446744073709551616}"#, "notJSON"),
    (#"{"wrapper_name":"w","x":99999999999999999999}"#, "notJSON"),
    (#"{"wrapper_name":"w","x":-9223372036854775808}"#, "accepted"),
    (#"{"wrapper_name":"w","x":-9223372036854775809}"#, "notJSON"),
    (#"{"wrapper_name":"w","x":1e308}"#, "accepted"), (#"{"wrapper_name":"w","x":1e309}"#, "notJSON"),
    (#"{"wrapper_name":"w","x":1e-400}"#, "accepted"),
    (#"{"wrapper_name":"w","x":"\ud83d\ude00"}"#, "accepted"), (#"{"wrapper_name":"w","x":"\ud83d"}"#, "notJSON"),
    (#"{"wrapper_name":"w","x":"\ude00"}"#, "notJSON"), (#"{"wrapper_name":"w","x":"\ud83dA"}"#, "notJSON"),
    ("[1,2,3]", "notAnObject"), ("42", "notAnObject"), (#""text""#, "notAnObject"), ("null", "notAnObject"),
    ("[1,2", "notJSON"),
    ("{}", "missingField(wrapper_name)"), (#"{"wrapper_name":null}"#, "missingField(wrapper_name)"),
    (#"{"wrapper_name":null,"wrapper_name":"w"}"#, "missingField(wrapper_name)"),
    (#"{"wrapper_name":"w","wrapper_name":7}"#, "accepted"), (#"{"wrapper\u005fname":"w"}"#, "accepted"),
    (#"{"wrapper_name":""}"#, "outOfRange(wrapper_name)"), (#"{"wrapper_name":7}"#, "wrongType(wrapper_name)"),
    (#"{"operation_id":7}"#, "wrongType(operation_id)"),
    (#"{"wrapper_name":"w","operation_type":[]}"#, "wrongType(operation_type)"),
    (#"{"wrapper_name":"w","start_time":true}"#, "wrongType(start_time)"),
    (#"{"wrapper_name":"w","start_time":"yesterday"}"#, "outOfRange(start_time)"),
    (#"{"wrapper_name":"w","end_time":"1999-12-31T23:59:59Z"}"#, "outOfRange(end_time)"),
    (#"{"wrapper_name":"w","end_time":"2000-01-01T00:00:00Z"}"#, "accepted"),
    (#"{"wrapper_name":"w","end_time":"2026-01-03T00:00:00Z"}"#, "accepted"),
    (#"{"wrapper_name":"w","end_time":"2026-01-03T00:00:00.000001Z"}"#, "outOfRange(end_time)"),
    (#"{"wrapper_name":"w","end_time":1e300}"#, "outOfRange(end_time)"),
    (#"{"wrapper_name":"w","duration_ms":"slow"}"#, "wrongType(duration_ms)"),
    (#"{"wrapper_name":"w","duration_ms":-1}"#, "outOfRange(duration_ms)"),
    (#"{"wrapper_name":"w","status":7}"#, "wrongType(status)"),
    (#"{"wrapper_name":"w","status":"failed"}"#, "outOfRange(status)"),
    (#"{"wrapper_name":"w","success":"yes"}"#, "wrongType(success)"),
    (#"{"wrapper_name":"w","error_message":1}"#, "wrongType(error_message)"),
    (#"{"wrapper_name":"w","error_code":429}"#, "wrongType(error_code)"),
    (#"{"wrapper_name":"w","fallback_used":1}"#, "wrongType(fallback_used)"),
    (#"{"wrapper_name":"w","fallback_reason":{}}"#, "wrongType(fallback_reason)"),
    (#"{"wrapper_name":"w","fallback_duration_ms":-0.5}"#, "accepted"),
    (#"{"wrapper_name":"w","fallback_duration_ms":"1"}"#, "wrongType(fallback_duration_ms)"),
    (#"{"wrapper_name":"w","cpu_usage_percent":-1}"#, "outOfRange(cpu_usage_percent)"),
    (#"{"wrapper_name":"w","memory_usage_mb":"1"}"#, "wrongType(memory_usage_mb)"),
    (#"{"wrapper_name":"w","network_calls":-2}"#, "outOfRange(network_calls)"),
    (#"{"wrapper_name":"w","network_latency_ms":[]}"#, "wrongType(network_latency_ms)"),
    (#"{"wrapper_name":"w","cost_estimate":-0.01}"#, "outOfRange(cost_estimate)"),
    (#"{"wrapper_name":"w","cost_estimate":1000000}"#, "accepted"),
    (#"{"wrapper_name":"w","cost_estimate":1e12}"#, "outOfRange(cost_estimate)"),
    (#"{"wrapper_name":"w","quality_score":1.01}"#, "outOfRange(quality_score)"),
    (#"{"wrapper_name":"w","user_satisfaction":"good"}"#, "wrongType(user_satisfaction)"),
    (#"{"wrapper_name":"w","user_id":1}"#, "wrongType(user_id)"),
    (#"{"wrapper_name":"w","session_id":1}"#, "wrongType(session_id)"),
    (#"{"wrapper_name":"w","request_id":1}"#, "wrongType(request_id)"),
    (#"{"wrapper_name":"w","custom_metrics":[]}"#, "wrongType(custom_metrics)"),
    (#"{"wrapper_name":"w","custom_metrics":{"api_cost":"one"}}"#, "wrongType(api_cost)"),
    (#"{"wrapper_name":"w","custom_metrics":{"tokens_used":-1}}"#, "outOfRange(tokens_used)"),
    (#"{"wrapper_name":"w","custom_metrics":{"region":7,"anything":[{}]}}"#, "accepted"),
    (#"{"custom_metrics":[],"status":"no","wrapper_name":7}"#, "wrongType(wrapper_name)"),
    (#"{"event":"begin"}"#, "unknownEvent(event)"), (#"{"event":5}"#, "wrongType(event)"),
    (#"{"event":"start","operation_id":"a"}"#, "missingField(wrapper_name)"),
    (#"{"event":"end"}"#, "missingField(operation_id)"),
    (#"{"event":"error","operation_id":"a"}"#, "missingField(error_message)"),
    (#"{"event":"flush"}"#, "missingField(id)"), (#"{"event":"flush","id":1.5}"#, "wrongType(id)"),
    (#"{"event":"flush","id":7}"#, "accepted"),
    (#"{"event":"cost","operation_id":"a","wrapper_name":"w"}"#, "missingField(cost_estimate)"),
    (#"{"event":"cost","operation_id":"a","wrapper_name":"w","api_cost":1}"#, "accepted"),
    (#"{"wrapper_name":"w","custom_metrics":{"tokens_used":[1,2]}}"#, "wrongType(tokens_used)"),
    (#"{"wrapper_name":"w","custom_metrics":{"total_cost":{"usd":1}}}"#, "wrongType(total_cost)"),
    (#"{"wrapper_name":"w","cost_estimate":"1000000.01"}"#, "outOfRange(cost_estimate)"),
    (#"{"wrapper_name":"w","cost_estimate":" 1"}"#, "wrongType(cost_estimate)"),
    (#"{"wrapper_name":"w","cost_estimate":""}"#, "wrongType(cost_estimate)"),
    (#"{"wrapper_name":"w","custom_metrics":{"actual_cost":"-1"}}"#, "outOfRange(actual_cost)"),
    (#"{"wrapper_name":"w","cost_usd":"x","cost_is_estimated":7}"#, "accepted"),
    (#"{"wrapper_name":"w","start_time":"2026-01-01T00:00:00Z","duration_ms":1e300}"#, "outOfRange(duration_ms)"),
    (#"{"wrapper_name":"w","start_time":"2026-01-01T00:00:00Z","duration_ms":172800000}"#, "accepted"),
    (#"{"wrapper_name":"w","start_time":"2026-01-01T00:00:00Z","duration_ms":172800001}"#, "outOfRange(duration_ms)"),
    (#"{"wrapper_name":"w","end_time":"2026-01-01T00:00:00Z","duration_ms":9e15}"#, "outOfRange(duration_ms)"),
    (#"{"wrapper_name":"w","end_time":"2000-01-01T00:00:01Z","duration_ms":1000}"#, "accepted"),
    (#"{"wrapper_name":"w","end_time":"2000-01-01T00:00:01Z","duration_ms":1000.001}"#, "outOfRange(duration_ms)"),
    (#"{"wrapper_name":"w","duration_ms":1e300}"#, "outOfRange(duration_ms)"),
    (#"{"wrapper_name":"w","status":"x","duration_ms":1e300}"#, "outOfRange(duration_ms)"),
    (
      #"{"wrapper_name":"w","start_time":"2026-01-01T00:00:00Z","end_time":"2026-01-01T00:00:01Z","duration_ms":1e300}"#,
      "accepted"
    ),
  ])
  func line(_ line: String, _ expected: String) { #expect(verdict(line) == expected) }

  @Test func invalidUTF8ComesBeforeNotJSON() {
    #expect(
      verdict(bytes: Array(#"{"wrapper_name":"w","x":""#.utf8) + [0xFF, 0xC3, 0x28] + Array(#""}"#.utf8))
        == "invalidUTF8")
    #expect(verdict(bytes: Array("{".utf8) + [0xFF]) == "invalidUTF8")
  }

  @Test func depthIsBounded() {
    func nested(_ levels: Int) -> String {
      #"{"wrapper_name":"w","x":"# + String(repeating: "[", count: levels - 1)
        + String(repeating: "]", count: levels - 1) + "}"
    }
    #expect(verdict(nested(512)) == "accepted")
    #expect(verdict(nested(513)) == "notJSON")
    #expect(verdict(String(repeating: "[", count: 100_000)) == "notJSON")
  }

  @Test func namesHaveALimit() {
    #expect(verdict(#"{"wrapper_name":"\#(String(repeating: "é", count: 128))"}"#) == "accepted")
    #expect(verdict(#"{"wrapper_name":"\#(String(repeating: "é", count: 128))x"}"#) == "outOfRange(wrapper_name)")
  }

  @Test func positionsAndSamples() {
    let batch = decode("{\"wrapper_name\":\"a\"}\n\n  \n{bad sk-abcdefghijkl}\n{\"wrapper_name\":\"b\"}\n[]\n")
    #expect(batch.lines == 4)
    #expect(batch.events.count == 2)
    #expect(batch.rejections.map(\.line) == [3, 5])
    #expect(batch.rejections.map(\.offset) == [25, 68])
    #expect(batch.rejections[0].sample == "{bad ********}")
    #expect(batch.rejected == [.notJSON: 1, .notAnObject: 1])
  }

  @Test func zerosBeforeALineAreNoPartOfIt() {
    let zeros = String(repeating: "\0", count: 100)
    let batch = decode("\(zeros){\"wrapper_name\":\"a\"}\n\(zeros)\r\n\(zeros)x\n{\"wrapper_name\":\"b\"\0}\n\(zeros)")
    #expect(batch.events.count == 1)
    #expect(batch.lines == 3)
    #expect(batch.rejections.map(\.line) == [2, 3])
    #expect(batch.rejections.map(\.offset) == [323, 325])
    #expect(batch.rejections.first?.sample == "x")
  }

  @Test func onlyTheLastRejectionsAreKeptButAllAreCounted() {
    let batch = decode((0..<1000).map { "{\($0)\n" }.joined())
    #expect(batch.rejected[.notJSON] == 1000)
    #expect(batch.rejections.count <= 2 * EventBatch.keptRejections)
    #expect(batch.rejections.last?.line == 999)
  }

  @Test func cutLineIsTooLong() {
    guard var decoder = EventDecoder(seed: 1, makeIdentity: { 1 }) else { return }
    let cut = CutLine(offset: 20, beginning: Array("{\"wrapper_name\":\"".utf8))
    let batch = decoder.decode(
      Chunk(bytes: Array(repeating: 0, count: Chunk.padding), lines: 0..<0, offset: 20, cut: cut), now: readAt)
    #expect(batch.rejections.first?.reason == .lineTooLong)
    #expect(batch.rejections.first?.offset == 20)
    #expect(batch.lines == 1)
  }
}
