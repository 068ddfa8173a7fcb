import Canvas
import Configuration

/// What `config list` tells of a wrapper.
package struct WrapperSummary: Sendable, Equatable {
  package var wrapper: WrapperConfiguration
  package var isEnabled: Bool
  /// False where wraptop does not judge it (OFF).
  package var isMonitored: Bool
  /// How many values some layer above the default gives.
  package var changedFields: Int
  package var findings: [Finding]

  init(_ wrapper: WrapperConfiguration, in configuration: ResolvedConfiguration) {
    let settings = configuration.monitoring(of: wrapper)
    self.wrapper = wrapper
    isEnabled = settings.isEnabled
    isMonitored = settings.isMonitored
    changedFields = wrapper.given.count
    findings = configuration.findings.filter { $0.wrapper == wrapper.name }
  }
}

extension ResolvedConfiguration {
  /// What there is to tell of each wrapper, by name.
  package var summaries: [WrapperSummary] {
    wrappers.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map { WrapperSummary($0, in: self) }
  }
}

extension ConfigurationText {
  /// The table of `config list`, with what is wrong beyond single wrappers behind it.
  package func wrappers(_ configuration: ResolvedConfiguration) -> String {
    guard !configuration.wrappers.isEmpty else {
      return lines(configuration.findings)
        + "no wrappers: name their file with --wrappers, or make one with "
        + "`wraptop config set NAME.FIELD VALUE --kind KIND`\n"
    }
    var table = TextTable(columns: [
      .words("WRAPPER"), .words("KIND"), .words("STATE"), .figures("SET"), .figures("ERRORS"), .figures("WARNINGS"),
      .words("FROM"),
    ])
    for summary in configuration.summaries {
      let errors = summary.findings.errorCount
      let warnings = summary.findings.warningCount
      table.rows.append(
        TextTable.Row(cells: [
          name(summary.wrapper.name, width: 24), name(summary.wrapper.kind, width: 12, nil), state(of: summary),
          cell(String(summary.changedFields)), cell(String(errors), errors > 0 ? .unhealthy : nil),
          cell(String(warnings), warnings > 0 ? .degraded : nil), cell(summary.wrapper.origin.description, .dim),
        ]))
    }
    let others = configuration.findings.filter { finding in
      configuration.wrappers[finding.wrapper ?? ""] == nil
    }
    return table.text(rendering) + (others.isEmpty ? "" : "\n" + lines(others))
  }

  private func state(of summary: WrapperSummary) -> TextTable.Cell {
    guard summary.isMonitored else {
      return cell(summary.isEnabled ? "enabled, OFF" : "disabled, OFF", .idle)
    }
    return summary.isEnabled ? cell("enabled") : cell("disabled", .idle)
  }
}
