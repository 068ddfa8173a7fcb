import Canvas
import TestSupport
import Testing

/// Widgets keep to their area, whatever its size and wherever it lies.
@Suite struct WidgetAreaTests {
  private let values = (0..<50).map { index -> Double? in index % 11 == 3 ? nil : Double(index * index) }

  private var widgets: [(name: String, widget: any Widget)] {
    let hints = KeyHints(
      [.init("enter", "open"), .init("日", "filter"), .init("s", "sort")], pinned: .init("?", "help"))
    let table = Table(
      columns: [.init("NAME", width: 6, weight: 1), .init("日本語", width: 4, alignment: .trailing, priority: 1)],
      rowCount: 30, sorting: .init(column: 1, isDescending: false), selected: 9, firstRow: 8
    ) { [.line([Span("日本語"), Span("-\($0)", .accent)]), .gauge(Gauge(0.5, role: .cost))] }
    return [
      ("gauge", Gauge(0.6, role: .healthy, label: ["60 %"], labelWidth: 6)),
      ("big gauge", BigGauge(0.6, role: .healthy, marks: [.init(0.5, "50"), .init(1, "100")], label: ["60"])),
      ("budget", BudgetGauge(spent: 0.6, projected: 1.2, warning: 0.8, critical: 0.95)),
      ("sparkline", Sparkline(values)), ("all", Sparkline(values, fitting: .all)),
      ("chart", Chart([.init("p95 日本", values, style: Style())], axis: ValueAxis(.milliseconds), minutes: 50)),
      (
        "period",
        PeriodChart(
          [.init("日本 spent", (0...9).map { .init(Double($0) / 9, Double($0 * 7)) }, .dashed, style: Style())],
          axis: ValueAxis(.dollars), ticks: [.init(0, "日本"), .init(1, "24:00"), .init(0.9, "now", isChief: true)])
      ),
      ("bars", BarChart(values.map { $0.map { .init(total: $0, errors: 3) } }, minutes: 50)), ("table", table),
      ("dialog", Dialog(title: "Quit 日本?", lines: [["日本語日本語"], ["x"]], hints: hints)), ("hints", hints),
      ("field", TextField(prompt: "/", text: "日本語 support", cursor: 4)),
      ("empty field", TextField(prompt: "/", text: "", cursor: 0, placeholder: "filter")),
    ] + formWidgets
  }

  private var formWidgets: [(name: String, widget: any Widget)] {
    let editing = FieldLook(.editing, isFaulty: true)
    let scale = NumberScale(3, minimum: .init(0, "0", isExcluded: true), maximum: .init(10, "10"), step: 1)
    let text = TextField(text: "日本語 support 日本語", cursor: 3, selection: 1..<3, look: editing)
    return [
      ("selection", text), ("number", NumberField(text, unit: "日", scale: scale)), ("scale", scale),
      ("plain number", NumberField(TextField(text: "30", cursor: nil), unit: "$")),
      ("toggle", ToggleField(isOn: true, look: editing)), ("unset", ToggleField(isOn: nil)),
      ("choice", ChoiceField(text: "日本語日本語", cursor: 1, count: 3, look: editing)),
      ("list", DropList((0..<20).map { "日本語 \($0)" }, cursor: 12, current: 3)),
      ("secret", SecretField(.hidden, typed: 30, look: editing)), ("reference", SecretField(.reference("${env:日本}"))),
    ]
  }

  @Test(arguments: GlyphSet.allCases)
  func drawsInItsAreaOnly(set: GlyphSet) {
    var random = SeededRandom(seed: 11)
    for (name, widget) in widgets {
      for _ in 0..<150 {
        var grid = CellGrid(Size(columns: 40, rows: 12), glyphs: set)
        grid.fill(grid.bounds, "#")
        let area = Rect(
          x: .random(in: -6...44, using: &random), y: .random(in: -4...14, using: &random),
          width: .random(in: 0...50, using: &random), height: .random(in: 0...14, using: &random))
        widget.draw(in: area, on: &grid)
        var outside = 0
        for y in 0..<12 {
          for x in 0..<40 where x < area.x || x >= area.maxX || y < area.y || y >= area.maxY {
            if grid[x, y] != Cell("#") { outside += 1 }
          }
        }
        #expect(outside == 0, "\(name) in \(area)")
      }
    }
  }
}
