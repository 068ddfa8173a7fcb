import Testing

@testable import Events

/// What a record carries beside its own figures (article Events, Operation records, Lifecycle events; Monitoring,
/// Metrics).
@Suite struct MetricTests {
  /// The metrics of the first event, each as `origin key=value`; billionths of numbers follow after a slash.
  private func metrics(_ line: String) -> [String] {
    let batch = decode(line + "\n", keepsMetrics: true)
    #expect(batch.rejections.map(\.reason) == [])
    guard let event = batch.events.first else { return [] }
    return batch.metrics(of: event).map { metric in
      let key = "\(metric.origin) \(batch.names.names[Int(metric.key)])="
      switch metric.kind {
      case .number: return key + "\(metric.number)/\(metric.billionths)"
      case .flag: return key + (metric.number == 1 ? "true" : "false")
      case .text: return key + "'\(batch.text(metric.text) ?? "?")'"
      }
    }
  }
  private func custom(_ entries: String) -> [String] {
    metrics(#"{"wrapper_name":"w","custom_metrics":{\#(entries)}}"#).map { $0.replacing("custom ", with: "") }
  }

  @Test func fieldsOfTheRecordAndAllOfCustomMetrics() {
    let line =
      #"{"session_id":"s","custom_metrics":{"region":"eu","model_used":"m","hit":true,"miss":false,"tokens_used":7,"#
      + #""x":-0.5},"wrapper_name":"w","quality_score":0.25,"user_satisfaction":-2,"user_id":"u","request_id":"r","#
      + #""cpu_usage_percent":50,"memory_usage_mb":128.5,"network_calls":2,"network_latency_ms":10,"#
      + #""fallback_duration_ms":-3,"cost_estimate":1}"#
    #expect(
      metrics(line) == [
        "record fallback_duration_ms=-3.0/-3000000000", "record cpu_usage_percent=50.0/50000000000",
        "record memory_usage_mb=128.5/128500000000", "record network_calls=2.0/2000000000",
        "record network_latency_ms=10.0/10000000000", "record quality_score=0.25/250000000",
        "record user_satisfaction=-2.0/-2000000000", "record user_id='u'", "record session_id='s'",
        "record request_id='r'",
        "custom region='eu'", "custom model_used='m'", "custom hit=true", "custom miss=false",
        "custom tokens_used=7.0/7000000000", "custom x=-0.5/-500000000",
      ])
  }

