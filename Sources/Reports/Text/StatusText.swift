import Formatting
import Canvas
import Events
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
      if (1..<5).contains(system.judgedOperations) { text += " on \(counted(system.judgedOperations, "operation"))" }
      if let worst = system.worst, !system.isIdle { text += ", worst wrapper \(worst.rawValue.uppercased())" }
    }
    text += "  at \(snapshot.at)\n"
    text += "\(counted(system.totalWrappers, "wrapper")): \(system.healthyWrappers) healthy, "
    text += "\(system.unhealthyWrappers) unhealthy; \(system.idleWrappers) idle\n"
    text += counted(system.totalOperations, "operation") + ", "
    if hasOperations { text += "\(NumberFormat.percent(system.successRate)) % successful, " }
    text += "\(counted(system.errorCount, "error")), \(system.activeOperations) active, "
    text += "\(NumberFormat.quantity(system.operationsPerMinute)) per minute\n"
    let useless = snapshot.sources.filter(\.isAllRejected).count
    if hasOperations, useless > 0 {
      let sources = "\(counted(useless, "source")), every line of which was rejected"
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

  private func counted(_ count: some BinaryInteger, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
