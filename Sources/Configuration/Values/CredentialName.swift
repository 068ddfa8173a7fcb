/// What an entry of the credential store is called: `SERVICE/KEY` (article Configuration, Secrets).
package struct CredentialName: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
  /// Of whom it is, such as the name of a wrapper; it holds no slash.
  package var service: String
  /// Which of the service's it is, such as the name of a field; it may hold slashes.
  package var key: String

  /// The most bytes that a name may have as a whole.
  package static let limit = 512

  /// Reads `SERVICE/KEY`; nil if a part is missing, the whole is too long, or it holds a control character or a brace.
  package init?(_ text: String) {
    guard text.utf8.count <= Self.limit, let slash = text.firstIndex(of: "/") else { return nil }
    let service = text[..<slash]
    let key = text[text.index(after: slash)...]
    guard !service.isEmpty, !key.isEmpty else { return nil }
    let isClean = text.unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control && $0.properties.generalCategory != .format && $0 != "{" && $0 != "}"
    }
    guard isClean else { return nil }
    self.service = String(service)
    self.key = String(key)
  }

  package var description: String { "\(service)/\(key)" }

  package static func < (a: CredentialName, b: CredentialName) -> Bool { a.description < b.description }
}
