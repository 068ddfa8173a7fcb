import Events
import Monitoring
import PlainText

/// Traffic that looks like that of a dozen wrappers of different kinds, for `wraptop demo`.
///
/// A value without a clock: the same seed and start give the same lines, however the time is cut into calls. The first
/// call tells an hour of history, and what was spent in the month before it, so that the first screen has full charts.
package struct Traffic: Sendable {
  /// What the lines so far come to.
  package private(set) var totals = Totals()

  /// The budgets of the wrappers.
  package let budgets: BudgetPlan
  /// The prices used to estimate operations that report no cost.
  package let prices: PriceTable

  private let beginning: Timestamp
  private var earlier: ArraySlice<EarlierCost>
  private var wrappers: [Arrivals]
  private var noise: Noise
  private var eventWriter: EventWriter
  private var upcoming: [Step] = []

  /// Traffic that goes on at `now`, after an hour and a little more of history.
  package init(seed: UInt64, now: Timestamp) {
    var random = SeededRandom(seed: seed)
    beginning = now
    wrappers = Scenario.profiles.map { profile in
      Arrivals(
        profile: profile, random: SeededRandom(seed: random.next()), next: now.advanced(seconds: profile.since))
    }
    noise = Noise(random: SeededRandom(seed: random.next()), next: now.advanced(seconds: -3600))
    eventWriter = EventWriter(start: now)
    for index in wrappers.indices {
      wrappers[index].draw(until: now, index: index, since: now, into: &upcoming)
    }
    var spending = Spending(at: now, random: SeededRandom(seed: random.next()))
    for step in upcoming where step.isEnd && step.time <= now { spending.add(step.operation) }
    budgets = spending.budgets
    prices = Spending.prices
    earlier = spending.earlier()[...]
  }

  /// All that is told after the last call and up to `instant`, as lines of JSON that end with a line feed, in the order
  /// of time. Nothing for an instant before that of the last call.
  package mutating func lines(until instant: Timestamp) -> [UInt8] {
    for index in wrappers.indices {
      wrappers[index].draw(until: instant, index: index, since: beginning, into: &upcoming)
    }
    var due: [Step] = []
    var later: [Step] = []
    for step in upcoming { if step.time <= instant { due.append(step) } else { later.append(step) } }
    upcoming = later
    due.sort {
      ($0.time, $0.operation.wrapper, $0.operation.number) < ($1.time, $1.operation.wrapper, $1.operation.number)
    }

    var output: [UInt8] = []
    var writer = JSONWriter()
    while let spending = earlier.first, spending.time <= instant {
      eventWriter.spending(spending, to: &writer)
      totals.lines += 1
      totals.spent(spending)
      earlier.removeFirst()
    }
    for step in due {
      if noise.next <= step.time {
        output += writer.bytes
        writer = JSONWriter()
        noise.write(until: step.time, to: &output, totals: &totals)
      }
      tell(step, to: &writer)
    }
    output += writer.bytes
    noise.write(until: instant, to: &output, totals: &totals)
    return output
  }

  private mutating func tell(_ step: Step, to writer: inout JSONWriter) {
    let profile = wrappers[step.operation.wrapper].profile
    if step.isEnd {
      totals.lines += eventWriter.end(step.operation, of: profile, to: &writer)
      totals.ended(step.operation, of: profile)
    } else {
      eventWriter.start(step.operation, of: profile, to: &writer)
      totals.lines += 1
      totals.started(profile.name)
    }
  }
}

/// Something to be told at its time: that an operation starts, or that it ends.
private struct Step {
  var operation: Operation
  var isEnd: Bool

  var time: Timestamp { isEnd ? operation.end : operation.start }
}

/// The arrivals of operations at one wrapper.
private struct Arrivals: Sendable {
  let profile: Profile
  var random: SeededRandom
  /// When the next operation starts, if there is traffic then.
  var next: Timestamp
  var number = 0

  /// Draws the operations that start up to `instant`.
  mutating func draw(until instant: Timestamp, index: Int, since beginning: Timestamp, into steps: inout [Step]) {
    while next <= instant {
      let second = next.seconds - beginning.seconds
      let rate = profile.rate(at: second)
      guard rate > 0 else {
        next = next.advanced(seconds: 1)
        continue
      }
      let operation = Operation(
        of: profile, wrapper: index, number: number, start: next, second: second, using: &random)
      number += 1
      if operation.style != .records { steps.append(Step(operation: operation, isEnd: false)) }
      steps.append(Step(operation: operation, isEnd: true))
      next = next.advanced(microseconds: max(1, Int64(random.gap() / rate * 1_000_000)))
    }
  }
}

/// A client that gets things wrong: a few lines a minute that have to be rejected.
private struct Noise: Sendable {
  private var random: SeededRandom
  /// When the next line is due.
  private(set) var next: Timestamp
  private var count = 0

  init(random: SeededRandom, next: Timestamp) {
    self.random = random
    self.next = next
  }

  /// Writes what is due up to `instant`.
  mutating func write(until instant: Timestamp, to output: inout [UInt8], totals: inout Totals) {
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
