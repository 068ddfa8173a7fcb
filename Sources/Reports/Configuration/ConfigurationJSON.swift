import Configuration
import PlainText

/// What commands print of the configuration for programs (article Command line): one object on one line, with the same
/// keys whatever there is to tell, and null where there is nothing.
package struct ConfigurationJSON: Sendable {
  /// The number of the shape. It goes up when a key goes or changes its meaning, not when one is added.
  package static let schema = 1

  package init() {}

  /// A document of that shape.
  func document(_ content: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { document in
      document.field("schema", Self.schema)
      content(&document)
    }
    writer.endLine()
    return writer.bytes
  }

  // MARK: Documents

  /// `config list`.
  package func wrappers(_ state: ConfigurationState) -> [UInt8] {
    let configuration = state.resolved
    return document { document in
      document.field("environment", state.environmentName)
      document.arrayField("files") { list in
        for file in state.files {
          list.object { entry in
            entry.field("layer", file.layer.rawValue)
            entry.field("path", file.path)
            entry.field("exists", file.exists)
          }
        }
      }
      document.arrayField("wrappers") { list in
        for summary in configuration.summaries { list.value(summary) }
      }
      document.field("errors", configuration.findings.errorCount)
      document.field("warnings", configuration.findings.warningCount)
    }
  }

  /// `config show`.
  package func fields(of wrapper: WrapperConfiguration, in configuration: ResolvedConfiguration) -> [UInt8] {
    let findings = configuration.findings.filter { $0.wrapper == wrapper.name }
    return document { document in
      document.field("wrapper_name", wrapper.name)
      document.field("kind", wrapper.kind)
      document.originFields(wrapper.origin)
      document.arrayField("fields") { list in
        for field in configuration.fields(of: wrapper) { list.value(field) }
      }
      document.field("errors", findings.errorCount)
      document.field("warnings", findings.warningCount)
      document.findingsField(findings)
    }
  }

  /// `config diff`.
  package func differences(_ differences: [ConfigurationDifference]) -> [UInt8] {
    document { document in
      document.arrayField("differences") { list in
        for difference in differences {
          list.object { entry in
            entry.field("wrapper_name", difference.wrapper.name)
            entry.field("field", difference.path.description)
            entry.field("unit", difference.description.unit)
            entry.field("files_value", difference.files?.value)
            entry.field("files_layer", difference.files?.layer.rawValue)
            entry.field("value", difference.effective.value)
            entry.field("layer", difference.effective.layer.rawValue)
            entry.originFields(difference.effective.origin)
          }
        }
      }
    }
  }

  /// `config validate`.
  package func validation(_ result: ValidationResult) -> [UInt8] {
    document { document in
      document.field("valid", result.isValid)
      document.field("errors", result.findings.errorCount)
      document.field("warnings", result.findings.warningCount)
      document.field("files", result.files)
      document.field("wrappers", result.wrappers)
      document.findingsField(result.findings)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func value(_ summary: WrapperSummary) {
    object { entry in
      entry.field("wrapper_name", summary.wrapper.name)
      entry.field("kind", summary.wrapper.kind)
      entry.originFields(summary.wrapper.origin)
      entry.field("enabled", summary.isEnabled)
      entry.field("monitoring_enabled", summary.isMonitored)
      entry.field("changed_fields", summary.changedFields)
      entry.field("errors", summary.findings.errorCount)
      entry.field("warnings", summary.findings.warningCount)
    }
  }

  fileprivate mutating func value(_ field: ResolvedField) {
    object { entry in
      entry.field("field", field.path.description)
      entry.field("group", field.description.group.rawValue)
      entry.field("type", field.description.type.name)
      entry.field("value", field.value)
      entry.field("unit", field.description.unit)
      entry.field("layer", field.layer?.rawValue)
      entry.originFields(field.candidates.first?.origin)
      entry.field("sensitive", field.description.isSensitive)
      entry.arrayField("hides") { list in
        for hidden in field.hidden {
          list.object { entry in
            entry.field("layer", hidden.layer.rawValue)
            entry.field("value", hidden.value)
            entry.originFields(hidden.origin)
          }
        }
      }
    }
  }
}

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

extension ConfigurationJSON {
  /// `config show --effective`: what holds of a wrapper, for the wrapper itself, in the shape of a file of one wrapper
  /// (article Configuration, Layers), so that wraptop reads it again:
  /// `{"wrapper_name":…,"config":{"kind":…,FIELD:value}}`.
  ///
  /// Fields with parts are objects. A secret that is not kept somewhere else is left out, and its path is in `_hidden`:
  /// keys that begin with `_` are none of the wrapper's.
  package func effective(_ wrapper: WrapperConfiguration, in configuration: ResolvedConfiguration) -> [UInt8] {
    let kind = configuration.kind(of: wrapper)
    let fields = configuration.fields(of: wrapper)
    var writer = JSONWriter()
    writer.object { document in
      document.field("_schema", Self.schema)
      document.field("wrapper_name", wrapper.name)
      document.objectField("config") { config in
        config.field("kind", wrapper.kind)
        for field in kind.fields { config.part(FieldPath(field.name), field.type, of: fields) }
      }
      document.arrayField("_hidden") { list in
        for field in fields where field.value?.isHidden == true { list.value(field.path.description) }
      }
    }
    writer.endLine()
    return writer.bytes
  }
}

extension JSONWriter {
  // A field, or an entry of a table, with its key.
  fileprivate mutating func part(_ path: FieldPath, _ type: FieldType, of fields: [ResolvedField]) {
    guard let name = path.parts.last else { return }
    let below = fields.filter { $0.path.parts.starts(with: path.parts) }
    switch type {
    case .record(let parts):
      objectField(name) { record in
        for part in parts { record.part(FieldPath(path.parts + [part.name]), part.type, of: below) }
      }
    case .table(let parts):
      var keys: [String] = []
      for field in below where field.path.parts.count == 3 && keys.last != field.path.parts[1] {
        keys.append(field.path.parts[1])
      }
      objectField(name) { table in
        for key in keys { table.part(FieldPath(path.parts + [key]), .record(parts), of: below) }
      }
    default:
      guard let field = below.first, field.value?.isHidden != true else { return }
      self.field(name, field.value)
    }
  }
}
