/// Why a text or a value is none that a field takes.
package struct ValueFault: Error, Sendable, Equatable {
  /// The rule that is broken, the value that breaks it (masked if it is a secret), and what to do; harmless to show.
  package var message: String

  package init(_ message: String) { self.message = message }

  /// What is wrong with the name of a wrapper, or with the key of a table; nil if nothing is.
  package static func ofName(_ name: String) -> ValueFault? {
    let size = name.utf8.count
    guard (1...256).contains(size) else { return ValueFault("a name has 1 to 256 bytes; this one has \(size)") }
    guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return ValueFault("a name must not hold control characters")
    }
    return nil
  }
}
