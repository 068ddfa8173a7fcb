/// A reader of CSV that knows nothing of ours: RFC 4180 with any sign between cells, as a spreadsheet may be set to.
enum CSVReader {
  /// The cells, row by row; nil where a quote stands where none may.
  static func rows(_ text: String, separator: Unicode.Scalar = ",", isStrict: Bool = true) -> [[String]]? {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var rest = text.unicodeScalars[...]
    var isQuoted = false
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"" where isQuoted && rest.first == "\"":
        rest.removeFirst()
        cell.unicodeScalars.append("\"")
      case "\"" where isQuoted:
        isQuoted = false
        if isStrict, let next = rest.first, next != separator, next != "\r" { return nil }
      case "\"" where cell.isEmpty: isQuoted = true
      case "\"" where isStrict: return nil
      case separator where !isQuoted:
        row.append(cell)
        cell = ""
      case "\r" where !isQuoted && rest.first == "\n":
        rest.removeFirst()
        rows.append(row + [cell])
        row = []
        cell = ""
      default: cell.unicodeScalars.append(scalar)
      }
    }
    return isQuoted || !row.isEmpty || !cell.isEmpty ? nil : rows
  }
}
