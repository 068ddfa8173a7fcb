/// A format of event lines that others than wrappers write (article Formats). Adding one is a file with such a type, a
/// line in `EventFormats.all`, and tests.
///
/// An object is offered to the formats in the order of the registry; the first that recognises it decodes it.
protocol EventFormat: Sendable {
  /// Its name, for `--format` and in `sources`.
  var name: String { get }
  /// Which of the names that a record offers names its wrapper, unless `--wrapper-by` says so, the best first.
  var wrapperKeys: [WrapperKey] { get }
  /// The wrapper's name where a record offers none.
  var defaultWrapper: String { get }
  /// Texts one of which stands near the beginning of a line of this format: they let a line be longer than native ones.
  var signatures: [StaticString] { get }

  /// True if the object is of this format, whether or not it is an operation.
  func recognizes(_ object: JSONValue) -> Bool
  /// Adds what an object that it recognises, or that it is fixed for, comes to.
  func decode(_ object: JSONValue, into records: inout ForeignRecords)
}

/// All formats.
enum EventFormats {
  static let all: [any EventFormat] = [
    OTLPFormat(),
    LiteLLMFormat(),
    ClaudeCodeFormat(),
    CodexRolloutFormat(),
    CopilotFormat(),
    PythonSpanFormat(),
    AiderFormat(),
    KongFormat(),
  ]

  // What begins lines that carry others.
  private static let envelopes: [StaticString] = [
    #"{"log":"#, #""MESSAGE""#, #""jsonPayload""#, #""message":"{"#, #""message":{"#, #""logEvents""#,
  ]

  /// True if a long line is of a foreign format, by the texts in its beginning.
  static func isForeign(beginning: UnsafeBufferPointer<UInt8>) -> Bool {
    (all.flatMap(\.signatures) + envelopes).contains { beginning.find($0) != nil }
  }
}
