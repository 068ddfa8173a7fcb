import Canvas
import PlainText
import Snapshots

extension KeyMode {
  /// What wraptop itself does.
  static let about = KeyMode("about wraptop", .view)
}

/// What wraptop itself does and needs: time, memory, queues, bytes to the terminal.
struct AboutPane: Pane {
  static let modes = [KeyMode.about]

  /// The counters between which rates are taken: some seconds old, and as new as they come.
  private var earlier: Sample?
  private(set) var latest: Sample?

  /// Counters of the core and of the screen at one time.
  struct Sample: Sendable, Equatable {
    var core: CoreCounters
    var screen: ScreenCounters
  }

  /// Since when rates are told, in seconds; nil while there is nothing to compare with.
  var span: Double? {
    guard let earlier, let latest, latest.core.uptime > earlier.core.uptime else { return nil }
    return (latest.core.uptime - earlier.core.uptime) / .seconds(1)
  }

  /// Returns how much something grew per second of late; nil while there is nothing to compare with.
  func rate(of value: (Sample) -> Double?) -> Double? {
    guard let span, let earlier, let latest, let from = value(earlier), let to = value(latest) else { return nil }
    return max(0, to - from) / span
  }

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [digit], .open(id, .plain), "about",
        "What wraptop itself does: processor, memory, queues, bytes to the terminal",
        where: \.isView, .look)
    ]
  }

  // Rates are taken over two to four seconds, so that they neither jump nor lag.
  mutating func settle(_ context: inout PaneContext) {
    guard let core = context.live?.counters, let screen = context.surroundings.screen, core != latest?.core else {
      return
    }
    let sample = Sample(core: core, screen: screen)
    if let earlier, core.uptime >= earlier.core.uptime, core.uptime - earlier.core.uptime < .seconds(4) {
      latest = sample
    } else {
      earlier = latest ?? sample
      latest = sample
    }
  }

  func addNeeds(to request: inout SnapshotRequest, _ context: PaneContext) { request.counters = true }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    AboutView.draw(self, in: area, on: &grid)
  }
}

/// The counters of wraptop itself, a line for each part of the work.
enum AboutView {
  static func draw(_ pane: AboutPane, in area: Rect, on grid: inout CellGrid) {
    var right: [Segment] = []
    if let span = pane.span {
      right.append(Segment(Line("rates of the last \(NumberFormat.fixed(span, 0)) s", .dim), rank: 1))
    }
    grid.titleRule([Segment(Line("about wraptop", .title, .bold), rank: 0)], right, in: area.row(0))
    guard let sample = pane.latest else {
      grid.draw(Line("The counters of the core have not come yet.", .dim), in: area.rows(2, 1))
      return
    }
    for (row, part) in parts(sample, pane).enumerated() where row + 2 < area.height {
      grid.draw(Line(part.name, .title), in: area.row(row + 2).columns(0, indent))
      grid.draw(part.figures, [], in: area.row(row + 2).columns(indent, area.width - indent))
    }
  }

  private static let indent = 12

  private static func parts(_ sample: AboutPane.Sample, _ pane: AboutPane) -> [(name: String, figures: [Segment])] {
    let core = sample.core
    let share = pane.rate { $0.core.processorTime.map { $0 / .seconds(1) } }
    return [
      (
        "process",
        segments([
          ("\(share.map { NumberFormat.fixed($0 * 100, 1) } ?? NumberFormat.missing)%", "of a processor"),
          (core.residentBytes.map { NumberFormat.bytes($0) } ?? NumberFormat.missing, "of memory"),
          (NumberFormat.age(seconds: core.uptime / .seconds(1)), "running"),
        ])
      ),
      (
        "events",
        segments([
          (NumberFormat.quantity(core.eventsPerSecond), "per second"),
          (NumberFormat.grouped(core.events), "in all"),
        ])
      ),
      ("apply", timing(core.applying, NumberFormat.noun(core.applying.count, "batch", plural: "batches"))),
      ("snapshot", timing(core.snapshots, "taken")),
      ("commit", timing(core.committing, "written")),
      (
        "queues",
        segments([
          (
            NumberFormat.grouped(UInt64(clamping: core.pendingChunks)),
            NumberFormat.noun(core.pendingChunks, "chunk") + " to apply"
          ),
          (
            NumberFormat.grouped(core.unstoredOperations),
            NumberFormat.noun(core.unstoredOperations, "operation") + " to store"
          ),
          (NumberFormat.grouped(UInt64(clamping: core.waitingForStore)), "waiting for the store"),
        ])
      ),
      ("frame", timing(sample.screen.drawing, "drawn")),
      (
        "terminal",
        segments([
          (
            pane.rate { Double($0.screen.bytes) }.map { NumberFormat.bytes(UInt64($0)) } ?? NumberFormat.missing,
            "per second"
          ),
          (NumberFormat.bytes(sample.screen.bytes), "in all"),
        ])
      ),
    ]
  }

  private static func timing(_ timing: CoreCounters.Timing, _ unit: String) -> [Segment] {
    guard let mean = timing.mean else { return [Segment(Line("none yet", .dim), rank: 0)] }
    return segments([
      (milliseconds(timing.last), "last"), (milliseconds(mean), "mean"), (milliseconds(timing.longest), "longest"),
      (NumberFormat.grouped(timing.count), unit),
    ])
  }

  private static func milliseconds(_ duration: Duration) -> String {
    let value = duration / .milliseconds(1)
    return NumberFormat.fixed(value, value < 10 ? 3 : value < 100 ? 1 : 0) + " ms"
  }

  // The first figures stay longest where there is little room.
  private static func segments(_ figures: [(value: String, unit: String)]) -> [Segment] {
    figures.enumerated().map { Segment(Line.figure($1.value, $1.unit), rank: $0) }
  }
}
