import Canvas
import Events

// Spending against budgets.
extension CompactFigure {
  /// Money with a sign for how sure it is, at most 9 characters: `$41.80`, `~$41.80`, `>=$41.80`.
  static func money(_ money: Money, _ certainty: CostCertainty) -> String {
    // A lower bound of less than a cent would read `>=<$0.01`.
    let bound = certainty == .lowerBound && money > .zero && money.nanodollars < 10_000_000 ? Money.zero : money
    return certainty.sign + self.money(bound)
  }

  /// What may be spent, at most 7 characters, without cents where there are none: `$50`, `$0.01`, `$49.50`, `$12.3k`.
  static func budget(_ money: Money) -> String {
    let text = self.money(money)
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
  }

  /// A share of a budget with a sign for how sure it is, at most 5 characters: `84%`, `~84%`, `>84%`.
  static func share(_ share: Double?, _ certainty: CostCertainty) -> String {
    let text = self.share(share)
    guard certainty == .lowerBound else { return certainty.sign + text }
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

/// How sure a sum of costs is.
enum CostCertainty: Int, Comparable {
  /// All of it was reported.
  case reported
  /// Some of it was estimated from a price table.
  case estimated
  /// Operations are among it whose price nobody knows: it is that much at least.
  case lowerBound

  init(estimated: Money, unpriced: UInt64) {
    self = unpriced > 0 ? .lowerBound : estimated == .zero ? .reported : .estimated
  }

  /// What stands before the sum.
  var sign: String {
    switch self {
    case .reported: ""
    case .estimated: "~"
    case .lowerBound: ">="
    }
  }

  static func < (a: CostCertainty, b: CostCertainty) -> Bool { a.rawValue < b.rawValue }
}
