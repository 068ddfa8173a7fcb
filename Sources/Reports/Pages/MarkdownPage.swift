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
