import PlainText

/// Something on this machine that can be read (article Inputs, Discovery).
package struct FoundInput: Sendable, Equatable, Codable {
  /// What it is, in words, such as `Claude Code sessions`.
  package var title: String
  /// The formats of its lines, by name; empty where no line of a known format was seen.
  package var formats: [String]
  /// A path, or a pattern of paths.
  package var pattern: String
  /// How many files there are; of a pattern of many, those that were counted.
  package var files = 0
  /// In all these files.
  package var bytes: UInt64 = 0
  /// When the newest of them was last written to.
  package var newest: Timestamp?
  /// What has to be done before it can be read; nil if it can be read as it is.
  package var advice: String?

  package init(title: String, formats: [String], pattern: String, advice: String? = nil) {
    self.title = title
    self.formats = formats
    self.pattern = pattern
    self.advice = advice
  }

  /// True if `--tail` can take it.
  package var canBeTailed: Bool { advice == nil }

  /// What to type to see it in the dashboard.
  package var command: String { "wraptop --tail \(ShellText.quoted(pattern))" }
}

/// What a look at this machine came to.
package struct Discovery: Sendable, Equatable, Codable {
  /// The newest first.
  package var inputs: [FoundInput] = []
  /// Where was looked, as paths and patterns.
  package var places: [String] = []
  /// What is there and may not be read.
  package var unreadable: [String] = []

  package init() {}
}
