import Canvas
import Events
import Formatting
import Monitoring
import PlainText
import Snapshots

/// What `wraptop status` prints for people: the system, tables of wrappers, budgets and sources, and what the operator
/// should know about the core itself.
///
/// Texts from outside come out as safe text (article Security). Lines are as long as they need to be: a pipe has no
/// width, and a terminal wraps them.
package struct StatusText: Report {
  let rendering: TextRendering

  /// A report in such characters, with colour only if `color` says so.
  package init(color: Bool = false, glyphs: GlyphSet = .braille) {
    rendering = TextRendering(usesColor: color, glyphs: glyphs)
  }

  package func write(_ snapshot: Snapshot, to output: inout [UInt8]) {
    var text = system(snapshot)
    let firing = alerts(snapshot)
    if !firing.isEmpty { text += "\n" + firing }
    if !snapshot.monitor.wrappers.isEmpty { text += "\n" + wrappers(snapshot.monitor) }
    let budgets = budgets(snapshot.monitor)
    if !budgets.isEmpty { text += "\n" + budgets }
    if !snapshot.sources.isEmpty { text += "\n" + sources(snapshot) }
    if !snapshot.notices.isEmpty { text += "\n" }
    for notice in snapshot.notices {
      text += rendering.styled("note: " + rendering.safe(notice).string, .notice) + "\n"
    }
    output.append(contentsOf: text.utf8)
  }

  private func system(_ snapshot: Snapshot) -> String {
    let system = snapshot.monitor.system
    // Without an operation nothing has gone well, and nothing has gone wrong.
    let hasOperations = system.totalOperations > 0
    let word = hasOperations && system.isIdle ? "IDLE" : system.status.rawValue.uppercased()
    let headline =
      hasOperations || system.status == .noWrappers
      ? rendering.styled(word, system.isIdle ? .idle : role(of: system.status))
      : rendering.styled("NO OPERATION YET", .idle)
    var text = headline
    if hasOperations {
      text += "  \(system.isIdle ? "last " : "")score \(score(system.score))"
      let judged = system.judgedOperations
      if (1..<5).contains(judged) { text += " on " + NumberFormat.counted(judged, "operation") }
      if let worst = system.worst, !system.isIdle { text += ", worst wrapper \(worst.rawValue.uppercased())" }
    }
    text += "  at \(snapshot.at)\n"
    text += "\(NumberFormat.counted(system.totalWrappers, "wrapper")): \(system.healthyWrappers) healthy, "
    text += "\(system.unhealthyWrappers) unhealthy; \(system.idleWrappers) idle\n"
    text += NumberFormat.counted(system.totalOperations, "operation") + ", "
    if hasOperations { text += "\(NumberFormat.percent(system.successRate)) % successful, " }
    text += "\(NumberFormat.counted(system.errorCount, "error")), \(system.activeOperations) active, "
    text += "\(NumberFormat.quantity(system.operationsPerMinute)) per minute\n"
    let useless = snapshot.sources.filter(\.isAllRejected).count
    if hasOperations, useless > 0 {
      let sources = "\(NumberFormat.counted(useless, "source")), every line of which was rejected"
      text += rendering.styled("not in these figures: \(sources)", .critical) + "\n"
    }
    if let catchUp = snapshot.catchUp {
      let read = "\(NumberFormat.bytes(catchUp.bytesRead)) of \(NumberFormat.bytes(catchUp.bytesTotal))"
      text += rendering.styled("still catching up: \(read) read", .notice) + "\n"
    }
    return text
  }

  private func role(of status: SystemHealth.Status) -> Role {
    switch status {
    case .healthy: .healthy
    case .degraded: .degraded
    case .critical: .critical
    case .noWrappers: .idle
    }
  }
}

extension StatusText {
  /// The table of budgets, those over all wrappers first, with when days and months turn; nothing without budgets. But for the signs
  /// of estimates and lower bounds it fits into 80 columns.
  func budgets(_ monitor: MonitorSnapshot) -> String {
    var table = TextTable(columns: [
      .words("BUDGET OF"), .words("FOR"), .words("STATUS"), .figures("SPENT"), .figures("OF"), .figures("USED%"),
      .figures("BURN/h"), .figures("AT TURN"),
    ])
    var isComplete = true
    func add(_ name: String, _ budget: BudgetState?) {
      for spending in [budget?.daily, budget?.monthly] {
        guard let spending, let row = row(name, spending, monitor.zone) else { continue }
        table.rows.append(row)
        isComplete = isComplete && spending.isComplete
      }
    }
    add("all wrappers", monitor.budget)
    for wrapper in monitor.wrappers { add(wrapper.name, wrapper.budget) }
    guard !table.rows.isEmpty else { return "" }
    let day = monitor.zone.day(holding: monitor.at).upperBound
    let month = monitor.zone.month(holding: monitor.at).upperBound
    var text = table.text(rendering)
    text += "  the day turns at \(local(day, monitor.zone)), the month at \(local(month, monitor.zone))\n"
    if !isComplete { text += "  \(BudgetText.incomplete)\n" }
    return text
  }

