import Canvas
import Configuration

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
