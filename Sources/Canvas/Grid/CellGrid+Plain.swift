extension CellGrid {
  /// The rows as text, without the blanks at their ends, a line feed after each.
  package var plainText: String {
    rows { row in
      var line = ""
      for cell in row where !cell.isContinuation {
        line.unicodeScalars.append(cell.scalar)
        if let mark = cell.mark { line.unicodeScalars.append(mark) }
      }
      return line
    }
  }

  /// The styles of the rows, a letter for each cell (`Style.letter`), trimmed like `plainText`.
  package var styleText: String {
    rows { row in
      var line = ""
      for cell in row { line.append(cell == .blank ? " " : cell.style.letter) }
      return line
    }
  }

  private func rows(_ line: (ArraySlice<Cell>) -> String) -> String {
    var text = ""
    for y in 0..<size.rows {
      var row = line(cells[(y * size.columns)..<((y + 1) * size.columns)])
      while row.hasSuffix(" ") { row.removeLast() }
      text += row + "\n"
    }
    return text
  }
}

extension Style {
  /// One letter for golden files: the letter of the role, in capitals if there is emphasis; `>` where a selected
  /// cell of ordinary text lies, else a selected cell has the letter of its role.
  package var letter: Character {
    if isSelected, role == .text { return ">" }
    return emphasis.isEmpty ? role.letter : Character(role.letter.uppercased())
  }
}

extension Role {
  /// The letter that stands for the role in golden files.
  package var letter: Character {
    switch self {
    case .text: "t"
    case .dim: "d"
    case .accent: "a"
    case .title: "n"
    case .border: "b"
    case .key: "k"
    case .healthy: "h"
    case .degraded: "w"
    case .unhealthy: "u"
    case .critical: "c"
    case .idle: "i"
    case .track: "r"
    case .traffic: "v"
    case .error: "e"
    case .fallback: "f"
    case .latency: "l"
    case .cost: "m"
    case .notice: "o"
    }
  }
}