  private func row(_ name: String, _ spending: PeriodSpending, _ zone: ZoneRules) -> TextTable.Row? {
    guard let budget = spending.budget, let status = spending.status else { return nil }
    let figures = [
      dollars(spending.spent, spending.certainty), dollars(budget),
      spending.certainty.mark(NumberFormat.percent(spending.share)),
      dollars(spending.burnPerHour, spending.burnCertainty),
      spending.projected.map { dollars($0, spending.projectedCertainty) } ?? NumberFormat.percent(nil),
    ]
    var cells = [
      TextTable.Cell(
        text: rendering.safe(name).truncated(to: Self.nameWidth, .middle, in: rendering.glyphs), role: .accent),
      TextTable.Cell(text: rendering.safe(spending.period.rawValue)),
      TextTable.Cell(text: rendering.safe(status.rawValue), role: status.role),
    ]
    cells += figures.map { TextTable.Cell(text: rendering.safe($0)) }
    return TextTable.Row(cells: cells, notes: outlook(spending, status, zone))
  }

  // How much is too much already, or when the budget will be spent.
  private func outlook(_ spending: PeriodSpending, _ status: BudgetStatus, _ zone: ZoneRules) -> [TextTable.Cell] {
    let text: String
    if status == .exceeded, let remaining = spending.remaining {
      text = "over by \(dollars(Money(nanodollars: -remaining.nanodollars), spending.certainty))"
    } else if spending.projected == nil {
      return [TextTable.Cell(text: rendering.safe(BudgetText.tooEarly))]
    } else if let exhausted = spending.exhaustedAt {
      text = "spent by \(local(exhausted, zone)) at this rate"
    } else {
      return []
    }
    return [TextTable.Cell(text: rendering.safe(text), role: status == .healthy ? .degraded : status.role)]
  }

  private func dollars(_ money: Money, _ certainty: CostCertainty = .exact) -> String {
    certainty.mark(NumberFormat.dollars(nanodollars: money.nanodollars))
  }

  private func local(_ instant: Timestamp, _ zone: ZoneRules) -> String {
    let minute = zone.localTime(at: instant).clock.prefix(5)
    return rendering.safe("\(zone.date(at: instant)) \(minute) \(zone.offset(at: instant).abbreviation)").string
  }

  // So much that all columns together take no more than 80.
  private static let nameWidth = 16
}

extension BudgetStatus {
  /// The colour.
  fileprivate var role: Role {
    switch self {
    case .healthy: .healthy
    case .warning: .degraded
    case .critical: .unhealthy
    case .exceeded: .critical
    }
  }
}

extension StatusText {
  /// The table of sources, with rejected lines by reason and what keeps a source from being read.
  func sources(_ snapshot: Snapshot) -> String {
    var table = TextTable(columns: [
      .words("SOURCE"), .words("KIND"), .words("FORMAT"), .figures("READ"), .figures("BEHIND"), .figures("LINES"),
      .figures("RECORDS"), .figures("ACCEPTED"), .figures("SKIPPED"), .figures("DUPLICATE"), .figures("REJECTED"),
      .words("LAST EVENT"),
    ])
    for source in listedSources(snapshot.sources) {
      var row = row(source, at: snapshot.at)
      let rejected = snapshot.rejected.filter { $0.source == source.name }.examples
      row.notes += rejected.map { TextTable.Cell(text: rendering.safe($0.report), role: .notice) }
      table.rows.append(row)
    }
    return table.text(rendering)
  }

  private func row(_ source: SourceSummary, at instant: Timestamp) -> TextTable.Row {
    let last = source.lastEvent.map { event in
      NumberFormat.age(seconds: max(0, instant.milliseconds(since: event) / 1000)) + " ago"
    }
    let words = [source.name, source.kind?.rawValue ?? "mixed", source.format ?? "mixed"]
    let figures = [
      NumberFormat.bytes(source.bytes), NumberFormat.bytes(source.lagBytes), String(source.lines),
      String(source.records),
      String(source.accepted), String(source.skipped), String(source.duplicates), String(source.rejected),
      last ?? "never",
    ]
    var cells = (words + figures).map { TextTable.Cell(text: rendering.safe($0), role: nil) }
    cells[0].role = .accent
    if source.rejected > 0 { cells[10].role = .notice }
    return TextTable.Row(cells: cells, notes: notes(source))
  }

  private func notes(_ source: SourceSummary) -> [TextTable.Cell] {
    var notes: [String] = []
    if let reasons = RejectionReason.summary(source.rejectedByReason) {
      notes.append("rejected: " + reasons)
    }
    if source.inconsistent > 0 { notes.append("inconsistent: \(source.inconsistent)") }
    if source.withoutUsage > 0 { notes.append("no usage: \(source.withoutUsage)") }
    if source.tooLate > 0 { notes.append("too late for the windows: \(source.tooLate)") }
    if source.ahead > 0 { notes.append("ahead of the clock, in totals only until their time comes: \(source.ahead)") }
    let problem = source.problem.map { [TextTable.Cell(text: rendering.safe($0), role: .critical)] } ?? []
    return problem + notes.map { TextTable.Cell(text: rendering.safe($0), role: .notice) }
  }
}

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
    let hasOperations = health.sums.operations > 0
    let figures = [
      wrapper.isMonitored && wrapper.totals.total > 0 ? score(health.score) : NumberFormat.missing,
      String(health.sums.operations),
      NumberFormat.quantity(wrapper.operationsPerMinute),
      NumberFormat.percent(hasOperations ? health.sums.errorRate : nil),
      NumberFormat.percent(hasOperations ? health.sums.fallbackRate : nil),
      NumberFormat.duration(ms: health.sums.averageDurationMs),
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
