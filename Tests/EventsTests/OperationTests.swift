import Synchronization
import Testing

@testable import Events

/// What a whole operation means (article Events, Operation records).
@Suite struct OperationTests {
  private func event(_ fields: String) -> Event? { decode("{\"wrapper_name\":\"w\",\(fields)}\n").events.first }

  @Test(arguments: [
    (#""end_time":"2026-01-01T12:00:00Z""#, "2026-01-01T12:00:00.000000Z"),
    (#""end_time":"2026-01-01T12:00:00""#, "2026-01-01T12:00:00.000000Z"),
    (#""end_time":"2026-01-01T12:00:00.1234567+02:00""#, "2026-01-01T10:00:00.123456Z"),
    (#""end_time":"2026-01-01 12:00:00.5-0130""#, "2026-01-01T13:30:00.500000Z"),
    (#""end_time":"2024-02-29T23:59:59.999999999Z""#, "2024-02-29T23:59:59.999999Z"),
    (#""end_time":1767268800"#, "2026-01-01T12:00:00.000000Z"),
    (#""end_time":1767268800.25"#, "2026-01-01T12:00:00.250000Z"),
    (#""end_time":1767268800250"#, "2026-01-01T12:00:00.250000Z"),
    (#""start_time":"2026-01-01T12:00:00Z","duration_ms":1500"#, "2026-01-01T12:00:01.500000Z"),
    (#""start_time":"2026-01-01T12:00:00Z""#, "2026-01-01T12:00:00.000000Z"),
    (#""duration_ms":5"#, "2026-01-02T00:00:00.000000Z"),
  ])
  func endTime(_ fields: String, _ expected: String) { #expect(event(fields)?.time.description == expected) }

  @Test(arguments: [
    "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01", "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00Zx", "2026-01-01T00:00:00+25:00", "", "２026-01-01T00:00:00Z",
  ])
  func noTime(_ text: String) { #expect(Timestamp(text) == nil) }

  @Test func timesRoundTrip() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<10_000 {
      let time = Timestamp(microseconds: Int64.random(in: 0...4_102_444_800_000_000, using: &generator))
      #expect(Timestamp(time.description) == time)
    }
  }

  @Test func durations() {
    let times = #""start_time":"2026-01-01T12:00:00Z","end_time":"2026-01-01T12:00:02Z""#
    #expect(event(times)?.duration == 2_000_000_000)
    #expect(event(times + #","duration_ms":7.25"#)?.duration == 7_250_000)
    let backwards = event(#""start_time":"2026-01-01T12:00:02Z","end_time":"2026-01-01T12:00:00Z""#)
    #expect(backwards?.duration == -1)
    #expect(backwards?.flags.contains(.inconsistent) == true)
    let given = event(#""start_time":"2026-01-01T12:00:02Z","end_time":"2026-01-01T12:00:00Z","duration_ms":1"#)
    #expect(given?.duration == 1_000_000)
    #expect(given?.flags.contains(.inconsistent) == false)
    #expect(event(times + #","duration_ms":1e300"#)?.duration == .max)
    #expect(event(#""status":"error""#)?.duration == -1)
  }

  @Test(arguments: [
    ("\"x\":1", OperationStatus.success, false, false), (#""success":false"#, .error, false, false),
    (#""success":true"#, .success, false, false), (#""status":"fallback""#, .fallback, true, false),
    (#""status":"success","fallback_used":true"#, .success, true, false),
    (#""status":"error","fallback_used":true,"success":false"#, .error, true, false),
    (#""status":"error","success":true"#, .error, false, true),
    (#""status":"fallback","success":false"#, .fallback, true, true),
    (#""status":"timeout"}"#.replacing("}", with: ""), .timeout, false, false),
    (#""status":"cancelled","success":false"#, .cancelled, false, false),
  ])
  func status(_ fields: String, _ status: OperationStatus, _ fallback: Bool, _ inconsistent: Bool) {
    let event = event(fields)
    #expect(event?.status == status)
    #expect(event?.flags.contains(.fallbackUsed) == fallback)
    #expect(event?.flags.contains(.inconsistent) == inconsistent)
  }

  @Test(arguments: [
    (#""cost_estimate":0.003318"#, 3_318_000), (#""cost_estimate":1000000"#, 1_000_000_000_000_000),
    (#""cost_estimate":0.0000000005"#, 1), (#""cost_estimate":0.00000000049"#, 0),
    (#""cost_estimate":1e-3"#, 1_000_000),
    (#""cost_estimate":0"#, 0), ("\"x\":1", -1),
    (#""custom_metrics":{"total_cost":2,"api_cost":1}"#, 2_000_000_000),
    (#""custom_metrics":{"total_cost":0,"api_cost":1,"compute_cost":0.5}"#, 1_500_000_000),
    (#""custom_metrics":{"total_cost":0}"#, 0),
    (#""cost_estimate":0,"custom_metrics":{"total_cost":2}"#, 0),
    (#""cost_estimate":null,"custom_metrics":{"infrastructure_cost":0.25}"#, 250_000_000),
    (#""cost_estimate":"0.0031""#, 3_100_000), (#""cost_estimate":"3.1E-3""#, 3_100_000),
    (#""cost_estimate":"0.\u0030031""#, 3_100_000),
    (#""custom_metrics":{"api_cost":"0.000000001","compute_cost":"2e-9"}"#, 3),
    (#""cost_usd":"0.25""#, 250_000_000), (#""cost_usd":0.25,"cost_estimate":1"#, 1_000_000_000),
    (#""cost_usd":0.25,"custom_metrics":{"total_cost":7}"#, 250_000_000), (#""cost_usd":-1"#, -1),
    (#""cost_usd":"1e7","custom_metrics":{"total_cost":7}"#, 7_000_000_000),
    // Nothing beside a model and tokens is none; a cost_estimate of 0 is 0.
    (#""custom_metrics":{"total_cost":0,"model_used":"m","tokens_used":1}"#, -1),
    (#""custom_metrics":{"api_cost":0,"compute_cost":"0","selected_model":"m","cached_tokens":1}"#, -1),
    (#""custom_metrics":{"api_cost":0,"compute_cost":0.1,"model_used":"m","tokens_used":1}"#, 100_000_000),
    (#""custom_metrics":{"total_cost":0,"model_used":"m","tokens_used":0}"#, 0),
    (#""custom_metrics":{"total_cost":0,"model_used":"","tokens_used":1}"#, 0),
    (#""cost_estimate":0,"custom_metrics":{"total_cost":0,"model_used":"m","tokens_used":1}"#, 0),
  ])
  func cost(_ fields: String, _ nanodollars: Int64) { #expect(event(fields)?.cost == nanodollars) }

  @Test(arguments: [
    (#""cost_usd":1"#, 0), (#""cost_usd":1,"cost_is_estimated":true"#, 16),
    (#""cost_usd":1,"cost_is_estimated":false"#, 0), (#""cost_estimate":1,"cost_is_estimated":true"#, 0),
    (#""cost_is_estimated":true"#, 0), (#""cost_usd":"x","cost_is_estimated":true"#, 2),
    (#""cost_usd":1,"cost_is_estimated":1"#, 2),
  ])
  func whatExportsSayOfCosts(_ fields: String, _ flags: UInt16) {
    #expect(event(fields)?.flags == Event.Flags(rawValue: flags))
  }

  @Test func textsOfFailuresAreRedactedBeforeTheyAreCut() {
    let long = String(repeating: "x", count: 500)
    let batch = decode(
      #"{"wrapper_name":"w","status":"error","error_message":"\#(long) Bearer abcdefghijklmnop"}"# + "\n")
    let message = batch.text(batch.events[0].errorMessage) ?? ""
    #expect(message.hasPrefix(long + " Bearer ***"))
    #expect(!message.contains("abcdef"))
    #expect(message.utf8.count == 512)
  }

  @Test func longTypesAreCut() {
    let type = String(repeating: "t", count: 100_000)
    let batch = decode(#"{"wrapper_name":"w","operation_type":"\#(type)","operation_id":"\#(type)"}"# + "\n")
    #expect(batch.names.names[Int(batch.events[0].type)].utf8.count == 256)
    #expect(batch.text(batch.events[0].id)?.utf8.count == 256)
  }

  @Test func namesAreInternedAcrossChunksAndTablesAreBounded() {
    let identity = Atomic<UInt64>(0)
    guard
      var decoder = EventDecoder(seed: 1, makeIdentity: { identity.wrappingAdd(1, ordering: .relaxed).newValue })
    else { return }
    var seen: Set<UInt64> = []
    for chunk in 0..<40 {
      let text = (0..<1000).map { "{\"wrapper_name\":\"w\(chunk * 1000 + $0)\"}\n" }.joined()
      let bytes = Array(text.utf8)
      let batch = decoder.decode(
        Chunk(bytes: bytes + Array(repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0), now: readAt)
      #expect(batch.names.names.count <= Interner.limit + 1000)
      let names = batch.events.map { batch.names.names[Int($0.wrapper)] }
      #expect(names == (0..<1000).map { "w\(chunk * 1000 + $0)" })
      seen.insert(batch.names.identity)
    }
    #expect(seen.count == 3)
  }
}

@Suite struct MoneyTests {
  @Test(arguments: ["0", "1.5", "-0.000000001", "3748.891159", "10000000000", "0.000000001"])
  func roundTrips(_ text: String) { #expect(Money(text)?.description == text) }

  @Test(arguments: ["", ".", "1.", "1.0000000001", "abc", "1e3", "--1"])
  func refuses(_ text: String) { #expect(Money(text) == nil) }
}
