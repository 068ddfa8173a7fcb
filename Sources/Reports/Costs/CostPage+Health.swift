import PlainText
import Formatting
import Events
import Monitoring

extension CostPage {
  /// How the wrappers fare at the instant of the report; nothing without wrappers.
  var health: [Page.Section] {
    let monitor = document.snapshot.monitor
    guard !monitor.wrappers.isEmpty else { return [] }
    let system = monitor.system
    let seconds = monitor.policy.windowSeconds
    let window = seconds == 3600 ? "hour" : NumberFormat.age(seconds: Double(seconds))
    let grade =
      system.totalOperations > 0
      ? "\(system.isIdle ? "Idle, last" : "\(system.status.rawValue),") score \(CostText.score(system.score))"
      : "No operation has ended yet"
    let sentence =
      "\(grade): \(system.healthyWrappers) of "
      + "\(NumberFormat.counted(system.totalWrappers, "wrapper")) healthy, \(system.idleWrappers) idle. "
      + "Rates and times are those of the last \(window) before \(time.full(monitor.at))."
    var table = PageTable(
      caption: "Health of the wrappers in the last \(window)",
      columns: [
        .words("Wrapper"), .words("Status"), .figures("Score"), .figures("Operations"), .figures("Errors"),
        .figures("Fallbacks"), .figures("Mean time"), .figures("95 %"), .words("Last operation"),
      ])
    let listed = monitor.wrappers.prefix(Self.mostHealthRows)
    table.rows = listed.map(row)
    var blocks: [Page.Block] = [.paragraph(sentence), .table(table)]
    if listed.count < monitor.wrappers.count {
      blocks.append(.paragraph("\(monitor.wrappers.count - listed.count) more are left out; choose with --wrapper."))
    }
    return [Page.Section("Health", blocks)]
  }

  private static var mostHealthRows: Int { 200 }

  private func row(_ wrapper: WrapperSnapshot) -> [PageText] {
    let health = wrapper.health
    let hasOperations = health.sums.operations > 0
    return [
      .name(wrapper.name),
      !wrapper.isMonitored
        ? .status("off", .muted)
        : wrapper.isIdle ? .status("idle", .muted) : .status(health.status.rawValue.lowercased(), health.status.tone),
      .figure(wrapper.isMonitored && wrapper.totals.total > 0 ? CostText.score(health.score) : CostText.percent(nil)),
      .figure(CostText.count(health.sums.operations)),
      .figure(CostText.percent(hasOperations ? health.sums.errorRate : nil)),
      .figure(CostText.percent(hasOperations ? health.sums.fallbackRate : nil)),
      .figure(CostText.duration(health.sums.averageDurationMs)), .figure(CostText.duration(wrapper.p95LastHourMs)),
      .words(health.lastActivity.map(time.full) ?? "never"),
    ]
  }
}

extension HealthStatus {
  /// How good it is.
  fileprivate var tone: Tone {
    switch self {
    case .healthy: .good
    case .degraded: .warning
    case .unhealthy: .serious
    case .critical: .bad
    }
  }
}
