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
