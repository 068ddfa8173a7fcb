import Canvas
import PlainText
import Testing

@Suite struct TableTests {
  private func table(rows: Int = 4, selected: Int? = 1, firstRow: Int = 0) -> Table {
    Table(
      columns: [
        .init("HEALTH", width: 11), .init("WRAPPER", width: 8, weight: 1, truncation: .middle),
        .init("REQ/m", width: 5, alignment: .trailing, priority: 2),
        .init("ERR%", width: 5, alignment: .trailing, priority: 3), .init("LAST 15m", width: 8, priority: 1),
        .init("BUDGET", width: 10, priority: 0),
      ],
      rowCount: rows, sorting: .init(column: 3, isDescending: true), selected: selected, firstRow: firstRow
    ) { row in
      let grade = Grade.allCases[row % 5]
      return [
        .line([Span("\(grade.glyph(in: .ascii)) \(grade.word)", Style(grade.role))]),
        .text("wrapper-with-a-long-name-\(row)", Style(.accent)),
        .text(NumberFormat.quantity(Double(row) * 20.5)), .text(NumberFormat.percent(Double(row) / 40), .error),
        .sparkline(Sparkline((0..<8).map { Double(($0 + row) % 8) })),
        row == 2 ? .empty : .gauge(Gauge(Double(row) / 5, role: .cost)),
      ]
    }
  }

  @Test func drawsEverySet() {
    expectScreens("table", columns: 72, rows: 6) { area, grid in table().draw(in: area, on: &grid) }
  }

  @Test(arguments: [58, 46, 38, 31, 12])
  func foldsColumnsAway(width: Int) {
    expectScreens("table-\(width)", columns: width, rows: 4, sets: [.block]) { area, grid in
      table().draw(in: area, on: &grid)
    }
  }

  @Test func showsWhereItIsScrolledTo() {
    expectScreens("table-scrolled", columns: 40, rows: 9) { area, grid in
      let first = Table.firstRow(toShow: 41, from: 0, rowCount: 100, height: area.height)
      #expect(first == 34)
      let scrolled = table(rows: 100, selected: 41, firstRow: first)
      #expect(scrolled.visibleRows(height: area.height) == 34..<42)
      scrolled.draw(in: area, on: &grid)
    }
  }

  @Test func asksForRowsInSightOnly() {
    var asked: [Int] = []
    let table = Table(columns: [.init("A", width: 3)], rowCount: 10_000, firstRow: 500) { row in
      asked.append(row)
      return [.text("\(row)")]
    }
    var grid = CellGrid(Size(columns: 10, rows: 4))
    table.draw(in: grid.bounds, on: &grid)
    #expect(asked == [500, 501, 502])
  }

  @Test func movesAsLittleAsPossible() {
    func first(_ selected: Int?, from previous: Int, of count: Int = 20) -> Int {
      Table.firstRow(toShow: selected, from: previous, rowCount: count, height: 6)
    }
    #expect(first(3, from: 2) == 2)
    #expect(first(1, from: 2) == 1)
    #expect(first(7, from: 2) == 3)
    #expect(first(19, from: 0) == 15)
    #expect(first(nil, from: 18) == 15)
    #expect(first(nil, from: 18, of: 3) == 0)
    #expect(first(nil, from: -4) == 0)
  }
}
