import Configuration

/// The fields of kinds as a reader wants them: each group once, with the kinds that have it.
package struct FieldCatalogue: Sendable {
  /// Fields that the same kinds have.
  struct Section {
    var group: FieldGroup
    /// The names of the kinds that have them; nil for every kind.
    var kinds: [String]?
    var fields: [(path: String, description: FieldDescription)]
  }

  /// The kinds, in their order.
  package let kinds: [Kind]

  package init(kinds: [Kind]) { self.kinds = kinds }

  /// Groups of fields in the order of kinds; own fields of a custom kind are a section of their own.
  var sections: [Section] {
    var sections: [Section] = []
    for group in FieldGroup.allCases where group != .custom {
      let having = kinds.filter { $0.fields.contains { $0.group == group } }
      guard let first = having.first else { continue }
      let isOfAll = kinds.count > 1 && having.count == kinds.count
      sections.append(
        Section(
          group: group, kinds: isOfAll ? nil : having.map(\.name), fields: first.listedFields { $0.group == group })
      )
    }
    for kind in kinds {
      let own = kind.listedFields { $0.group == .custom }
      if !own.isEmpty { sections.append(Section(group: .custom, kinds: [kind.name], fields: own)) }
    }
    return sections
  }

  /// What has to hold between fields, in words, each rule once.
  var rules: [String] {
    var seen: Set<String> = []
    return kinds.flatMap { kind in
      kind.rules.map { $0.words + (kinds.allSatisfy { $0.rules.count == kind.rules.count } ? "" : ofKinds(having: $0)) }
    }.filter { seen.insert($0).inserted }
  }

  private func ofKinds(having rule: FieldRule) -> String {
    let having = kinds.filter { $0.rules.contains(rule) }
    return having.count == kinds.count ? "" : " (\(having.map(\.name).joined(separator: ", ")))"
  }
}

extension Kind {
  /// Single values with the names under which operators find them; the key of a table is `KEY`.
  func listedFields(
    where isWanted: (FieldDescription) -> Bool = { _ in true }
  ) -> [(path: String, description: FieldDescription)] {
    fields.filter(isWanted).flatMap { field in
      switch field.type {
      case .record(let parts): parts.map { ("\(field.name).\($0.name)", $0) }
      case .table(let parts): parts.map { ("\(field.name).KEY.\($0.name)", $0) }
      default: [(field.name, field)]
      }
    }
  }
}

extension FieldRule {
  /// As a sentence without a full stop.
  package var words: String {
    switch self {
    case .ordered(let first, let second, let allowsEqual):
      "\(first) \(allowsEqual ? "must not be above" : "has to be below") \(second)"
    case .required(let path, let condition, let value):
      "\(path) is required while \(condition) is \(value.shown)"
    }
  }
}

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
