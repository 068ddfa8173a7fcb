extension BarChart {
  /// Draws the bars, each below its name and its amount, so that a phone has room for them.
  func draw(_ chart: Chart, into writer: inout MarkupWriter) {
    let step = 34.0
    let most = bars.map(\.value).max() ?? 0
    writer.graphic(chart, height: Int(Double(bars.count) * step) + 2) { svg in
      for (number, bar) in bars.enumerated() {
        let y = Double(number) * step
        svg.element(
          "text", ["class": "name", "x": "0", "y": coordinate(y + 14)],
          text: VisibleText.of(bar.label.text, limit: Self.longestLabel))
        svg.element(
          "text", ["class": "amount", "x": "100%", "y": coordinate(y + 14), "text-anchor": "end"], text: bar.text)
        svg.empty(
          "rect", ["class": "track", "x": "0", "y": coordinate(y + 19), "width": "100%", "height": "8", "rx": "4"])
        let share = most > 0 ? max(0, bar.value / most) : 0
        guard share > 0 else { continue }
        svg.empty(
          "rect",
          [
            "class": "bar", "x": "0", "y": coordinate(y + 19), "width": percentage(max(0.005, share)), "height": "8",
            "rx": "4",
          ])
      }
    }
  }

  /// The most characters of a name that have room beside an amount on a phone.
  private static var longestLabel: Int { 30 }
}
