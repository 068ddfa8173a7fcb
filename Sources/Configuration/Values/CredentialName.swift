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

extension CredentialName {
  /// The name under which the secret of a field goes into the credential store: `WRAPPER/PATH`. What a name must not hold
  /// is written as `%` and two hexadecimal digits for each byte, so that no two fields share a name. Nil if it is too long.
  package init?(wrapper: String, path: FieldPath) {
    self.init("\(Self.plain(wrapper, mayHoldSlashes: false))/\(Self.plain(path.description, mayHoldSlashes: true))")
  }

  private static func plain(_ text: String, mayHoldSlashes: Bool) -> String {
    var plain = ""
    for scalar in text.unicodeScalars {
      let category = scalar.properties.generalCategory
      let isTaken =
        category != .control && category != .format && !["{", "}", "%"].contains(scalar)
        && (mayHoldSlashes || scalar != "/")
      if isTaken {
        plain.unicodeScalars.append(scalar)
      } else {
        for byte in String(scalar).utf8 { plain += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true) }
      }
    }
    return plain
  }
}
