import Formatting
import Canvas
import Events
import Monitoring
import PlainText

extension StatusText {
  /// The table of wrappers. Counts and rates are of the last hour, the cost is all there ever was.
  func wrappers(_ monitor: MonitorSnapshot) -> String {
    var table = TextTable(columns: [
      .words("WRAPPER"), .words("STATUS"), .figures("SCORE"), .figures("OPS/1h"), .figures("OPS/min"),
      .figures("ERR%"), .figures("FALLB%"), .figures("MEAN"), .figures("P95"), .figures("ACTIVE"), .figures("COST"),
      .words("LAST"),
    ])
    for wrapper in monitor.wrappers { table.rows.append(row(wrapper, at: monitor.at)) }
    return table.text(rendering)
  }

  private func row(_ wrapper: WrapperSnapshot, at instant: Timestamp) -> TextTable.Row {
    let health = wrapper.health
    let grade = !wrapper.isMonitored ? Grade.off : wrapper.isIdle ? .idle : Grade(health.status)
    let hasOperations = health.totalOperations > 0
    let figures = [
      wrapper.isMonitored && wrapper.totals.total > 0 ? score(health.score) : NumberFormat.missing,
      String(health.totalOperations),
      NumberFormat.quantity(wrapper.operationsPerMinute),
      NumberFormat.percent(hasOperations ? health.errorRate : nil),
      NumberFormat.percent(hasOperations ? health.fallbackRate : nil),
      NumberFormat.duration(ms: health.averageDurationMs),
      NumberFormat.duration(ms: wrapper.p95LastHourMs),
      String(wrapper.totals.active),
      wrapper.totals.costs.certainty.mark(NumberFormat.dollars(nanodollars: wrapper.totals.cost.nanodollars)),
      age(health.lastActivity, at: instant),
    ]
    var cells = [
      TextTable.Cell(text: rendering.safe(wrapper.name), role: .accent),
      TextTable.Cell(text: rendering.safe("\(grade.glyph(in: rendering.glyphs)) \(grade.word)"), role: grade.role),
    ]
    cells += figures.map { TextTable.Cell(text: rendering.safe($0), role: wrapper.isIdle ? .idle : nil) }
    return TextTable.Row(cells: cells, notes: health.status == .healthy ? [] : reasons(health, grade, at: instant))
  }

  /// Why the score is what it is, and what went wrong last.
  private func reasons(_ health: WrapperHealth, _ grade: Grade, at instant: Timestamp) -> [TextTable.Cell] {
    let factors = health.factors.filter { $0.value < 1 || $0.name == .successRate }.map { factor in
      let name = factor.name.rawValue.split(separator: "_").joined(separator: " ")
      if factor.name == .successRate { return "\(name) \(NumberFormat.percent(factor.value)) %" }
      let measured = factor.measured.map { " \(NumberFormat.percent($0)) %" } ?? ""
      return "\(name)\(measured) x \(NumberFormat.fixed(factor.value, 2))"
    }
    var notes: [TextTable.Cell] = []
    if !factors.isEmpty {
      notes.append(TextTable.Cell(text: rendering.safe("why: " + factors.joined(separator: ", ")), role: grade.role))
    }
    if let error = health.lastError {
      let when = health.lastErrorTime.map { " \(age($0, at: instant))" } ?? ""
      let text = rendering.safe("last error\(when): " + error).truncated(to: 100, .tail, in: rendering.glyphs)
      notes.append(TextTable.Cell(text: text, role: .dim))
    }
    return notes
  }

  /// A score, cut rather than rounded, so that it never reads as if it had reached the next grade. Figures a rounding
  /// error below what was meant are not cut.
  func score(_ score: Double) -> String { NumberFormat.fixed((score * 1000 + 1e-6).rounded(.down) / 1000, 3) }

  private func age(_ time: Timestamp?, at instant: Timestamp) -> String {
    guard let time else { return "never" }
    return NumberFormat.age(seconds: max(0, instant.milliseconds(since: time) / 1000)) + " ago"
  }
}

extension Grade {
  fileprivate init(_ status: HealthStatus) {
    switch status {
    case .healthy: self = .healthy
    case .degraded: self = .degraded
    case .unhealthy: self = .unhealthy
    case .critical: self = .critical
    }
  }
}
