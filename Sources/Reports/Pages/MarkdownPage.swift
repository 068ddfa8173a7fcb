/// A page as Markdown, with the tables of GitHub. Columns come as a table with bars of characters, the course of an amount as a
/// sentence; bars and gauges are left out, since a table beside them says the same.
struct MarkdownPage: PageFormat {
  func write(_ page: Page, to output: inout [UInt8]) {
    var lines = ["# " + MarkdownText.words(page.title), ""]
    // Two blanks at the end keep lines of one paragraph apart.
    lines.append(page.subtitle.map { MarkdownText.words($0, begin: true) }.joined(separator: "  \n"))
    for section in page.sections {
      lines += ["", "## " + MarkdownText.words(section.title)]
      for block in section.blocks {
        let written = write(block)
        if !written.isEmpty { lines += [""] + written }
      }
    }
    output.append(contentsOf: (lines.joined(separator: "\n") + "\n").utf8)
  }

  private func write(_ block: Page.Block) -> [String] {
    switch block {
    case .heading(let text): ["### " + MarkdownText.of(text)]
    case .paragraph(let text): [MarkdownText.words(text, begin: true)]
    case .figures(let figures): figures.map(line)
    case .table(let table): write(table)
    case .chart(let chart): write(chart)
    case .cards(let cards): cards.flatMap(lines)
    }
  }

  private func line(_ figure: Page.KeyFigure) -> String {
    let note = figure.note.isEmpty ? "" : " (\(MarkdownText.words(figure.note)))"
    return "- \(MarkdownText.words(figure.label)): **\(MarkdownText.figure(figure.value))**\(note)"
  }

  private func lines(_ card: Page.Card) -> [String] {
    var lines = ["- \(MarkdownText.of(card.badge)) \(MarkdownText.of(card.title)): \(MarkdownText.words(card.text))"]
    for detail in card.details {
      lines.append("  - \(MarkdownText.words(detail.name)): \(MarkdownText.words(detail.value))")
    }
    return lines
  }

  private func write(_ table: PageTable) -> [String] {
    let heads = table.columns.map { MarkdownText.words($0.title) }
    var lines = [row(heads), row(table.columns.map { $0.isFigures ? "---:" : "---" })]
    for cells in table.rows { lines.append(row(cells.map(MarkdownText.of))) }
    return lines
  }

  private func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  private func write(_ chart: Chart) -> [String] {
    let title = "**\(MarkdownText.words(chart.title))**"
    switch chart.content {
    case .columns(let columns):
      let most = columns.columns.map(\.value).max() ?? 0
      let rows = columns.columns.map { column in
        row([MarkdownText.words(column.name), MarkdownText.figure(column.text), Self.bar(column.value, of: most)])
      }
      let heads = [row([MarkdownText.words(columns.unit), "Cost", ""]), row(["---", "---:", "---"])]
      return [MarkdownText.words(chart.summary, begin: true), ""] + heads + rows
    case .bars, .gauge: return []
    case .course: return ["\(title): \(MarkdownText.words(chart.summary))"]
    }
  }

  // Half a block for what is not nothing.
  private static func bar(_ value: Double, of most: Double) -> String {
    guard most > 0, value > 0 else { return "" }
    let halves = max(1, Int((value / most * 40).rounded()))
    return String(repeating: "\u{2588}", count: halves / 2) + (halves % 2 == 1 ? "\u{258C}" : "")
  }
}

/// Text as Markdown has it (CommonMark with the tables of GitHub), such that it shows nothing but itself.
///
/// A text never breaks its line, begins no block, and holds neither markup, HTML nor the sign that parts cells: what could
/// be one is written as a character reference, which no reader takes for markup, or behind a backslash. No backslash of a
/// text stays, so that none can undo another.
enum MarkdownText {
  /// Words within a line; `begin` says that they begin one.
  static func words(_ text: String, begin: Bool = false) -> String {
    var written = ""
    var rest = VisibleText.of(text).unicodeScalars[...].drop { $0 == " " }
    if begin { written = beginning(&rest) }
    while let scalar = rest.popFirst() {
      switch scalar {
      case "&", "<", "|", "`", "\\": written += "&#\(scalar.value);"
      case "*", "_", "[", "]", "#", "~", "!", "^", "{", "}": written += "\\" + String(Character(scalar))
      // What some readers make links of.
      case ":" where rest.starts(with: "//".unicodeScalars): written += "&#58;"
      case "." where written.hasSuffix("www") || written.hasSuffix("WWW"): written += "&#46;"
      case "@": written += "&#64;"
      default: written.unicodeScalars.append(scalar)
      }
    }
    return written
  }

  // Takes away what would begin a list, a quotation or a line below a heading, and tells how it is written instead.
  private static func beginning(_ rest: inout Substring.UnicodeScalarView) -> String {
    if let first = rest.first, "-+=:>".unicodeScalars.contains(first) {
      rest.removeFirst()
      return first == ">" ? "&gt;" : "\\" + String(Character(first))
    }
    let digits = rest.prefix { ("0"..."9").contains($0) }
    let behind = rest.dropFirst(digits.count)
    guard !digits.isEmpty, let sign = behind.first, sign == "." || sign == ")", behind.dropFirst().first ?? " " == " "
    else { return "" }
    rest = behind.dropFirst()
    return String(digits) + "\\" + String(Character(sign))
  }

  /// A name as code, in which nothing is markup; as words where it holds what code cannot.
  static func name(_ text: String) -> String {
    let shown = VisibleText.of(text)
    let isCode =
      !shown.isEmpty && shown.first != " " && shown.last != " "
      && !shown.unicodeScalars.contains { "`|<\\".unicodeScalars.contains($0) }
    return isCode ? "`\(shown)`" : words(shown)
  }

  /// A figure of ours: digits, signs and letters, of which only one could be taken for markup.
  static func figure(_ text: String) -> String {
    var written = ""
    for scalar in text.unicodeScalars {
      if scalar == "<" { written += "&lt;" } else { written.unicodeScalars.append(scalar) }
    }
    return written
  }

  /// A text as what it is.
  static func of(_ text: PageText) -> String {
    switch text.kind {
    case .words: words(text.text)
    case .name: name(text.text)
    case .figure: figure(text.text)
    case .status: "**\(words(text.text))**"
    }
  }
}
