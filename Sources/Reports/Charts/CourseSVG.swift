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
