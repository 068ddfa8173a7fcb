import Snapshots
import Testing

@testable import Dashboard

/// The view of what wraptop itself does.
@Suite struct AboutTests {
  private func counters(at second: Int, processor: Duration, bytes: UInt64) -> (CoreCounters, ScreenCounters) {
    var core = CoreCounters()
    core.uptime = .seconds(second)
    core.processorTime = processor
    core.residentBytes = 48 << 20
    core.events = 1_234_567
    core.eventsPerSecond = 613
    core.applying.add(.microseconds(250))
    core.applying.add(.microseconds(750))
    core.unstoredOperations = 12
    var screen = ScreenCounters()
    screen.drawing.add(.milliseconds(4))
    screen.bytes = bytes
    return (core, screen)
  }

  private func show(_ counters: (CoreCounters, ScreenCounters), to seat: inout Operator) {
    seat.surroundings.screen = counters.1
    seat.answer(after: 2) { $0.counters = counters.0 }
  }

  @Test(arguments: [(80, 24), (120, 36), (200, 60)]) func ratesComeFromTwoLooks(columns: Int, rows: Int) {
    var seat = Operator(columns: columns, rows: rows)
    #expect(seat.requests.last?.counters == false)
    seat.press("0")
    // The counters are asked for while they are on the screen.
    #expect(seat.requests.last?.counters == true)
    #expect(seat.lines.contains { $0.contains("have not come yet") })
    show(counters(at: 100, processor: .milliseconds(2_000), bytes: 10_000), to: &seat)
    #expect(seat.lines.contains { $0.hasPrefix("process") && $0.contains("-%") })
    show(counters(at: 102, processor: .milliseconds(2_050), bytes: 13_000), to: &seat)
    let lines = seat.lines
    #expect(lines.contains { $0.hasPrefix("process") && $0.contains("2.5% of a processor") && $0.contains("48.0MiB") })
    #expect(lines.contains { $0.hasPrefix("events") && $0.contains("613 per second") && $0.contains("1,234,567") })
    #expect(lines.contains { $0.hasPrefix("apply") && $0.contains("0.750 ms last") && $0.contains("0.500 ms mean") })
    #expect(lines.contains { $0.hasPrefix("commit") && $0.contains("none yet") })
    #expect(lines.contains { $0.hasPrefix("queues") && $0.contains("12 operations to store") })
    #expect(lines.contains { $0.hasPrefix("terminal") && $0.contains("per second") })
    #expect(lines.contains { $0.contains("rates of the last 2 s") })
    seat.press("esc")
    #expect(seat.requests.last?.counters == false)
    #expect(!seat.lines.contains { $0.contains("about wraptop") })
  }

  @Test func aCoreThatBeganAnewHasNoRateYet() {
    var seat = Operator()
    seat.press("0")
    show(counters(at: 100, processor: .milliseconds(2_000), bytes: 10_000), to: &seat)
    show(counters(at: 1, processor: .milliseconds(10), bytes: 10_000), to: &seat)
    #expect(seat.lines.contains { $0.hasPrefix("process") && $0.contains("-%") })
  }
}
