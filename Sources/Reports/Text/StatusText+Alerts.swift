import Alerting
import Canvas
import Events
import Formatting
import PlainText
import Snapshots

extension StatusText {
  /// The table of alerts that fire, the worst first, each with why; nothing if none does.
  func alerts(_ snapshot: Snapshot) -> String {
    let active = snapshot.alerts.active
    guard !active.isEmpty else { return "" }
    var table = TextTable(columns: [
      .words("ALERT"), .words("SEVERITY"), .words("RULE"), .words("ABOUT"), .words("FIRED"),
    ])
    for item in active {
      let alert = item.alert
      let age = max(0, snapshot.at.milliseconds(since: alert.firedAt ?? alert.since) / 1000)
      let isLoud = alert.state == .firing
      let cells = [
        TextTable.Cell(text: rendering.safe(alert.state.word), role: isLoud ? alert.severity.role : nil),
        TextTable.Cell(text: rendering.safe(alert.severity.word), role: isLoud ? alert.severity.role : nil),
        TextTable.Cell(text: rendering.safe(alert.rule)),
        TextTable.Cell(text: rendering.safe(alert.subject.name), role: .accent),
        TextTable.Cell(text: rendering.safe(NumberFormat.age(seconds: age) + " ago")),
      ]
      var notes = [TextTable.Cell(text: rendering.safe(AlertText.why(alert)))]
      if let care = alert.care(clock: { $0.clock + "Z" }) {
        notes.append(TextTable.Cell(text: rendering.safe("acknowledged by " + care), role: .dim))
      }
      if let until = alert.silencedUntil {
        notes.append(TextTable.Cell(text: rendering.safe("silenced until \(until.clock)Z"), role: .dim))
      }
      table.rows.append(TextTable.Row(cells: cells, notes: notes))
    }
    return table.text(rendering)
  }
}

extension AlertSeverity {
  fileprivate var role: Role {
    switch self {
    case .info: .accent
    case .warning: .degraded
    case .error: .unhealthy
    case .critical: .critical
    }
  }
}
