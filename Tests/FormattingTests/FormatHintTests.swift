import Events
import Testing

@testable import Formatting

/// What is said of lines of no known format, and what lines become (articles Formats, Mapping files).
@Suite struct FormatHintTests {
  private func hint(_ sample: String, _ reason: RejectionReason = .missingField) -> String? {
    RejectedLine(
      source: "a.log", lineNumber: 1, byteOffset: 0, reason: reason,
      field: reason == .missingField ? "wrapper_name" : nil, sample: sample, time: Timestamp(seconds: 0)
    ).formatHint
  }

  @Test func hints() {
    #expect(
      hint(#"{"kind":"x","at":{"deep":1},"list":["a:b"],"te\"xt":2}"#)?.contains("with the keys kind, at, list, te")
        == true)
    #expect(hint(#"{"message":"{\"a\":1}"}"#)?.contains("--format NAME") == true)
    #expect(hint("{", .notJSON)?.contains("jq -c") == true)
    #expect(hint("{}") == nil && hint("words", .notJSON) == nil && hint("{\"a\":1", .notJSON) == nil)
    let many = "{" + (0..<20).map { #""k\#($0)":\#($0)"# }.joined(separator: ",") + "}"
    #expect(hint(many)?.contains("k7 are") == true)
  }

  @Test func whatALineBecomes() {
    let line =
      #"{"wrapper_name":"w","end_time":"2026-01-01T12:00:00Z","duration_ms":5,"cost_estimate":0.5,"custom_metrics":{"model_used":"m","prompt_tokens":7}}"#
      + "\nbad\n"
    let bytes = Array(line.utf8) + [UInt8](repeating: 0, count: Chunk.padding)
    var decoder = EventDecoder(seed: 1, keepsMetrics: true, makeIdentity: { 1 })
    let chunk = Chunk(bytes: bytes, lines: 0..<line.utf8.count, offset: 0)
    let texts = decoder?.decode(chunk, now: Timestamp(seconds: 1_767_312_000)).recordTexts
    #expect(
      texts == [
        "w default: success, 2026-01-01T12:00:00.000000Z, 5.0 ms, $0.5, model_used m, prompt_tokens 7",
        "rejected: not valid JSON; a line has to be one JSON object",
      ])
  }
}
