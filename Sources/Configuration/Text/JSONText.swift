/// Texts as JSON has them, with nothing in them that a terminal or a log would act upon (article Inputs).
enum JSONText {
  /// A text in quotes. Controls (C0, DEL, C1), controls of the direction of writing, separators of lines and what is no
  /// character come out as `\u`, all else as it is.
  static func quoted(_ text: String) -> String {
    var output = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\t": output += "\\t"
      case _ where isHarmful(scalar): for unit in UTF16.encode(scalar) ?? .init() { output += escape(unit) }
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output + "\""
  }

  private static func escape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    // Most texts are plain; the properties are looked up for the others only.
    if (0x20..<0x7F).contains(scalar.value) { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
    default: return scalar.value & 0xFFFE == 0xFFFE
    }
  }
}
