import Events
import Monitoring
import PlainText

/// Costs and what goes with them, written in full for documents.
package enum CostText {
  /// What stands where there is no figure.
  package static let none = "-"

  /// Dollars: `$1,234.50`; below a dollar with three digits that count: `$0.25`, `$0.0042`, `$0.000000001`.
  package static func money(_ money: Money?) -> String {
    guard let money else { return none }
    return NumberFormat.fullDollars(nanodollars: money.nanodollars)
  }

  /// Dollars that need not be whole nano-dollars.
  package static func dollars(_ dollars: Double?) -> String {
    guard let dollars, dollars.isFinite, dollars.magnitude < 1e18 else { return none }
    return money(Money(nanodollars: Int128((dollars * 1e9).rounded())))
  }

  /// Round dollars, without cents where there are none: `$20`, `$0.50`.
  package static func round(_ dollars: Double) -> String {
    let text = self.dollars(dollars)
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
  }

  /// A sum of costs with the signs that say how exact it is: `>=~$1.20`.
  package static func cost(_ sum: CostSum) -> String { sum.certainty.mark(money(sum.amount)) }

  /// What a group cost.
  package static func cost(_ figures: GroupFigures) -> String { cost(figures.costs) }

  /// A figure that comes from costs so exact.
  package static func money(_ money: Money?, _ certainty: CostCertainty) -> String {
    money == nil ? none : certainty.mark(self.money(money))
  }

  /// What has to stand before a figure that comes from a group's cost.
  package static func marks(_ figures: GroupFigures) -> String { figures.costs.certainty.signs }

  /// A share from 0 to 1: `12.3 %`.
  package static func percent(_ share: Double?) -> String {
    guard let share, share.isFinite else { return none }
    return share < 0 ? "-" + percent(-share) : NumberFormat.percent(share) + " %"
  }

  /// One amount as a share of another; nil where that is nothing.
  package static func share(_ part: Money, of all: Money) -> Double? {
    all.nanodollars == 0 ? nil : Double(part.nanodollars) / Double(all.nanodollars)
  }

  /// An amount for each of so many; nil where there are none.
  package static func each(_ cost: Money, of count: Double) -> Double? { count > 0 ? cost.dollars / count : nil }

  /// A whole number: `1,234,567`.
  package static func count(_ number: UInt64) -> String { NumberFormat.grouped(number) }

  /// How long something took: `420ms`.
  package static func duration(_ milliseconds: Double?) -> String { NumberFormat.duration(ms: milliseconds) }

  /// How much longer something took, or how much less: `420ms`, `-1.2s`.
  package static func added(_ milliseconds: Double?) -> String {
    guard let milliseconds, milliseconds < 0 else { return duration(milliseconds) }
    return "-" + duration(-milliseconds)
  }

  /// A score from 0 to 1, cut rather than rounded, so that it never reads as if it had reached the next grade.
  package static func score(_ score: Double?) -> String {
    guard let score, score.isFinite else { return none }
    return NumberFormat.fixed((score * 1000 + 1e-6).rounded(.down) / 1000, 3)
  }
}