  @Test func nothingIsKeptUnlessAsked() {
    let batch = decode(#"{"wrapper_name":"w","user_id":"u","custom_metrics":{"x":1}}"# + "\n")
    #expect(batch.metrics.isEmpty)
    #expect(batch.names.names == ["w"])
  }

  @Test(arguments: [
    (#""a":1,"a":2"#, ["a=1.0/1000000000"]),
    (#""a":null,"a":2"#, []), (#""a":[1],"a":2,"b":true"#, ["a=1.0/1000000000", "b=true"]),
    (#""a":{"b":3},"b":4"#, ["b=4.0/4000000000", "joined a.b=3.0/3000000000"]),
    (#""a":[1,"x",null,true,[2],{"c":3}]"#, ["a=1.0/1000000000", "a='x'", "a=true"]), (#""a":[],"b":{}"#, []),
    (#""a":{"b":{"c":1,"d":{"e":2}},"b.c":3}"#, ["joined a.b.c=1.0/1000000000"]),
    (#""a":{"b":1,"c":[2,"y"]},"a.b":5"#, ["a.b=5.0/5000000000", "joined a.c=2.0/2000000000", "joined a.c='y'"]),
    (#""a":{"b":1,"b":2},"a":{"c":3}"#, ["joined a.b=1.0/1000000000"]),
    (
      #""api_cost":"2.5e-1","cost_savings":"-1","x":"3""#,
      ["api_cost=0.25/250000000", "cost_savings=-1.0/-1000000000", "x='3'"]
    ),
    (#""api_cost":null,"api_cost":2"#, []), (#""region":"x","\u0072egion":"y""#, ["region='x'"]),
    (#""status":"x","status":"y""#, ["status='x'"]), ("", []), (#""":1"#, ["=1.0/1000000000"]),
    (#""execution_time_ms":5"#, ["execution_time_ms=5.0/5000000000"]),
    (#""a\"\\\n":1"#, ["a\"\\\n=1.0/1000000000"]), (#""\ud83d\ude00":"\ud83d\ude00é""#, ["😀='😀é'"]),
    (#""e":"""#, ["e=''"]), (#""n":0.0000000005,"m":0.00000000049"#, ["n=5e-10/1", "m=4.9e-10/0"]),
    (#""n":1e300,"m":-1e300"#, ["n=1e+300/\(Int64.max)", "m=-1e+300/\(Int64.min)"]),
    (#""n":0.1234567895"#, ["n=0.1234567895/123456790"]), (#""n":-0.1234567895"#, ["n=-0.1234567895/-123456790"]),
  ])
  func entry(_ entries: String, _ expected: [String]) { #expect(custom(entries) == expected) }

  @Test func onlyTheFirstCustomMetricsCounts() {
    #expect(
      metrics(#"{"wrapper_name":"w","custom_metrics":{"a":true},"custom_metrics":{"b":true}}"#) == ["custom a=true"])
    #expect(metrics(#"{"wrapper_name":"w","custom_metrics":null,"custom_metrics":{"b":true}}"#) == [])
  }

  @Test func aRejectedLineLeavesNothingBehind() {
    let batch = decode(
      #"{"wrapper_name":"w","custom_metrics":{"a":1,"tokens_used":-1}}"# + "\n" + #"{"wrapper_name":"w"}"# + "\n"
        + #"{"wrapper_name":"w","custom_metrics":{"a":1},}"# + "\n", keepsMetrics: true)
    #expect(batch.rejected == [.outOfRange: 1, .notJSON: 1])
    #expect(batch.metrics.isEmpty)
    #expect(batch.names.names == ["w"])
  }

  @Test func textsAndKeysAreRedactedBeforeTheyAreCut() {
    #expect(custom(#""t":"key sk-abcdefgh""#) == ["t='key ********'"])
    #expect(custom(#""sk-abcdefgh":true"#) == ["********=true"])
    let long = String(repeating: "x", count: 120)
    #expect(custom(#""t":"\#(long) sk-abcdefghijkl""#) == ["t='\(long) *******'"])
    #expect(custom(#""t":"\#(String(repeating: "é", count: 100))""#) == ["t='\(String(repeating: "é", count: 64))'"])
    #expect(custom(#""t":"x\#(String(repeating: "😀", count: 40))""#) == ["t='x\(String(repeating: "😀", count: 31))'"])
    let key = String(repeating: "k", count: 300)
    #expect(custom(#""\#(key)":true"#) == [String(repeating: "k", count: 256) + "=true"])
    #expect(metrics(#"{"wrapper_name":"w","user_id":"sk-abcdefgh"}"#) == ["record user_id='********'"])
  }

  @Test func sameTextsHaveTheSameHash() {
    let long = String(repeating: "x", count: 128)
    let line = #"{"wrapper_name":"w","user_id":"ab","custom_metrics":{"a":"ab","b":"ac","c":"","d":"\#(long)"}}"#
    let other =
      #"{"wrapper_name":"w","custom_metrics":{"d":"\#(long)yyy","e":"sk-abcdefgh","f":"********","a":"\u0061b"}}"#
    let batch = decode(line + "\n" + other + "\n", keepsMetrics: true)
    let hashes = batch.metrics.map(\.hash)
    #expect(hashes[0] == hashes[1])
    #expect(Set(hashes[1...4]).count == 4)
    #expect(hashes[5] == hashes[4])  // what is kept of both is the same
    #expect(hashes[6] == hashes[7])
    #expect(hashes[8] == hashes[0])
    #expect(batch.metrics[8].text == batch.metrics[0].text)
    #expect(decode(other + "\n", keepsMetrics: true).metrics.map(\.hash) == Array(hashes[5...]))
  }

  @Test func atMost256OfARecordAreKept() {
    let entries = (0..<1000).map { #""k\#($0)":\#($0)"# }
    let repeated = entries + entries.reversed() + [#""k5":null,"n":null,"o":{},"o":1"#]
    let batch = decode(
      #"{"wrapper_name":"w","user_id":"u","custom_metrics":{\#(repeated.joined(separator: ","))}}"# + "\n"
        + #"{"wrapper_name":"w","custom_metrics":{"z":1}}"# + "\n", keepsMetrics: true)
    #expect(batch.metrics(of: batch.events[0]).count == 256)
    #expect(batch.metrics(of: batch.events[0]).dropFirst().map(\.number) == (0..<255).map(Double.init))
    #expect(batch.events[0].metricsLeftOut == 745)
    #expect(batch.names.names.count == 2 + 255 + 1)
    #expect(batch.metrics(of: batch.events[1]).map(\.number) == [1])
  }

  // Whether metrics are kept or not, what is no metric is counted.
  @Test(arguments: [
    (#""a":[1,[2,[3]],{"b":4},null]"#, 3), (#""a":{"b":{"c":{"d":1,"e":[2,3]}}}"#, 3), (#""a":{"b":1},"a.b":2"#, 1),
    (#""a":{"b":[1,2]},"a.b":3"#, 2), (#""a":{"b":1,"b":2},"a":{"c":3}"#, 0), (#""x":1,"":{"b":1}"#, 1),
    (#""a":{"\#(String(repeating: "n", count: 254))":1,"\#(String(repeating: "n", count: 255))":2}"#, 1),
    (#""a":{\#((0..<40).map { "\"m\($0)\":\($0)" }.joined(separator: ","))}"#, 8),
    (#""a":[\#((0..<300).map(String.init).joined(separator: ","))]"#, 44),
  ])
  func whatIsLeftOutIsCounted(_ entries: String, _ count: Int) {
    let line = #"{"wrapper_name":"w","custom_metrics":{\#(entries)}}"# + "\n"
    for keepsMetrics in [false, true] {
      #expect(decode(line, keepsMetrics: keepsMetrics).events.map { Int($0.metricsLeftOut) } == [count])
    }
  }

  @Test(arguments: [0, 1, 2, 31, 32, 33, 63, 64, 65, 255, 256, 257, 5000])
  func repeatedKeysCountOnceHoweverMany(keys: Int) {
    let entries = (0..<keys).map { #""k\#($0)":\#($0)"# }
    let nulls = (0..<keys).map { #""n\#($0)":null"# }
    let all = nulls + entries + (0..<keys).map { #""n\#($0)":1"# } + entries
    let batch = decode(
      #"{"wrapper_name":"w","custom_metrics":{\#(all.joined(separator: ","))}}"# + "\n", keepsMetrics: true)
    #expect(batch.metrics.map(\.number) == (0..<min(keys, 256)).map(Double.init))
    #expect(batch.events[0].metricsLeftOut == UInt32(max(0, keys - 256)))
  }

  @Test func aResultTellsQualityAndExecutionTime() {
    let result = #""result":{"quality_score":0.5,"execution_time_ms":12,"cost_estimate":1,"other":3}"#
    #expect(
      metrics(#"{"event":"success","operation_id":"a",\#(result),"custom_metrics":{"x":true}}"#) == [
        "record quality_score=0.5/500000000", "custom x=true",
        "custom result_execution_time_ms=12.0/12000000000",
      ])
    #expect(
      metrics(
        #"{"event":"success","operation_id":"a",\#(result),"quality_score":1,"#
          + #""custom_metrics":{"result_execution_time_ms":7}}"#)
        == ["record quality_score=1.0/1000000000", "custom result_execution_time_ms=7.0/7000000000"])
    #expect(metrics(#"{"event":"cancel","operation_id":"a",\#(result)}"#) == [])
    #expect(metrics(#"{"wrapper_name":"w",\#(result)}"#) == [])
  }

  @Test func stepsCarryMetricsToo() {
    #expect(
      metrics(#"{"event":"start","operation_id":"a","wrapper_name":"w","user_id":"u","cpu_usage_percent":"no"}"#)
        == ["record user_id='u'"])
    #expect(
      metrics(#"{"event":"cost","operation_id":"a","wrapper_name":"w","api_cost":2,"compute_cost":0.5}"#)
        == ["custom api_cost=2.0/2000000000", "custom compute_cost=0.5/500000000"])
    #expect(metrics(#"{"event":"flush","id":1,"user_id":"u","custom_metrics":{"x":1}}"#) == [])
  }

  @Test func manyNamesStartANewTable() {
    guard var decoder = EventDecoder(seed: 1, keepsMetrics: true, makeIdentity: { 1 }) else { return }
    for round in 0..<3 {
      let lines = (0..<80).map { line in
        let entries = (0..<250).map { #""k\#(round)-\#(line)-\#($0)":1"# }.joined(separator: ",")
        return #"{"wrapper_name":"w","quality_score":1,"custom_metrics":{\#(entries)}}"# + "\n"
      }
      let bytes = Array(lines.joined().utf8)
      let batch = decoder.decode(
        Chunk(bytes: bytes + Array(repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0), now: readAt)
      #expect(batch.names.names.count <= 2 + 80 * 250)
      #expect(batch.metrics.count == 80 * 251)
      for event in batch.events {
        #expect(batch.names.names[Int(batch.metrics(of: event).first?.key ?? -1)] == "quality_score")
      }
    }
  }
}
