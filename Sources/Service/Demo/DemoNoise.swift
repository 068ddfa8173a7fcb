import Events

/// A client of the demo that gets things wrong: a few lines a minute that have to be rejected.
struct DemoNoise: Sendable {
  private var random: DemoRandom
  /// When the next line is due.
  private(set) var next: Timestamp
  private var count = 0

  init(random: DemoRandom, next: Timestamp) {
    self.random = random
    self.next = next
  }

  /// Writes what is due up to `instant`.
  mutating func write(until instant: Timestamp, to output: inout [UInt8], totals: inout DemoTotals) {
    while next <= instant {
      let line = Self.faults[random.below(Self.faults.count)](count, next.description)
      output += Array(line.utf8) + [UInt8(ascii: "\n")]
      count += 1
      totals.lines += 1
      totals.rejected += 1
      next = next.advanced(microseconds: 4_000_000 + Int64(random.gap() * 14_000_000))
    }
  }

  /// Lines with a fault, from a running number and a time.
  private static let faults: [@Sendable (Int, String) -> String] = [
    { _, time in #"{"wrapper_name":"legacy-client","operation_type":"completion","start_time":"\#(time)","dura"# },
    { _, time in #"{"wrapper_name":"legacy-client","end_time":"\#(time)","duration_ms":"slow","status":"success"}"# },
    { _, time in #"{"operation_type":"completion","end_time":"\#(time)","duration_ms":120,"status":"success"}"# },
    { _, time in #"{"wrapper_name":"legacy-client","end_time":"\#(time)","cost_estimate":-0.0125}"# },
    { _, time in #"{"wrapper_name":"legacy-client","end_time":"\#(time)","status":"finished"}"# },
    { number, time in #"{"event":"end","operation_id":"lost-\#(number)","time":"\#(time)"}"# },
    { number, time in #"{"event":"heartbeat","operation_id":"beat-\#(number)","time":"\#(time)"}"# },
  ]
}
