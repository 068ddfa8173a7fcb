import Configuration

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
