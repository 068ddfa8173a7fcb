import Canvas
import Configuration

/// What commands print of the configuration for people (article Command line): tables that fit into 80 columns where
/// names and paths let them.
///
/// Texts from outside come out as safe text (article Security); secrets were masked long before.
package struct ConfigurationText: Sendable {
  let rendering: TextRendering

  /// Texts in such characters, with colour only if `color` says so.
  package init(color: Bool = false, glyphs: GlyphSet = .braille) {
    rendering = TextRendering(usesColor: color, glyphs: glyphs)
  }

  // MARK: Cells

  func cell(_ text: String, _ role: Role? = nil) -> TextTable.Cell {
    TextTable.Cell(text: rendering.safe(text), role: role)
  }

  /// A name of the operator's choice, which a column cannot always hold.
  func name(_ text: String, width: Int, _ role: Role? = .accent) -> TextTable.Cell {
    TextTable.Cell(text: rendering.safe(text).truncated(to: width, .middle, in: rendering.glyphs), role: role)
  }

  /// A layer by its name, in a colour if it is one that hides the operator's files.
  func cell(_ layer: Layer?) -> TextTable.Cell {
    let role: Role? =
      switch layer {
      case nil, .standard: .dim
      case .file, .profile: nil
      case .environment, .runtime, .override: .notice
      }
    return cell(layer?.rawValue ?? "", role)
  }

  /// Findings, errors first, a line each.
  func lines(_ findings: [Finding]) -> String {
    findings.errorsFirst.reduce(into: "") { text, finding in
      let role: Role = finding.severity == .error ? .unhealthy : .degraded
      let line = rendering.safe(finding.description).string
      text += (finding.severity == .error ? "" : rendering.styled("warning: ", role))
      text += (finding.severity == .error ? rendering.styled(line, role) : line) + "\n"
    }
  }

  static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  /// Such as `2 errors, 1 warning`.
  static func counted(_ findings: [Finding]) -> String {
    counted(findings.errorCount, "error") + ", " + counted(findings.warningCount, "warning")
  }
}

extension [Finding] {
  package var errorCount: Int { count { $0.severity == .error } }
  package var warningCount: Int { count { $0.severity == .warning } }

  /// The same, those of one severity in their order.
  package var errorsFirst: [Finding] {
    filter { $0.severity == .error } + filter { $0.severity == .warning }
  }
}
