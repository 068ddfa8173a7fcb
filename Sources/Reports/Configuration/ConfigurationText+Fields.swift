import Canvas
import Configuration

extension ConfigurationText {
  /// What `config show` tells of a wrapper: its fields in groups, each with what holds, the layer it comes from and what it
  /// hides, and the findings.
  package func fields(of wrapper: WrapperConfiguration, in configuration: ResolvedConfiguration) -> String {
    let fields = configuration.fields(of: wrapper)
    let findings = configuration.findings.filter { $0.wrapper == wrapper.name }
    var text = rendering.styled(rendering.safe(wrapper.name).string, .accent)
    text += "  kind " + rendering.safe(wrapper.kind).string
    text += "  " + rendering.safe(wrapper.origin.description).string + "\n"
    text += "\(wrapper.given.count) of \(Self.counted(fields.count, "field")) set; \(Self.counted(findings))\n"
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
