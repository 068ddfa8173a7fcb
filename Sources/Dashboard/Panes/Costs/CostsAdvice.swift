import Canvas
import Events
import Formatting
import Monitoring

/// What would save money or keep a budget, most urgent first.
enum CostsAdvice {
  static func draw(_ content: CostsContent, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    guard content.report != nil else {
      EmptyText.draw(EmptyText.pending(frame), in: area, on: &grid)
      return
    }
    let advice = content.recommendations
    guard !advice.isEmpty else {
      EmptyText.draw(nothing, .healthy, in: area, on: &grid)
      return
    }
    let cursor = max(0, min(content.state.advice.row, advice.count - 1))
    let blocks = advice.map { lines($0, showsWrapper: content.state.wrapper == nil, width: area.width - 3) }
    // As little is scrolled as shows the one under the cursor whole.
    var first = cursor, height = blocks[cursor].count
    while first > 0, height + blocks[first - 1].count <= area.height {
      first -= 1
      height += blocks[first].count
    }
    var row = 0
    for place in first..<advice.count where row < area.height {
      for (number, line) in blocks[place].enumerated() where row < area.height {
        grid.draw(line, in: area.row(row).columns(2, area.width - 3))
        if place == cursor, content.section == .advice {
          if number == 0 {
            grid[area.x, area.y + row] = Cell(grid.glyphs.pointer, style: Style(.accent, .bold))
          }
          grid.select(area.row(row).columns(0, area.width - 1))
        }
        row += 1
      }
    }
    if first > 0 || row >= area.height && blocks[first...].reduce(0, { $0 + $1.count }) > area.height {
      let thumb = (area.height - 1) * cursor / max(1, advice.count - 1)
      grid[area.maxX - 1, area.y + thumb] = Cell(grid.glyphs.scrollThumb, style: Style(.dim))
    }
  }

  private static let nothing = [
    "Nothing to advise.",
    "Looked at over the last 7 days: one of several models with over 70% of the cost, efficiency scores below 0.8, over"
      + " 1,000 tokens a request, a projection over a budget, over 10% of the cost on failed operations.",
  ]

  static func word(_ priority: Recommendation.Priority) -> Line {
    switch priority {
    case .high: Line("HIGH", .critical, .bold)
    case .medium: Line("MEDIUM", .degraded, .bold)
    case .low: Line("LOW", .text)
    }
  }

  private static func lines(_ advice: Recommendation, showsWrapper: Bool, width: Int) -> [Line] {
    var head = word(advice.priority)
    head.pad(to: 8)
    head.add(advice.kind.words, .text, .bold)
    if showsWrapper, let wrapper = advice.wrapper { head.add("  " + wrapper, .accent) }
    var saving = Line()
    if let money = advice.potentialSavings {
      saving = Line("saves ", .dim).adding(CompactFigure.money(money), .healthy, .bold)
    }
    var lines: [Line] = []
    if head.width + saving.width + 2 <= width {
      head.pad(to: width - saving.width)
      lines = [head.adding("", .text)]
      lines[0].add(saving)
    } else {
      lines = saving.width > 0 ? [head, saving] : [head]
    }
    return lines + Line.prose(advice.sentence, .text, width: width)
  }
}
