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
