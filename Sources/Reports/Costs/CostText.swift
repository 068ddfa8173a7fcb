import Canvas
import Events
import Monitoring

/// Figures of a report in words.
enum CostText {
  /// What stands where there is no figure.
  static let none = "-"
  /// Why nothing is projected yet.
  static let tooEarly = "No projection before the first operation is 10 min old"

  /// Dollars: `$1,234.50`; below a dollar with three digits that count: `$0.25`, `$0.0042`, `$0.000000001`.
  static func money(_ money: Money?) -> String {
    guard let money else { return none }
    let sign = money.nanodollars < 0 ? "-" : ""
    let size = money.nanodollars.magnitude
    var decimals = 2
    if size < 1_000_000_000, size > 0 {
      var least: UInt128 = 100_000_000
      while size < least {
        least /= 10
        decimals += 1
      }
      decimals = min(9, max(2, decimals + 1))
    }
    let unit = power(9 - decimals)
    let rounded = (size + unit / 2) / unit
    let (whole, rest) = rounded.quotientAndRemainder(dividingBy: power(decimals))
    var fraction = String(rest)
    fraction = String(repeating: "0", count: decimals - fraction.utf8.count) + fraction
    while fraction.utf8.count > 2, fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(sign)$\(grouped(String(whole))).\(fraction)"
  }

  /// Dollars that need not be whole nano-dollars.
  static func dollars(_ dollars: Double?) -> String {
    guard let dollars, dollars.isFinite, dollars.magnitude < 1e18 else { return none }
    return money(Money(nanodollars: Int128((dollars * 1e9).rounded())))
  }

  /// Round dollars, without cents where there are none: `$20`, `$0.50`.
  static func round(_ dollars: Double) -> String {
    let text = self.dollars(dollars)
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
  }

  /// A sum of costs with the signs that say how exact it is: `>= ~$1.20`.
  static func cost(_ sum: CostSum) -> String { sum.certainty.mark(money(sum.amount)) }

  /// What a group cost.
  static func cost(_ figures: GroupFigures) -> String { cost(figures.costs) }

  /// A figure that comes from costs so exact.
  static func money(_ money: Money?, _ certainty: CostCertainty) -> String {
    money == nil ? none : certainty.mark(self.money(money))
  }

  /// What has to stand before a figure that comes from a group's cost.
  static func marks(_ figures: GroupFigures) -> String { figures.costs.certainty.signs() }

  /// A share from 0 to 1: `12.3 %`.
  static func percent(_ share: Double?) -> String {
    guard let share, share.isFinite else { return none }
    return share < 0 ? "-" + percent(-share) : NumberFormat.percent(share) + " %"
  }

  /// One amount as a share of another; nil where that is nothing.
  static func share(_ part: Money, of all: Money) -> Double? {
    all.nanodollars == 0 ? nil : Double(part.nanodollars) / Double(all.nanodollars)
  }

  /// An amount for each of so many; nil where there are none.
  static func each(_ cost: Money, of count: Double) -> Double? { count > 0 ? cost.dollars / count : nil }

  /// A whole number: `1,234,567`.
  static func count(_ number: UInt64) -> String { grouped(String(number)) }

  /// A number with its noun: `1 operation`, `1,234 operations`.
  static func counted(_ number: UInt64, _ noun: String) -> String {
    "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// How long something took: `420ms`.
  static func duration(_ milliseconds: Double?) -> String { NumberFormat.duration(ms: milliseconds) }

  /// How much longer something took, or how much less: `420ms`, `-1.2s`.
  static func added(_ milliseconds: Double?) -> String {
    guard let milliseconds, milliseconds < 0 else { return duration(milliseconds) }
    return "-" + duration(-milliseconds)
  }

  /// A score from 0 to 1, cut rather than rounded, so that it never reads as if it had reached the next grade.
  static func score(_ score: Double?) -> String {
    guard let score, score.isFinite else { return none }
    return NumberFormat.fixed((score * 1000 + 1e-6).rounded(.down) / 1000, 3)
  }

  private static func power(_ exponent: Int) -> UInt128 { (0..<exponent).reduce(1) { power, _ in power * 10 } }

  private static func grouped(_ digits: String) -> String {
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }
}
