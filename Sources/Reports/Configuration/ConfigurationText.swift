import Canvas
import Configuration
import PlainText

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

  /// Such as `2 errors, 1 warning`.
  static func counted(_ findings: [Finding]) -> String {
    NumberFormat.counted(findings.errorCount, "error") + ", " + NumberFormat.counted(findings.warningCount, "warning")
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

extension ConfigurationText {
  /// The tables of `config fields`: what each field takes, and what it is for.
  package func catalogue(_ catalogue: FieldCatalogue) -> String {
    var table = TextTable(columns: [.words("FIELD"), .words("TYPE"), .words("DEFAULT"), .words("TAKES")])
    for section in catalogue.sections {
      for (index, field) in section.fields.enumerated() {
        let description = field.description
        var row = TextTable.Row(
          cells: [
            cell(field.path, .accent), cell(description.type.name), cell(description.standardInWords),
            cell(description.takenInWords),
          ], notes: [cell("  " + description.summary, .dim)])
        if index == 0 {
          row.heading = cell("\(section.group.title): \(Self.words(for: section.kinds))", .title)
        }
        table.rows.append(row)
      }
    }
    let rules = catalogue.rules.map { "  " + rendering.safe($0).string + "\n" }
    return table.text(rendering) + (rules.isEmpty ? "" : "\nrules\n" + rules.joined())
  }

  static func words(for kinds: [String]?) -> String {
    guard let kinds else { return "every kind" }
    return "kind " + kinds.joined(separator: ", ")
  }
}

extension FieldDescription {
  var standardInWords: String { standard.map(shownWithUnit) ?? "" }

  /// The values that it takes, and what else is to be known of it.
  var takenInWords: String {
    var words = [allowedInWords]
    if isRequired { words.append("required") }
    if isSensitive { words.append("secret") }
    if let variable { words.append("$" + variable) }
    return words.joined(separator: "; ")
  }
}

extension ConfigurationText {
  /// The table of `config diff`.
  package func differences(_ differences: [ConfigurationDifference]) -> String {
    guard !differences.isEmpty else { return "no difference: all values are those of the files and the defaults\n" }
    var table = TextTable(columns: [
      .words("FIELD"), .words("FILES SAY"), .words("IN FORCE"), .words("LAYER"), .words("FROM"),
    ])
    var wrapper: String?
    for difference in differences {
      var row = TextTable.Row(cells: [
        cell(difference.path.description), value(difference.files, of: difference.description),
        value(difference.effective, of: difference.description), cell(difference.effective.layer),
        cell(difference.effective.origin.description, .dim),
      ])
      if difference.wrapper.name != wrapper {
        wrapper = difference.wrapper.name
        row.heading = cell("\(difference.wrapper.name) (\(difference.wrapper.kind))", .accent)
      }
      table.rows.append(row)
    }
    return table.text(rendering)
  }

  private func value(_ given: GivenValue?, of description: FieldDescription) -> TextTable.Cell {
    guard let given else { return cell("not set", .dim) }
    let shown = description.shownWithUnit(given.value)
    return given.layer == .standard ? cell("\(shown) (default)", .dim) : cell(shown)
  }
}

extension ConfigurationText {
  /// What `config show` tells of a wrapper: its fields in groups, each with what holds, the layer it comes from and what it
  /// hides, and the findings.
  package func fields(of wrapper: WrapperConfiguration, in configuration: ResolvedConfiguration) -> String {
    let fields = configuration.fields(of: wrapper)
    let findings = configuration.findings.filter { $0.wrapper == wrapper.name }
    var text = rendering.styled(rendering.safe(wrapper.name).string, .accent)
    text += "  kind " + rendering.safe(wrapper.kind).string
    text += "  " + rendering.safe(wrapper.origin.description).string + "\n"
    text += "\(wrapper.given.count) of \(NumberFormat.counted(fields.count, "field")) set; \(Self.counted(findings))\n"
    text += table(fields)
    return text + (findings.isEmpty ? "" : "\n" + lines(findings))
  }

  /// What holds of a wrapper and nothing else.
  package func effectiveFields(of wrapper: WrapperConfiguration, in configuration: ResolvedConfiguration) -> String {
    var table = TextTable(columns: [.words("FIELD"), .words("VALUE")])
    for field in configuration.fields(of: wrapper) {
      table.rows.append(TextTable.Row(cells: [cell(field.path.description, .accent), value(of: field)]))
    }
    return table.text(rendering)
  }

  private func table(_ fields: [ResolvedField]) -> String {
    var table = TextTable(columns: [.words("FIELD"), .words("VALUE"), .words("LAYER"), .words("FROM")])
    var group: FieldGroup?
    for field in fields {
      let origin = field.candidates.first?.origin ?? .standard
      var row = TextTable.Row(cells: [
        cell(field.path.description, field.layer ?? .standard > .standard ? .accent : nil), value(of: field),
        cell(field.layer), cell(origin == .standard ? "" : origin.description, .dim),
      ])
      if field.description.group != group {
        group = field.description.group
        row.heading = cell(field.description.group.title, .title)
      }
      // A default is hidden by whatever is said, which is nothing to tell.
      for hidden in field.hidden where hidden.layer != .standard {
        let shown = field.description.shownWithUnit(hidden.value)
        row.notes.append(cell("  hides \(shown) of \(hidden.layer.rawValue), \(hidden.origin)", .dim))
      }
      table.rows.append(row)
    }
    return table.text(rendering)
  }

  private func value(of field: ResolvedField) -> TextTable.Cell {
    guard let value = field.value else { return cell(rendering.glyphs.isFine ? "–" : "-", .dim) }
    return cell(field.description.shownWithUnit(value), field.layer == .standard ? .dim : nil)
  }
}

extension FieldGroup {
  /// What it is called above its fields.
  package var title: String {
    switch self {
    case .base: "base"
    case .budget: "budget"
    case .externalTool: "external tool"
    case .routing: "routing"
    case .templating: "templating"
    case .custom: "custom"
    }
  }
}

/// What `config validate` found, and how much it looked at.
package struct ValidationResult: Sendable {
  package var findings: [Finding]
  /// How many files were read.
  package var files: Int
  package var wrappers: Int
  /// Warnings count as errors.
  package var isStrict: Bool

  package init(findings: [Finding], files: Int, wrappers: Int, isStrict: Bool) {
    self.findings = findings
    self.files = files
    self.wrappers = wrappers
    self.isStrict = isStrict
  }

  /// Whether the configuration may be used.
  package var isValid: Bool { isStrict ? findings.isEmpty : findings.errorCount == 0 }
}

extension ConfigurationText {
  /// What `config validate` prints: a line for each finding, errors first, and the sum.
  package func validation(_ result: ValidationResult) -> String {
    var text = lines(result.findings)
    let sum = Self.counted(result.findings)
    let extent = NumberFormat.counted(result.files, "file") + ", " + NumberFormat.counted(result.wrappers, "wrapper")
    text += rendering.styled("\(sum) in \(extent)", result.isValid ? .healthy : .unhealthy) + "\n"
    return text
  }
}

extension ConfigurationText {
  /// The table of `config history`, in the order of the records: what changed, who did it and from where, and why.
  package func history(_ records: [AuditRecord]) -> String {
    guard !records.isEmpty else { return "no changes are recorded\n" }
    var table = TextTable(columns: [
      .figures("NUMBER"), .words("TIME (UTC)"), .words("WHO"), .words("FIELD"), .words("CHANGE"),
    ])
    for record in records {
      table.rows.append(
        TextTable.Row(
          cells: [
            cell(String(record.number)), cell(Self.second(record.time), .dim), name(record.actor.user, width: 10, nil),
            cell("\(record.wrapper).\(record.field)", .accent), cell(record.changeInWords),
          ], notes: [cell(note(record), .dim)]))
    }
    return table.text(rendering)
  }

  /// A change in one line, as `config set` tells it once it is written: `bot.daily_budget: 3 -> 5`.
  package func change(
    _ wrapper: String, _ field: String, from old: FieldValue?, to new: FieldValue?
  ) -> String {
    rendering.safe("\(wrapper).\(field): \(FieldValue.change(from: old, to: new))").string
  }

  private func note(_ record: AuditRecord) -> String {
    var parts = ["from \(record.actor.from)"]
    if record.action != .change { parts.insert(record.action.words, at: 0) }
    if let number = record.takesBack { parts.insert("takes back \(number)", at: 0) }
    if !record.reason.isEmpty { parts.append(record.reason) }
    return "        " + parts.joined(separator: "; ")
  }

  // Of `2026-01-02T03:04:05.000000Z` what people read; a time in another form as it is.
  private static func second(_ time: String) -> String {
    guard time.utf8.count == 27, time.hasSuffix("Z") else { return time }
    return String(time.prefix(19).replacing("T", with: " "))
  }
}

extension FieldValue {
  /// Two values of a field with an arrow between them, harmless to show; `not set` for none.
  fileprivate static func change(from old: FieldValue?, to new: FieldValue?) -> String {
    "\(old?.shown ?? "not set") -> \(new?.shown ?? "not set")"
  }
}

extension AuditRecord {
  /// From what to what; empty for an access to a credential.
  fileprivate var changeInWords: String {
    old == nil && new == nil ? action.words : FieldValue.change(from: old, to: new)
  }
}

extension AuditAction {
  fileprivate var words: String { rawValue.replacing("_", with: " ") }
}
