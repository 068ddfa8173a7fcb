/// Something that is wrong in a configuration, or worth a warning (article Configuration, Validation).
package struct Finding: Error, Sendable, Equatable, Codable {
  package enum Severity: String, Sendable, Codable {
    /// The configuration cannot be taken over, or written.
    case error
    case warning
  }

  package var severity: Severity
  /// Where it was said.
  package var origin: Origin
  /// The layer in which it was said, of the declaration of a kind too; nil for what belongs to none.
  package var layer: Layer?
  /// The wrapper that it is about, as it is called.
  package var wrapper: String?
  /// The value of that wrapper that it is about.
  package var path: FieldPath?
  /// Of what it is told beside the wrapper and the field, from the whole to the part, such as `budgets` and `daily`;
  /// harmless to show.
  package var subject: [String]
  /// The rule that is broken, the value that breaks it (masked if it is a secret), and what to do; harmless to show.
  package var message: String

  package init(
    _ severity: Severity, _ origin: Origin, layer: Layer? = nil, wrapper: String? = nil, path: FieldPath? = nil,
    subject: [String] = [], _ message: String
  ) {
    self.severity = severity
    self.origin = origin
    self.layer = layer
    self.wrapper = wrapper
    self.path = path
    self.subject = subject
    self.message = message
  }
}

extension Finding: CustomStringConvertible {
  /// One line, which holds nothing that a terminal would act upon: `file:line: wrapper bot: daily_budget: message`.
  package var description: String {
    var parts: [String] = origin == .standard ? [] : [origin.description]
    if let wrapper { parts.append("wrapper \(ShownText.name(wrapper))") }
    parts += subject
    if let path { parts.append(ShownText.name(path.description)) }
    return (parts + [message]).joined(separator: ": ")
  }
}

/// Something that is wrong in a configuration file, or worth a warning.
package struct ConfigurationFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// Where it stands.
  package var place: SourceLocation
  /// Of what it is told, from the whole to the part, such as `wrapper support-bot` and `daily_budget`.
  package var subject: [String]
  /// The rule that is broken, the value that breaks it, and what to do.
  package var message: String

  package init(_ place: SourceLocation, _ subject: [String], _ message: String) {
    self.place = place
    self.subject = subject
    self.message = message
  }

  /// One line, which holds nothing that a terminal would act upon.
  package var description: String {
    ([place.description] + subject + [message]).joined(separator: ": ")
  }
}

/// Where something stands in a file.
package struct SourceLocation: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The path of the file, as it was named.
  package var file: String
  /// The line, from 1.
  package var line: Int

  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  package var description: String { "\(ShownText.path(file)):\(line)" }
}
