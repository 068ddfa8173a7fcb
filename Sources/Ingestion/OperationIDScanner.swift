/// Finds out whether a line is one that counts once however often it is sent: an object with an `operation_id` of its own.
///
/// The line is not validated, and a name that is written with escapes is not found.
enum OperationIDScanner {
  static func hasOperationID(_ line: ArraySlice<UInt8>) -> Bool {
    var depth = 0
    var position = line.startIndex
    while position < line.endIndex {
      switch line[position] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "\""):
        let text = string(in: line, from: position)
        position = text.endIndex
        guard depth == 1, text.elementsEqual(name), let value = value(in: line, after: position) else { break }
        // An empty id is no id.
        return line[value] == UInt8(ascii: "\"") && !string(in: line, from: value).isEmpty
      default: break
      }
      position += 1
    }
    return false
  }

  private static let name = Array("operation_id".utf8)

  // What stands between the quotation mark at `start` and the one that ends the text, or the end of the line.
  private static func string(in line: ArraySlice<UInt8>, from start: Int) -> ArraySlice<UInt8> {
    var end = start + 1
    while end < line.endIndex, line[end] != UInt8(ascii: "\"") { end += line[end] == UInt8(ascii: "\\") ? 2 : 1 }
    return line[(start + 1)..<max(start + 1, min(end, line.endIndex))]
  }

  // Where the value begins of the name that ends at `end`; nil if the text is no name.
  private static func value(in line: ArraySlice<UInt8>, after end: Int) -> Int? {
    var rest = line[end...].dropFirst().drop(while: isSpace)
    guard rest.popFirst() == UInt8(ascii: ":") else { return nil }
    rest = rest.drop(while: isSpace)
    return rest.isEmpty ? nil : rest.startIndex
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
