import Canvas
import Formatting
import PlainText
import Snapshots

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
