/// Escapes of JSON that YAML has in another form.
enum JSONEscapes {
  /// Writes characters beyond the first 65,536, which JSON escapes by two halves, as YAML escapes them: `\ud83d\ude00` as
  /// `\U0001F600`. All else, faults too, stays as it is, and in its line.
  static func asYAML(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var at = 0
    while at < bytes.count {
      if let high = half(bytes, at, 0xD800), let low = half(bytes, at + 6, 0xDC00) {
        let digits = String(0x10000 + (high << 10 | low), radix: 16)
        output += Array(("\\U" + String(repeating: "0", count: 8 - digits.count) + digits).utf8)
        at += 12
      } else if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count {
        // A backslash that is escaped itself begins nothing.
        output += bytes[at...(at + 1)]
        at += 2
      } else {
        output.append(bytes[at])
        at += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// The ten bits of a half that is escaped at `start`; nil if there is none of that kind.
  private static func half(_ bytes: [UInt8], _ start: Int, _ kind: UInt32) -> UInt32? {
    guard start + 6 <= bytes.count, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u"),
      let value = UInt32(String(decoding: bytes[(start + 2)..<(start + 6)], as: UTF8.self), radix: 16),
      value & 0xFC00 == kind
    else { return nil }
    return value & 0x3FF
  }
}
