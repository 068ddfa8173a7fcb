import Testing

@testable import Events

/// Formats that a mapping describes (article Mapping files).
@Suite struct MappingTests {
  private func told(_ text: String, _ mapping: Mapping, _ keys: String...) -> [String] {
    let options = DecodingOptions(mapping: mapping)
    guard var decoder = EventDecoder(seed: 1, keepsMetrics: true, options: options, makeIdentity: { 1 }) else {
      return []
    }
    let bytes = Array(text.utf8)
    let padded = bytes + Array(repeating: 0, count: Chunk.padding)
    return EventsTests.told(decoder.decode(Chunk(bytes: padded, lines: 0..<bytes.count, offset: 0), now: readAt), keys)
  }

  private func shipped(_ name: String) -> Mapping { Mapping.shipped(name) ?? Mapping(name: "", fields: [:]) }

  @Test func envoy() {
    let line =
      #"{"start_time":"2026-01-01T12:00:00.250Z","duration":1500,"response_code":200,"response_flags":"-","x-request-id":"r1","gen_ai.provider.name":"openai","gen_ai.request.model":"gpt-4o","gen_ai.response.model":"-","gen_ai.usage.input_tokens":"10","gen_ai.usage.output_tokens":5}"#
    #expect(
      told(line, shipped("envoy"), "id", "start", "model_used", "prompt_tokens", "completion_tokens")
        == [
          "openai default success no cost 1500.0 ms id=r1 start=2026-01-01T12:00:00.250000Z model_used=gpt-4o "
            + "prompt_tokens=10 completion_tokens=5"
        ])
    let failed = line.replacing("200", with: "429")
    #expect(told(failed, shipped("envoy"), "code") == ["openai default error no cost 1500.0 ms code=429"])
    #expect(told(failed.replacing(#""-","x-"#, with: #""UF","x-"#), shipped("envoy"), "code")[0].hasSuffix("code=UF"))
    #expect(told(line.replacing("200", with: "504"), shipped("envoy"))[0].contains(" timeout "))
    // Never guessed.
    #expect(EventsTests.told(line) == ["missingField(wrapper_name)"])
    #expect(EventsTests.told(line, format: "envoy").count == 1 && told("Starting\n", shipped("envoy")) == ["1 skipped"])
  }

  @Test func langfuse() {
    let line =
      #"{"id":"o1","trace_id":"t1","type":"GENERATION","name":"answer","start_time":"2026-01-01 12:00:00.250000","end_time":"2026-01-01 12:00:01.750000","latency":1.5,"time_to_first_token":0.375,"level":"DEFAULT","provided_model_name":"gpt-4o","total_cost":0.0031,"usage_details":{"input":10,"output":5,"total":15,"cache_read_input_tokens":4},"project_id":"shop"}"#
    #expect(
      told(
        line, shipped("langfuse"), "time_to_first_token_ms", "prompt_tokens", "cache_read_input_tokens", "request_id")
        == [
          "gpt-4o answer success 0.0031 USD 1500.0 ms time_to_first_token_ms=375 prompt_tokens=10 "
            + "cache_read_input_tokens=4 request_id=t1"
        ])
    #expect(told(line.replacing("GENERATION", with: "SPAN"), shipped("langfuse")) == ["1 skipped"])
    #expect(told(line.replacing("DEFAULT", with: "ERROR"), shipped("langfuse"))[0].contains(" error "))
  }

  @Test func bifrost() {
    let line =
      #"{"id":"b1","parent_request_id":null,"timestamp":"2026-01-01T12:00:00Z","object":"chat.completion","provider":"openai","model":"gpt-4o","fallback_index":0,"virtual_key_name":"team","latency":1500.5,"cost":0.0031,"status":"success","token_usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}"#
    #expect(
      told(line, shipped("bifrost"), "id", "prompt_tokens")
        == ["openai chat.completion success 0.0031 USD 1500.5 ms id=b1 prompt_tokens=10"])
    #expect(
      told(line.replacing("\"fallback_index\":0", with: "\"fallback_index\":1"), shipped("bifrost"))[0].contains(
        " fallback "))
    #expect(told(line.replacing("success", with: "processing"), shipped("bifrost")) == ["1 skipped"])
    let failed = line.replacing(
      #""success""#, with: #""error","error_details":{"status_code":429,"error":{"message":"slow","type":"rate"}}"#)
    #expect(told(failed, shipped("bifrost"), "code", "message")[0].hasSuffix("code=rate message=slow"))
  }

  @Test func pathsUnitsAndValues() {
    let mapping = Mapping(
      name: "mine", conditions: [.present("a.b")],
      fields: [
        .endTime: Mapping.Source("a.b.c.0.t", unit: .nanoseconds), .duration: Mapping.Source("took", unit: .seconds),
        .cost: Mapping.Source("price", unit: .cents),
        .status: Mapping.Source("state", values: [("1-2", .success), ("lost", .cancelled)]),
        .wrapperName: Mapping.Source("who"),
      ])
    let line = #"{"a":{"b.c":[{"t":1767268800000001500}],"b":1},"took":0.25,"price":2,"state":2,"who":"me"}"#
    #expect(told(line, mapping, "end") == ["me default success 0.02 USD 250.0 ms end=2026-01-01T12:00:00.000002Z"])
    #expect(told(line.replacing(#""state":2"#, with: #""state":"lost""#), mapping)[0].contains(" cancelled "))
    #expect(told(line.replacing(#""state":2"#, with: #""state":3"#), mapping) == ["outOfRange(status)"])
    #expect(told(line.replacing("0.25", with: "\"x\""), mapping) == ["wrongType(duration_ms)"])
    #expect(told(line.replacing(#""price":2"#, with: #""price":-2"#), mapping) == ["outOfRange(cost_estimate)"])
    #expect(told(#"{"a":1}"#, mapping) == ["missingField(wrapper_name)"])
  }
}
