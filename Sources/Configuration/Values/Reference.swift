/// A text that stands for a value which is kept somewhere else (article Configuration, Secrets).
package enum Reference: Sendable, Hashable, CustomStringConvertible {
  /// `${env:NAME}`: an environment variable.
  case environment(String)
  /// `${credential:SERVICE/KEY}`: an entry of the credential store.
  case credential(CredentialName)

  /// The reference that a text is as a whole; nil if it is none.
  package init?(_ text: String) {
    guard text.hasPrefix("${"), text.hasSuffix("}") else { return nil }
    let inner = text.dropFirst(2).dropLast()
    if inner.hasPrefix("env:") {
      let name = inner.dropFirst(4)
      let isName = name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
      guard isName, let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
        return nil
      }
      self = .environment(String(name))
    } else if inner.hasPrefix("credential:"), let name = CredentialName(String(inner.dropFirst(11))) {
      self = .credential(name)
    } else {
      return nil
    }
  }

  package var description: String {
    switch self {
    case .environment(let name): "${env:\(name)}"
    case .credential(let name): "${credential:\(name)}"
    }
  }
}

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
