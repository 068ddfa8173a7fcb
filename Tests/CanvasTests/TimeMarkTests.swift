import Testing

@testable import Canvas

@Suite("Marks on the axis of time") struct TimeMarkTests {
  private func axis(_ marks: [TimeMark], glyphs: GlyphSet = .braille, rows: Int = 6) -> String {
    var chart = BarChart((0..<60).map { _ in BarChart.Bar(total: 3, errors: 0) }, minutes: 60)
    chart.marks = marks
    var grid = CellGrid(Size(columns: 66, rows: rows), glyphs: glyphs)
    chart.draw(in: grid.bounds, on: &grid)
    let lines = grid.plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return lines.first { $0.contains(glyphs.isASCII ? "+--" : "└") } ?? ""
  }

  @Test func marksStandAtTheirInstants() {
    let line = axis([
      TimeMark(minutesAgo: 30, isBegin: true, role: .critical), TimeMark(minutesAgo: 0, isBegin: false, role: .healthy),
    ])
    let columns = Array(line)
    #expect(columns.last == "▼")
    // The middle of sixty columns behind the six of the vertical axis.
    #expect(columns.firstIndex(of: "▲").map { (34...36).contains($0) } == true)
    #expect(axis([TimeMark(minutesAgo: 30, isBegin: true, role: .critical)], glyphs: .ascii).contains("^"))
  }

  @Test func whatLiesOutsideIsNotMarked() {
    let line = axis([
      TimeMark(minutesAgo: 61, isBegin: true, role: .critical),
      TimeMark(minutesAgo: -1, isBegin: true, role: .critical),
      TimeMark(minutesAgo: .nan, isBegin: true, role: .critical),
    ])
    #expect(!line.contains("▲"))
    #expect(!line.isEmpty)
  }

  @Test func whatBeginsGoesBeforeWhatIsOver() {
    let line = axis([
      TimeMark(minutesAgo: 10, isBegin: true, role: .critical),
      TimeMark(minutesAgo: 10, isBegin: false, role: .healthy),
    ])
    #expect(line.contains("▲") && !line.contains("▼"))
  }

  @Test func withoutAnAxisThereIsNoMark() {
    #expect(axis([TimeMark(minutesAgo: 5, isBegin: true, role: .critical)], rows: 4).isEmpty)
  }
}
