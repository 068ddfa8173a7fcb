import Alerting
import Formatting
import Monitoring
import PlainText
import Snapshots

extension CostPage {
  /// The alerts that fire at the instant of the report, and those that fired in its time and are over; nothing if there are
  /// none.
  var alerts: [Page.Section] {
    let alerts = document.snapshot.alerts
    let glob = document.pattern.map { NameGlob($0) }
    func isMeant(_ alert: Alert) -> Bool { glob.map { alert.subject.wrapper.map($0.matches) ?? false } ?? true }
    let firing = alerts.active.filter { isMeant($0.alert) }
    let over = alerts.ended.filter { alert in
      guard let fired = alert.firedAt, let resolved = alert.resolvedAt, isMeant(alert) else { return false }
      return fired <= document.through && resolved >= document.from
    }
    guard !firing.isEmpty || !over.isEmpty else { return [] }
    var blocks: [Page.Block] = []
    if firing.isEmpty {
      blocks.append(.paragraph("No alert fires at \(time.full(document.snapshot.at))."))
    } else {
      blocks += [.heading(.words("Firing at \(time.full(document.snapshot.at))")), .table(firingTable(firing))]
    }
    if !over.isEmpty { blocks += [.heading(.words("Over by then")), .table(overTable(over))] }
    for (count, words) in [(firing.count, "that fire"), (over.count, "that are over")] where count > Self.rows {
      blocks.append(.paragraph("\(NumberFormat.counted(count - Self.rows, "more alert")) \(words): left out here."))
    }
    return [Page.Section("Alerts", blocks)]
  }

  private func firingTable(_ items: [AlertsState.Item]) -> PageTable {
    var table = PageTable(
      caption: "Alerts that fire at \(time.full(document.snapshot.at))",
      columns: [
        .words("Rule"), .words("About"), .words("Severity"), .words("State"), .words("Since"), .words("Why"),
        .words("Acknowledged by"),
      ])
    table.rows = items.prefix(Self.rows).map { item in
      let alert = item.alert
      return [
        .name(alert.rule), .name(alert.subject.name), .status(alert.severity.rawValue, alert.severity.tone),
        .words(alert.state.word.lowercased()), .words(time.full(alert.firedAt ?? alert.since)),
        .words(AlertText.why(alert)), .words(alert.care(clock: time.full) ?? CostText.none),
      ]
    }
    return table
  }

  private func overTable(_ alerts: [Alert]) -> PageTable {
    var table = PageTable(
      caption: "Alerts that are over",
      columns: [
        .words("Rule"), .words("About"), .words("Severity"), .words("Fired"), .figures("Lasted"), .words("Ended"),
        .words("Why"),
      ])
    table.rows = alerts.prefix(Self.rows).map { alert in
      [
        .name(alert.rule), .name(alert.subject.name), .status(alert.severity.rawValue, alert.severity.tone),
        .words(alert.firedAt.map(time.full) ?? CostText.none),
        .figure(alert.secondsFired.map { NumberFormat.age(seconds: $0) } ?? CostText.none),
        .words(AlertText.ending(alert) ?? CostText.none), .words(AlertText.why(alert)),
      ]
    }
    return table
  }
}

extension AlertSeverity {
  /// How good that is.
  fileprivate var tone: Tone {
    switch self {
    case .info: .plain
    case .warning: .warning
    case .error: .serious
    case .critical: .bad
    }
  }
}
