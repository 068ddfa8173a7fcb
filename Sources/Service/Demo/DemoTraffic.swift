import Events
import Reports

/// Traffic that looks like that of a dozen wrappers of different characters, for `wraptop demo`.
///
/// A value without a clock: the same seed and start give the same lines, however the time is cut into calls. The first
/// call tells an hour of history, and what was spent in the month before it, so that the first screen has full charts.
package struct DemoTraffic: Sendable {
  /// What the lines so far come to.
  package private(set) var totals = DemoTotals()

  /// What the wrappers may spend, and by which prices costs are estimated.
  package let money: CostSettings

  private let beginning: Timestamp
  private var earlier: ArraySlice<DemoBudgetUse>
  private var wrappers: [Arrivals]
  private var noise: DemoNoise
  private var scribe: EventWriter
  private var upcoming: [Step] = []

  /// Traffic that goes on at `now`, after an hour and a little more of history.
  package init(seed: UInt64, now: Timestamp) {
    var random = DemoRandom(seed: seed)
    beginning = now
    wrappers = DemoProfile.cast.map { character in
      Arrivals(
        character: character, random: DemoRandom(seed: random.next()), next: now.advanced(seconds: character.since))
    }
    noise = DemoNoise(random: DemoRandom(seed: random.next()), next: now.advanced(seconds: -3600))
    scribe = EventWriter(start: now)
    for place in wrappers.indices {
      wrappers[place].draw(until: now, place: place, since: now, into: &upcoming)
    }
    var ledger = DemoSpending(at: now, random: DemoRandom(seed: random.next()))
    for step in upcoming where step.isEnd && step.time <= now { ledger.add(step.operation) }
    money = ledger.rules()
    earlier = ledger.earlier()[...]
  }

  /// All that is told after the last call and up to `instant`, as lines of JSON that end with a line feed, in the order
  /// of time. Nothing for an instant before that of the last call.
  package mutating func lines(until instant: Timestamp) -> [UInt8] {
    for place in wrappers.indices {
      wrappers[place].draw(until: instant, place: place, since: beginning, into: &upcoming)
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
      scribe.spending(spending, to: &writer)
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
    let character = wrappers[step.operation.wrapper].character
    if step.isEnd {
      totals.lines += scribe.end(step.operation, of: character, to: &writer)
      totals.ended(step.operation, of: character)
    } else {
      scribe.start(step.operation, of: character, to: &writer)
      totals.lines += 1
      totals.started(character.name)
    }
  }
}

/// Something to be told at its time: that an operation starts, or that it ends.
private struct Step {
  var operation: DemoOperation
  var isEnd: Bool

  var time: Timestamp { isEnd ? operation.end : operation.start }
}

/// The arrivals of operations at one wrapper.
private struct Arrivals: Sendable {
  let character: DemoProfile
  var random: DemoRandom
  /// When the next operation starts, if there is traffic then.
  var next: Timestamp
  var number = 0

  init(character: DemoProfile, random: DemoRandom, next: Timestamp) {
    self.character = character
    self.random = random
    self.next = next
  }

  /// Draws the operations that start up to `instant`.
  mutating func draw(until instant: Timestamp, place: Int, since beginning: Timestamp, into steps: inout [Step]) {
    while next <= instant {
      let second = next.seconds - beginning.seconds
      let rate = character.rate(at: second)
      guard rate > 0 else {
        next = next.advanced(seconds: 1)
        continue
      }
      let operation = DemoOperation(
        of: character, wrapper: place, number: number, start: next, second: second, using: &random)
      number += 1
      if operation.style != .records { steps.append(Step(operation: operation, isEnd: false)) }
      steps.append(Step(operation: operation, isEnd: true))
      next = next.advanced(microseconds: max(1, Int64(random.gap() / rate * 1_000_000)))
    }
  }
}
