import Events
import Formatting
import Testing

/// Every rejection is said in a sentence: what was found, and what would be right.
@Suite struct RejectionTextTests {
  /// Lines that are rejected, and the sentences that say why.
  private static let sentences: [(line: String, sentence: String)] = [
    ("plain text", "not valid JSON; a line has to be one JSON object"),
    ("[1]", "JSON, but not an object"),
    ("{}", "wrapper_name is missing; it has to be a name of 1 to 256 bytes"),
    (#"{"wrapper_name":""}"#, #"wrapper_name: "" is not a name of 1 to 256 bytes"#),
    (#"{"wrapper_name":7}"#, "wrapper_name: 7 is not a name of 1 to 256 bytes"),
    (
      #"{"wrapper_name":"w","status":"oops"}"#,
      #"status: "oops" is not one of started, success, error, fallback, timeout, cancelled"#
    ),
    (
      #"{"wrapper_name":"w","status":["error"]}"#,
      "status: a list is not one of started, success, error, fallback, timeout, cancelled"
    ),
    (#"{"wrapper_name":"w","success":"yes"}"#, #"success: "yes" is not true or false"#),
    (#"{"wrapper_name":"w","duration_ms":-5}"#, "duration_ms: -5 is not a number of milliseconds, 0 or more"),
    (
      #"{"wrapper_name":"w","duration_ms":{"ms":1}}"#,
      "duration_ms: an object is not a number of milliseconds, 0 or more"
    ),
    (#"{"wrapper_name":"w","quality_score":1.5}"#, "quality_score: 1.5 is not a number from 0 to 1"),
    (
      #"{"wrapper_name":"w","cost_estimate":2000000}"#,
      "cost_estimate: 2000000 is not an amount in dollars from 0 to 1,000,000"
    ),
    (#"{"wrapper_name":"w","custom_metrics":{"tokens_used":-1}}"#, "tokens_used: -1 is not a number, 0 or more"),
    (#"{"wrapper_name":"w","custom_metrics":true}"#, "custom_metrics: true is not an object"),
    (
      #"{"wrapper_name":"w","end_time":"yesterday"}"#,
      #"end_time: "yesterday" is not a time from 2000 to a day from now, as text (2026-01-02T03:04:05Z) or in seconds since 1970"#
    ),
    (#"{"wrapper_name":"w","error_message":null,"error_code":429}"#, "error_code: 429 is not text"),
    (
      #"{"event":"begin","operation_id":"1"}"#,
      #"event: "begin" is not one of start, success, error, fatal_error, timeout, cancel, fallback, end, cost, flush"#
    ),
    (#"{"event":"error","operation_id":"1"}"#, "error_message is missing; it has to be text"),
    (#"{"event":"flush","id":1.5}"#, "id: 1.5 is not text or an integer"),
  ]

  private func rejection(_ line: String) throws -> Rejection {
    guard var decoder = EventDecoder(seed: 1, makeIdentity: { 1 }) else { throw CancellationError() }
    let bytes = Array((line + "\n").utf8)
    // The decoder reads ahead.
    let chunk = Chunk(bytes: bytes + [UInt8](repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0)
    return try #require(decoder.decode(chunk, now: Timestamp(seconds: 1_767_364_327)).rejections.first)
  }

  private func sentence(_ line: String) throws -> String {
    let rejection = try rejection(line)
    return RejectionText.sentence(rejection.reason, field: rejection.field, found: rejection.found)
  }

  @Test func whatWasFoundAndWhatWouldBeRightAreSaid() throws {
    for (line, expected) in Self.sentences { #expect(try sentence(line) == expected, "\(line)") }
  }

  @Test func secretsAndControlsAreNotRepeated() throws {
    let secret = try sentence(#"{"wrapper_name":"w","status":"sk-abcdefghijklmnop"}"#)
    #expect(secret.hasPrefix(#"status: "********" is not one of"#), "\(secret)")
    let controls = try sentence(#"{"wrapper_name":"w","status":"a\n\u001b[2J\u202eb"}"#)
    #expect(controls.hasPrefix(##"status: "a\u000a\u001b[2J\u202eb" is not one of"##), "\(controls)")
    let long = try sentence(#"{"wrapper_name":"w","status":"\#(String(repeating: "ä", count: 500))"}"#)
    #expect(long.hasPrefix(#"status: "\#(String(repeating: "ä", count: 32))…" is not"#), "\(long)")
  }

  @Test func withoutAValueTheSentenceStands() {
    #expect(
      RejectionText.sentence(.outOfRange, field: "status", found: nil)
        == "status is not one of started, success, error, fallback, timeout, cancelled")
    #expect(
      RejectionText.sentence(.unknownOperation, field: "operation_id", found: nil)
        == "operation_id is not under way; its start has to come first")
    #expect(
      RejectionText.sentence(.outOfRange, field: "duration_ms", found: "1e+300")
        == "duration_ms: 1e+300 puts the start or the end before 2000 or more than a day ahead")
    for reason in RejectionReason.allCases {
      #expect(!RejectionText.sentence(reason, field: nil, found: nil).contains(reason.rawValue))
      #expect(reason.words != reason.rawValue)
    }
  }

  @Test func countsComeMostFrequentFirst() {
    #expect(RejectionReason.summary([:]) == nil && RejectionReason.summary([.notJSON: 0]) == nil)
    #expect(
      RejectionReason.summary([.wrongType: 2, .notJSON: 2, .lineTooLong: 9])
        == "9 too long, 2 not JSON, 2 with a value of the wrong type")
  }

  @Test func examplesAreOneOfEachKind() {
    func line(_ reason: RejectionReason, _ field: String?, _ number: UInt64?) -> RejectedLine {
      RejectedLine(
        source: "a.jsonl", lineNumber: number, byteOffset: 40, reason: reason, field: field, sample: "",
        time: Timestamp(seconds: 0))
    }
    let lines = [line(.notJSON, nil, 9), line(.notJSON, nil, 8), line(.outOfRange, "time", nil)]
    #expect(
      lines.examples.map(\.report) == [
        "a.jsonl line 9: rejected: not valid JSON; a line has to be one JSON object",
        "a.jsonl at byte 40: rejected: "
          + "time is not a time from 2000 to a day from now, as text (2026-01-02T03:04:05Z) or in seconds since 1970",
      ])
  }

  @Test func asMuchAsIsWrongWithASourceIsSaid() {
    var source = SourceStatus(name: "a.jsonl", kind: .file)
    #expect(source.problem == "a.jsonl: there is no such file; it is read as soon as there is")
    source.state = .ended
    #expect(source.problem == nil)
    (source.rejected, source.rejectedByReason) = (2, [.notJSON: 2])
    #expect(source.problem == "a.jsonl: every line was rejected")
    source.duplicates = 1
    #expect(source.problem == nil)
    source.state = .failed("a.jsonl: is a folder")
    #expect(source.problem == "a.jsonl: is a folder" && source.state.key == "failed")
  }
}
