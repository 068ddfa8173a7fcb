import Events
import PlainText

extension RejectedLine {
  /// What lines like this one look like and what to do about them, where they are of no known format; nil for others.
  package var formatHint: String? {
    switch reason {
    case .missingField where field == "wrapper_name":
      if sample.contains(#""message":"{"#) || sample.contains(#""msg":"{"#) {
        return "\(source.withoutHarm): lines carry JSON as the text of a message; --format NAME reads it"
      }
      let keys = topKeys
      guard !keys.isEmpty else { return nil }
      return
        "\(source.withoutHarm): lines with the keys \(keys.joined(separator: ", ")) are of no known format; if they tell of "
        + "requests, describe them in a mapping file (--format FILE.yaml), and try it: wraptop doctor --format FILE.yaml SAMPLE"
    case .notJSON where ["{", "["].contains(sample.filter { !$0.isWhitespace }):
      return "\(source.withoutHarm): one JSON object over several lines; write each on one line, as jq -c . does"
    default: return nil
    }
  }

  // The first names of the object, as far as the sample goes.
  private var topKeys: [String] {
    var keys: [String] = []
    var depth = 0
    var text: String?
    var isEscaped = false
    var last = ""
    for character in sample {
      if text != nil {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          last = text ?? ""
          text = nil
        } else {
          text?.append(character)
        }
        continue
      }
      switch character {
      case "\"": text = ""
      case "{", "[": depth += 1
      case "}", "]": depth -= 1
      case ":" where depth == 1: keys.append(last.withoutHarm)
      default: break
      }
      if keys.count == 8 { break }
    }
    return keys.prefix(8).map { $0.count > 32 ? $0.prefix(32) + "…" : $0 }
  }
}
