/// The horizontal axis of a chart: from some minutes ago to now.
struct TimeAxis: Hashable, Sendable {
  /// The time from the left end to the right end.
  var minutes: Double

  /// Ticks with their labels, from left to right: so many minutes ago, at a column of `width`.
  func ticks(width: Int) -> [(column: Int, label: String)] {
    guard width > 1, minutes > 0, minutes.isFinite else { return [] }
    // Labels need room for themselves and as much again.
    let least = minutes * 10 / Double(width)
    let steps: [Double] = [1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1440, 2880, 7200, 14_400]
    var ticks: [(column: Int, label: String)] = [(width - 1, "now")]
    guard let step = steps.first(where: { $0 >= least }) else { return ticks }
    var ago = step
    while ago <= minutes + 1e-9 {
      ticks.append((width - 1 - Int((ago / minutes * Double(width - 1)).rounded()), "-" + Self.label(ago)))
      ago += step
    }
    return ticks.reversed()
  }

  private static func label(_ minutes: Double) -> String {
    if minutes >= 1440, minutes.truncatingRemainder(dividingBy: 1440) == 0 {
      return Figure.fixed(minutes / 1440, 0) + "d"
    }
    if minutes >= 60, minutes.truncatingRemainder(dividingBy: 60) == 0 { return Figure.fixed(minutes / 60, 0) + "h" }
    return Figure.fixed(minutes, 0) + "m"
  }
}
