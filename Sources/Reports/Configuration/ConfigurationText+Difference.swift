import Canvas
import Configuration

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
