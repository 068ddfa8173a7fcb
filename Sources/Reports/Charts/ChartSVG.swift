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

extension ColumnChart {
  /// Draws the columns, with lines across behind them and labels below as far as they have room on a phone.
  func draw(_ chart: Chart, into writer: inout MarkupWriter) {
    let (top, plot) = (14.0, 150.0)
    writer.graphic(chart, height: 190) { svg in
      scale.drawLines(into: &svg, top: top, height: plot)
      let width = 1 / Double(max(1, columns.count))
      for (number, column) in columns.enumerated() {
        let depth = scale.depth(of: column.value)
        let height = column.value > 0 ? max(1, (1 - depth) * plot) : 0
        svg.element("g") { group in
          group.element("title", text: "\(column.name): \(column.text)")
          group.empty(
            "rect",
            [
              "class": "bar", "x": percentage((Double(number) + 0.1) * width), "width": percentage(0.8 * width),
              "y": coordinate(top + plot - height), "height": coordinate(height),
            ])
        }
      }
      scale.drawLabels(into: &svg, top: top, height: plot)
      for number in labelled {
        svg.element(
          "text",
          [
            "class": "label", "x": percentage((Double(number) + 0.5) * width), "y": coordinate(top + plot + 17),
            "text-anchor": anchor(number),
          ], text: columns[number].label)
      }
    }
  }

  // At most five labels have room beside each other on a phone.
  private var labelled: [Int] {
    guard columns.count > 5 else { return Array(columns.indices) }
    return (0...4).map { $0 * (columns.count - 1) / 4 }
  }

  // What stands at an end must not reach over it.
  private func anchor(_ number: Int) -> String {
    guard columns.count > 5 else { return "middle" }
    return number == 0 ? "start" : number == columns.count - 1 ? "end" : "middle"
  }
}

extension Scale {
  /// Draws the lines across.
  func drawLines(into svg: inout MarkupWriter, top: Double, height: Double) {
    for line in lines {
      let y = coordinate(top + depth(of: line.amount) * height)
      svg.empty(
        "line", ["class": line.amount == 0 ? "axis" : "rule", "x1": "0", "x2": "100%", "y1": y, "y2": y])
    }
  }

  /// Writes the amount of each line above it.
  func drawLabels(into svg: inout MarkupWriter, top: Double, height: Double) {
    for line in lines where line.amount != 0 {
      svg.element(
        "text", ["class": "label over", "x": "0", "y": coordinate(top + depth(of: line.amount) * height - 3)],
        text: line.label)
    }
  }
}

extension CourseChart {
  /// Draws the course as a line, an even pace as a dotted one, and what is expected as a dashed one.
  func draw(_ chart: Chart, into writer: inout MarkupWriter) {
    let (top, plot) = (14.0, 150.0)
    writer.graphic(chart, height: 190) { svg in
      scale.drawLines(into: &svg, top: top, height: plot)
      // A picture of its own, which is drawn out to the width that there is; lines keep their strength.
      svg.element(
        "svg",
        [
          "x": "0", "y": coordinate(top), "width": "100%", "height": coordinate(plot), "viewBox": "0 0 1000 100",
          "preserveAspectRatio": "none", "overflow": "visible",
        ]
      ) { lines in
        draw(even, "even", into: &lines)
        draw(points, "course", into: &lines)
        draw(expected, "expected", into: &lines)
      }
      scale.drawLabels(into: &svg, top: top, height: plot)
      if let last = points.last {
        svg.empty(
          "circle",
          [
            "class": "now", "cx": percentage(last.place), "cy": coordinate(top + scale.depth(of: last.amount) * plot),
            "r": "4",
          ])
      }
      for (text, x, anchor) in [(begin, "0", "start"), (end, "100%", "end")] {
        svg.element(
          "text", ["class": "label", "x": x, "y": coordinate(top + plot + 17), "text-anchor": anchor], text: text)
      }
    }
  }

  private func draw(_ points: [Point], _ kind: String, into svg: inout MarkupWriter) {
    guard points.count > 1 else { return }
    let places = points.map { "\(coordinate($0.place * 1000)),\(coordinate(scale.depth(of: $0.amount) * 100))" }
    svg.empty("polyline", ["class": kind, "points": places.joined(separator: " ")])
  }
}

extension GaugeChart {
  /// Draws what is spent on a track as long as the budget, the thresholds as marks on it, and the projection behind what is
  /// spent; both may reach beyond the budget, up to twice as far.
  func draw(_ chart: Chart, into writer: inout MarkupWriter) {
    let full = min(max(1, spent, projected) * 1.04, Self.longest)
    func place(_ share: Double) -> Double { min(max(0, share), full) / full }
    writer.graphic(chart, height: 30) { svg in
      svg.empty(
        "rect", ["class": "track", "x": "0", "y": "9", "width": percentage(place(1)), "height": "14", "rx": "3"])
      if projected > spent {
        svg.empty(
          "rect",
          [
            "class": "expected \((projected > 1 ? Tone.serious : status.tone).rawValue)", "x": "0", "y": "9",
            "width": percentage(place(projected)),
            "height": "14", "rx": "3",
          ])
      }
      svg.empty(
        "rect",
        [
          "class": "spent \(status.tone.rawValue)", "x": "0", "y": "9", "width": percentage(place(spent)),
          "height": "14", "rx": "3",
        ])
      for (share, kind) in [(warning, "mark"), (critical, "mark"), (1, "limit")] {
        let x = percentage(place(share))
        svg.empty("line", ["class": kind, "x1": x, "x2": x, "y1": "5", "y2": "27"])
      }
    }
  }

  /// The longest that a gauge is, in budgets.
  private static var longest: Double { 2 }
}
