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
