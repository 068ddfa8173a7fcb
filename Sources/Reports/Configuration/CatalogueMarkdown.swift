import Configuration

/// The fields of kinds as Markdown, for documentation: a table for each group, and the rules.
package struct CatalogueMarkdown: Sendable {
  package init() {}

  /// Whole, with a line feed at its end.
  package func text(_ catalogue: FieldCatalogue) -> String {
    var text = ""
    for section in catalogue.sections {
      let title = section.group.title
      text += "### \(title.prefix(1).uppercased() + title.dropFirst()): "
      text += MarkdownText.words(ConfigurationText.words(for: section.kinds)) + "\n\n"
      text += "| Field | Type | Default | Takes | What it is for |\n|---|---|---|---|---|\n"
      for (path, description) in section.fields {
        let standard = description.standardInWords
        let cells = [
          MarkdownText.name(path), description.type.name, standard.isEmpty ? "" : MarkdownText.name(standard),
          MarkdownText.words(description.takenInWords), MarkdownText.words(description.summary),
        ]
        text += "| " + cells.joined(separator: " | ") + " |\n"
      }
      text += "\n"
    }
    guard !catalogue.rules.isEmpty else { return text }
    return text + "### Rules\n\n" + catalogue.rules.map { "- \(MarkdownText.words($0, begin: true))\n" }.joined()
  }
}
