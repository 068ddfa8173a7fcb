import Configuration
import PlainText

/// Parts that documents of the configuration share. Values are themselves: flags, numbers and texts; a secret is the mask.
extension JSONWriter {
  mutating func value(_ value: FieldValue) {
    switch value {
    case .flag(let flag): self.value(flag)
    case .integer(let integer): self.value(integer)
    case .number(let number): self.number(number)
    case .text(let text): self.value(text)
    case .reference(let reference): self.value(reference.description)
    case .secret: self.value(FieldValue.mask)
    case .null: null()
    }
  }

  mutating func field(_ key: String, _ value: FieldValue?) {
    self.key(key)
    if let value { self.value(value) } else { null() }
  }

  /// Where something was said, in words, and for a file where to look.
  mutating func originFields(_ origin: Origin?) {
    let told = origin == .standard ? nil : origin
    field("origin", told?.description)
    if case .place(let place)? = told {
      field("file", place.file)
      field("line", place.line)
    } else {
      field("file", String?.none)
      field("line", Int?.none)
    }
  }

  mutating func findingsField(_ findings: [Finding]) {
    arrayField("findings") { list in
      for finding in findings.errorsFirst { list.value(finding) }
    }
  }

  private mutating func value(_ finding: Finding) {
    object { entry in
      entry.field("severity", finding.severity.rawValue)
      entry.originFields(finding.origin)
      entry.field("layer", finding.layer?.rawValue)
      entry.field("wrapper_name", finding.wrapper)
      entry.field(
        "field", finding.path?.description ?? (finding.subject.isEmpty ? nil : finding.subject.joined(separator: ".")))
      entry.field("message", finding.message)
    }
  }
}
