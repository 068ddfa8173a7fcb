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
