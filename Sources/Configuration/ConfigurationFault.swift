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
