// What looks like a secret where none belongs: the same rules as those by which keys are hidden.
extension Redaction {
  /// Whether a text holds what looks like a key.
  package static func holdsKey(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var redacted: [UInt8] = []
      return append(bytes, limit: bytes.count, to: &redacted)
    }
  }

  /// Whether a name, such as that of a field, is one that secrets go by: `api_token`, `DB-Password`, but not `primary_key` or
  /// `max_tokens`. Words are told apart by what is no letter or digit, whatever their case.
  package static func namesSecret(_ name: String) -> Bool {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
    guard let last = words.last else { return false }
    if words.contains(where: { secretWords.contains($0) }) { return true }
    if last == "token" { return true }
    guard last == "key" else { return false }
    return words.count == 1 || keyWords.contains(words[words.count - 2])
  }

  private static let secretWords: Set<Substring> = [
    "password", "passwd", "passphrase", "secret", "credential", "credentials", "authorization", "apikey",
  ]
  /// What stands before `key` in the names of keys that are secret.
  private static let keyWords: Set<Substring> = [
    "api", "access", "auth", "private", "signing", "encryption", "account", "subscription", "license",
  ]
}
