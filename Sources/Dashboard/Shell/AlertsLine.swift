import Alerting
import Canvas
import Formatting
import PlainText
import Snapshots

/// What the header says of alerts: how many there are, and a critical one by name. Like sources, they are of the present
/// whatever is on the screen.
enum AlertsLine {
  /// How many fire and how many of them somebody takes care of; nothing when there are none.
  static func counts(_ frame: Frame) -> [Segment] {
    guard let items = (frame.live ?? frame.snapshot)?.alerts.items else { return [] }
    var firing = 0, acknowledged = 0
    var worst = AlertSeverity.info
    for place in items.indices {
      switch items[place].alert.state {
      case .firing:
        // What a worse alert speaks for is one thing with it.
        guard items[place].heldBack != .worseAlert else { continue }
        firing += 1
        worst = max(worst, items[place].alert.severity)
      case .acknowledged: acknowledged += 1
      case .pending, .silenced, .resolved: break
      }
    }
    var segments: [Segment] = []
    if firing > 0 {
      segments.append(Segment(Line("\(NumberFormat.grouped(firing)) FIRING", worst.role, [.bold, .reverse]), rank: 0))
    }
    if acknowledged > 0 {
      segments.append(Segment(Line("\(NumberFormat.grouped(acknowledged)) ACKED", .text), rank: 4))
    }
    return segments
  }

  /// Draws the oldest critical alert that nobody takes care of.
  static func draw(_ frame: Frame, in row: Rect, on grid: inout CellGrid) {
    guard !row.isEmpty, let (item, count) = frame.live?.alerts.loudest else { return }
    let alert = item.alert
    grid.pace(row, urgent: [alert.id, count])
    var line = Line(" \(alert.severity.word) ", alert.severity.role, [.bold, .reverse])
    line.add(" \(alert.rule)", alert.severity.role, .bold)
    line.add(" \(alert.subject.name)", .accent, .bold)
    line.add("  " + AlertText.why(alert), .text)
    var right = [Segment(Line(frame.present.age(of: alert.begin), .dim), rank: 2)]
    if count > 1 {
      right.append(Segment(Line("+\(NumberFormat.grouped(count - 1)) more", alert.severity.role), rank: 1))
    }
    right.append(Segment(Line("A", .key, .bold), rank: 3))
    let taken = right.reduce(0) { $0 + $1.line.width + 2 }
    // Rule and wrapper go before all else.
    let names = 14 + DisplayWidth.of(alert.rule) + DisplayWidth.of(alert.subject.name)
    guard row.width >= names + taken else { return grid.draw(line, in: row) }
    grid.draw([], right, in: row)
    grid.draw(line, in: row.columns(0, row.width - taken))
  }
}
