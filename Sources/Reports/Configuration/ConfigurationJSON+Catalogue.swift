import Configuration

extension ConfigurationJSON {
  /// `config fields`: kinds with all that is known of their fields beforehand.
  package func catalogue(_ catalogue: FieldCatalogue) -> [UInt8] {
    document { document in
      document.arrayField("kinds") { list in
        for kind in catalogue.kinds {
          list.object { entry in
            entry.field("kind", kind.name)
            entry.field("built_in", Kind.builtIn.contains { $0.name == kind.name })
            entry.arrayField("fields") { list in
              for (path, field) in kind.listedFields() { list.value(field, at: path) }
            }
            entry.arrayField("rules") { list in
              for rule in kind.rules { list.value(rule) }
            }
          }
        }
      }
    }
  }
}

extension JSONWriter {
  fileprivate mutating func value(_ field: FieldDescription, at path: String) {
    object { entry in
      entry.field("field", path)
      entry.field("group", field.group.rawValue)
      entry.field("type", field.type.name)
      entry.field("unit", field.unit)
      entry.field("default", field.standard)
      entry.rangeFields(field.type)
      entry.key("allowed")
      if case .choice(let choices) = field.type {
        entry.array { for choice in choices { $0.value(choice) } }
      } else {
        entry.null()
      }
      entry.field("takes", field.allowedInWords)
      entry.field("required", field.isRequired)
      entry.field("sensitive", field.isSensitive)
      entry.field("variable", field.variable)
      entry.field("description", field.summary)
    }
  }

  private mutating func rangeFields(_ type: FieldType) {
    var range: NumberRange?
    switch type {
    case .integer(let own), .number(let own): range = own
    case .flag, .text, .choice, .record, .table: break
    }
    for (key, bound) in [("min", range?.minimum), ("max", range?.maximum)] {
      self.key(key)
      if let bound { number(bound) } else { null() }
    }
    field("excludes_min", range?.excludesMinimum ?? false)
    field("excludes_max", range?.excludesMaximum ?? false)
  }

  fileprivate mutating func value(_ rule: FieldRule) {
    object { entry in
      switch rule {
      case .ordered(let first, let second, let allowsEqual):
        entry.field("rule", "ordered")
        entry.field("field", first.description)
        entry.field("below", second.description)
        entry.field("allows_equal", allowsEqual)
      case .required(let path, let condition, let value):
        entry.field("rule", "required")
        entry.field("field", path.description)
        entry.field("when", condition.description)
        entry.field("is", value)
      }
      entry.field("message", rule.words)
    }
  }
}
