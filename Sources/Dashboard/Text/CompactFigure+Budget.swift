import Canvas
import Events
import Monitoring

// Spending against budgets.
extension CompactFigure {
  /// A sum of costs with the signs that say how exact it is, at most `width` characters, or 9 if that is more: `$41.80`, `~$41.80`,
  /// `>=$41.80`, and where there is room `>=~$41.80`.
  static func money(_ costs: CostSum, width: Int = 10) -> String { money(costs.amount, costs.certainty, width: width) }

  /// The same for an amount that comes from costs so exact.
  static func money(_ money: Money, _ certainty: CostCertainty, width: Int = 10) -> String {
    // A lower bound of less than a cent would read `>=<$0.01`.
    let bound = certainty.isLowerBound && money > .zero && money.nanodollars < 10_000_000 ? Money.zero : money
    let text = certainty.mark(self.money(bound), isCompact: true)
    guard text.utf8.count > max(9, width) else { return text }
    return CostCertainty(isEstimated: false, isLowerBound: true).mark(self.money(bound), isCompact: true)
  }

  /// What is left of a budget, at most 10 characters: `$8.20`, `~$8.20`, `<=$8.20`.
  static func rest(_ money: Money, _ certainty: CostCertainty) -> String {
    certainty.markRest(self.money(money), isCompact: true)
  }

  /// What may be spent, at most 7 characters, without cents where there are none: `$50`, `$0.01`, `$49.50`, `$12.3k`.
  static func budget(_ money: Money) -> String {
    let text = self.money(money)
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
  }

  /// A share of a budget with a sign for how exact it is, at most 5 characters: `84%`, `~84%`, `>84%`.
  static func share(_ share: Double?, _ certainty: CostCertainty) -> String {
    let text = self.share(share)
    guard certainty.isLowerBound else { return certainty.mark(text) }
    return text.hasPrefix("<") ? ">0%" : text.hasPrefix(">") ? text : ">" + text
  }

  /// A share of a budget, at most 4 characters: `84%`, `<1%`, `104%`, `12x` for twelve times as much. It is rounded down, so
  /// that it never reads 100% before all is spent.
  static func share(_ share: Double?) -> String {
    guard let share, !share.isNaN else { return none }
    if share <= 0 { return "0%" }
    if share < 0.01 { return "<1%" }
    if share < 10 { return "\(Int(share * 100))%" }
    return share < 1000 ? "\(Int(share))x" : ">1kx"
  }
}
