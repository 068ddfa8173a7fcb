import Canvas
import Testing

@Suite struct BudgetGaugeTests {
  private func gauge(_ spent: Double?, _ projected: Double? = nil) -> BudgetGauge {
    BudgetGauge(spent: spent, projected: projected, warning: 0.8, critical: 0.95)
  }

  private func bar(_ gauge: BudgetGauge, width: Int, _ set: GlyphSet = .block) -> String {
    grid(gauge, width: width, set).plainText.split(separator: "\n").first.map(String.init) ?? ""
  }

  private func grid(_ gauge: BudgetGauge, width: Int, _ set: GlyphSet = .block) -> CellGrid {
    var grid = CellGrid(Size(columns: width, rows: 1), glyphs: set)
    gauge.draw(in: grid.bounds, on: &grid)
    return grid
  }

  @Test func drawsEverySet() {
    let states: [(Double?, Double?)] = [
      (nil, nil), (0, 0), (0, 0.4), (0.001, nil), (0.42, 0.61), (0.42, 0.9), (0.42, 0.97), (0.42, 1.02), (0.8, 0.8),
      (0.83, 0.96), (0.9, 1.4), (0.96, 0.97), (0.999, 1), (1, 1), (1.001, 1.2), (3.4, 5),
    ]
    expectScreens("budget-gauge", columns: 56, rows: states.count) { _, grid in
      for (row, (spent, projected)) in states.enumerated() {
        var x = 0
        for width in [6, 11, 31] {
          gauge(spent, projected).draw(in: Rect(x: x, y: row, width: width, height: 1), on: &grid)
          x += width + 2
        }
      }
    }
  }

  @Test func marksStandOnTheTrack() {
    #expect(bar(gauge(0), width: 21) == "░░░░░░░░░░░░░░░░│░░│")
    #expect(bar(gauge(0.5), width: 21) == "██████████░░░░░░│░░│")
  }

  @Test func projectionGoesOnFromWhatIsSpent() {
    #expect(bar(gauge(0.5, 0.7), width: 21) == "██████████▒▒▒▒░░│░░│")
    #expect(bar(gauge(0.52, 0.7), width: 21) == "██████████▍▒▒▒░░│░░│")
    #expect(bar(gauge(0.5, 1), width: 21) == "██████████▒▒▒▒▒▒│▒▒│")
    #expect(bar(gauge(0.5, 1.01), width: 21) == "██████████▒▒▒▒▒▒│▒▒│»")
    #expect(bar(gauge(0.5, .infinity), width: 21, .ascii) == "##########::::::|::|>")
    // Less than is spent cannot be: money may have come back since.
    #expect(bar(gauge(0.5, 0.2), width: 21) == bar(gauge(0.5), width: 21))
  }

  @Test func marksAreCutOutOfWhatIsFilled() {
    let passed = grid(gauge(0.9), width: 21)
    #expect(bar(gauge(0.9), width: 21) == "████████████████│█░│")
    #expect(passed[16, 0].style == Style(.degraded, .reverse))
    #expect(passed[19, 0].style == Style(.critical))
    // Where the last of it only just passes the mark, the mark still stands there.
    #expect(bar(gauge(0.81), width: 21) == "████████████████│░░│")
  }

  @Test func overIsUnmistakable() {
    #expect(bar(gauge(1), width: 11) == "████████│█")
    #expect(bar(gauge(1.000_001), width: 11) == "████████│█!")
    #expect(bar(gauge(12, 30), width: 11, .ascii) == "########|#!")
    #expect(grid(gauge(1.2), width: 11)[10, 0].style == Style(.critical, .bold))
  }

  @Test(arguments: GlyphSet.allCases, 1...60)
  func isFullAtOneOnlyAndNeverEmptyAboveZero(set: GlyphSet, width: Int) {
    let last = max(1, width - 1) - 1
    func ends(_ spent: Double, _ projected: Double? = nil) -> Unicode.Scalar {
      grid(gauge(spent, projected), width: width, set)[last, 0].scalar
    }
    let full = set.gaugeCell(eighths: 8)
    for spent in [1, 1.2, .infinity] { #expect(ends(spent) == full) }
    for spent in stride(from: 0.0, to: 1, by: 0.013) { #expect(ends(spent, 1.5) != full) }
    #expect(ends(1 - 1e-12) != full)
    #expect(bar(gauge(1e-12), width: width, set) != bar(gauge(0), width: width, set))
    #expect(bar(gauge(-1), width: width, set) == bar(gauge(0), width: width, set))
    for nothing in [nil, Double.nan] { #expect(bar(gauge(nothing), width: width, set).isEmpty) }
  }

  @Test(arguments: GlyphSet.allCases, 10...60)
  func showsBothMarksWhateverIsSpent(set: GlyphSet, width: Int) {
    for spent in stride(from: 0.0, to: 0.999, by: 0.011) {
      for projected in [nil, 0.9, 2] {
        let marks = bar(gauge(spent, projected), width: width, set).unicodeScalars.count { $0 == set.gaugeMark }
        #expect(marks == 2, "\(spent) of \(width)")
      }
    }
  }

  @Test(arguments: [
    (0, BudgetGrade.healthy), (0.799, .healthy), (0.8, .warning), (0.95, .critical), (0.999, .critical), (1, .exceeded),
    (7, .exceeded),
  ])
  func gradesGoByTheThresholds(share: Double, grade: BudgetGrade) {
    #expect(BudgetGrade(share: share, warning: 0.8, critical: 0.95) == grade)
    #expect(grid(gauge(share), width: 20)[0, 0].style.role == (share == 0 ? .track : grade.role))
  }

  @Test(arguments: [(0.001, 0.002), (0.999, 1), (1, 1), (0.5, 0.5)])
  func oddThresholdsHideNothing(warning: Double, critical: Double) {
    for width in 1...30 {
      let spent = BudgetGauge(spent: 0.3, warning: warning, critical: critical)
      let nothing = BudgetGauge(spent: 0, warning: warning, critical: critical)
      #expect(bar(spent, width: width) != bar(nothing, width: width))
    }
  }
}
