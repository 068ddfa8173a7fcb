/// Figures as operators read them: short, with a unit where one is needed, and never wider than the width that each
/// function states, so that columns do not jump. What is missing reads `-`.
package enum NumberFormat {
  /// What stands for a figure that is missing or not a number.
  package static let missing = "-"

  /// A number with so many decimals, rounded to nearest, in ASCII digits: `fixed(2.05, 1)` is `2.1`.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return missing }
    let decimals = min(max(0, decimals), 9)
    let scale = (0..<decimals).reduce(UInt64(1)) { scale, _ in scale * 10 }
    let scaled = (value.magnitude * Double(scale)).rounded()
    guard scaled < 1e19 else { return (value < 0 ? "-" : "") + ">1e\(18 - decimals)" }
    let (whole, rest) = UInt64(scaled).quotientAndRemainder(dividingBy: scale)
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return decimals == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(padded(rest, to: decimals))"
  }

  /// A number with leading zeroes.
  static func padded(_ number: UInt64, to digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
