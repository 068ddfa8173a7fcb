import Canvas
import Events
import Monitoring
import PlainText

/// Figures for the columns of a screen of 80: each is narrower than its like in `NumberFormat`, and never wider than stated, so
/// that columns stand still.
enum CompactFigure {
  /// What stands where there is no figure.
  static let none = NumberFormat.missing

  /// A rate from 0 to 1 in percent, without the sign, at most 4 characters: `0.0`, `<0.1`, `11.4`, `100`.
  ///
  /// What is not quite nothing or all is never shown as if it were.
  static func percent(_ rate: Double?) -> String {
    guard let rate, rate.isFinite else { return none }
    if rate <= 0 { return "0.0" }
    if rate >= 1 { return "100" }
    let tenths = Int((rate * 1000).rounded())
    if tenths == 0 { return "<0.1" }
    return tenthsText(min(tenths, 999))
  }

  /// A score from 0 to 1. It is rounded, but never up over a limit between two grades.
  static func score(_ score: Double, decimals: Int = 2) -> String {
    guard score.isFinite else { return none }
    let scale = decimals == 2 ? 100 : 1000
    let shown = shownScore(score, scale: scale)
    return (shown >= scale ? "1." : "0.") + String(shown + scale).dropFirst()
  }

  /// The score as it is shown, in units of `1 / scale`.
  static func shownScore(_ score: Double, scale: Int) -> Int {
    let exact = min(max(score, 0), 1) * Double(scale)
    let rounded = Int(exact.rounded())
    // Products of factors miss a limit by a rounding error; that is no lower score.
    let slack = 1e-6
    let passesLimit = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0].contains {
      Double(rounded) >= $0 * Double(scale) - slack && exact < $0 * Double(scale) - slack
    }
    return passesLimit ? rounded - 1 : rounded
  }

  /// A duration in milliseconds, at most 5 characters: `<1ms`, `850ms`, `9.8s`, `42s`, `4m12s`, `3h05m`, `12d`.
  static func duration(_ milliseconds: Double?) -> String {
    guard let milliseconds, milliseconds.isFinite, milliseconds >= 0 else { return none }
    if milliseconds == 0 { return "0ms" }
    if milliseconds < 1 { return "<1ms" }
    if milliseconds < 999.5 { return "\(Int(milliseconds.rounded()))ms" }
    if milliseconds < 9_950 { return tenthsText(Int((milliseconds / 100).rounded())) + "s" }
    return age(milliseconds + 500)
  }

  /// A span of time in whole units, at most 5 characters: `42s`, `4m12s`, `59m`, `3h05m`, `12d`, `3y`.
  static func age(_ milliseconds: Double) -> String {
    guard milliseconds.isFinite else { return none }
    let seconds = Int(min(max(0, milliseconds / 1000), 1e12))
    switch seconds {
    case ..<60: return "\(seconds)s"
    case ..<600: return "\(seconds / 60)m" + twoDigits(seconds % 60) + "s"
    case ..<3600: return "\(seconds / 60)m"
    case ..<36_000: return "\(seconds / 3600)h" + twoDigits(seconds / 60 % 60) + "m"
    case ..<172_800: return "\(seconds / 3600)h"
    case ..<63_072_000: return "\(seconds / 86400)d"
    default: return "\(min(999, seconds / 31_536_000))y"
    }
  }

  /// The unit in which `age` tells such a span, in seconds.
  static func ageUnit(_ milliseconds: Double) -> Int64 {
    switch milliseconds {
    case ..<600_000: 1
    case ..<36_000_000: 60
    case ..<172_800_000: 3600
    case ..<63_072_000_000: 86_400
    default: 31_536_000
    }
  }

  /// The unit in which `shortAge` tells such a span, in seconds.
  static func shortAgeUnit(_ milliseconds: Double) -> Int64 {
    switch milliseconds {
    case ..<60_000: 1
    case ..<3_600_000: 60
    case ..<36_000_000: 3600
    default: ageUnit(milliseconds)
    }
  }

  /// A span of time in its largest unit, at most 4 characters: `42s`, `59m`, `23h`, `12d`, `3y`.
  static func shortAge(_ milliseconds: Double) -> String {
    let text = age(milliseconds)
    return text.firstIndex { $0.isLetter }.map { String(text[...$0]) } ?? text
  }

  /// A count or a rate, at most 5 characters: `0`, `3.2`, `42`, `1,204`, `12.3k`, `1.2M`.
  static func compact(_ value: Double) -> String {
    guard value.isFinite, value >= 0 else { return none }
    if value < 9.95 {
      return value == value.rounded()
        ? "\(Int(value))" : value < 0.05 ? "<0.1" : tenthsText(Int((value * 10).rounded()))
    }
    if value < 9_999.5 { return NumberFormat.grouped(UInt64(value.rounded())) }
    var scaled = value
    for unit in ["k", "M", "G", "T", "P"] {
      scaled /= 1000
      if scaled < 99.95 { return tenthsText(Int((scaled * 10).rounded())) + unit }
      if scaled < 999.5 { return "\(Int(scaled.rounded()))" + unit }
    }
    return ">999P"
  }

  /// A count in at most 3 characters: `999`, `12k`, `.4M`, `12M`, `.4G`.
  static func tiny(_ count: Int) -> String {
    if count < 1000 { return "\(max(0, count))" }
    var scaled = count
    for (unit, next) in [("k", "M"), ("M", "G"), ("G", "T"), ("T", "P"), ("P", "E")] {
      scaled /= 1000
      if scaled < 100 { return "\(scaled)" + unit }
      if scaled < 1000 { return ".\(scaled / 100)" + next }
    }
    return "9E+"
  }

  /// A number of unknown unit, at most 7 characters: `0`, `0.042`, `-3.14`, `1,204`, `12.3k`, `<0.001`.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return none }
    let size = value.magnitude
    let sign = value < 0 ? "-" : ""
    if size == 0 { return "0" }
    if size < 0.0005 { return value < 0 ? ">-0.001" : "<0.001" }
    if size >= 99.95 || size == size.rounded() { return sign + compact(size) }
    return sign + NumberFormat.fixed(size, size < 0.9995 ? 3 : size < 9.995 ? 2 : 1)
  }

  /// Money, at most 7 characters: `$0.00`, `<$0.01`, `$41.80`, `$1,234`, `$12.3k`.
  static func money(_ money: Money) -> String {
    if money == .zero { return "$0.00" }
    if money < .zero { return "-" + self.money(Money(nanodollars: Int128(money.nanodollars.magnitude))) }
    if money.nanodollars < 10_000_000 { return "<$0.01" }
    let cents = (money.nanodollars + 5_000_000) / 10_000_000
    if cents < 100_000 { return "$\(cents / 100)." + twoDigits(Int(cents % 100)) }
    return "$" + compact(money.dollars)
  }

  private static func tenthsText(_ tenths: Int) -> String { "\(tenths / 10).\(tenths % 10)" }
  private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

// Spending against budgets.
extension CompactFigure {
  /// A sum of costs with the signs that say how exact it is, at most `width` characters, or 9 if that is more: `$41.80`, `~$41.80`,
  /// `>=$41.80`, and where there is room `>=~$41.80`.
  static func money(_ costs: CostSum, width: Int = 10) -> String { money(costs.amount, costs.certainty, width: width) }

  /// The same for an amount that comes from costs so exact.
  static func money(_ money: Money, _ certainty: CostCertainty, width: Int = 10) -> String {
    // A lower bound of less than a cent would read `>=<$0.01`.
    let bound = certainty.isLowerBound && money > .zero && money.nanodollars < 10_000_000 ? Money.zero : money
    let text = certainty.mark(self.money(bound))
    guard text.utf8.count > max(9, width) else { return text }
    return CostCertainty(isEstimated: false, isLowerBound: true).mark(self.money(bound))
  }

  /// What is left of a budget, at most 10 characters: `$8.20`, `~$8.20`, `<=$8.20`.
  static func rest(_ money: Money, _ certainty: CostCertainty) -> String {
    certainty.markRest(self.money(money))
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

/// Money on the cost pane, with the signs that say how sure it is (article Cost, Cost of an operation): `~$1.20` holds
/// estimates, `>=$1.20` leaves out tokens without a known price.
enum CompactCost {
  /// The widest that a sum with its sign gets.
  static let width = 10

  /// A sum.
  static func sum(_ costs: CostSum) -> String { CompactFigure.money(costs, width: width) }

  /// What one of many costs, with as many digits as small sums need: `$0.0042`; at most 8 characters, without the sign
  /// 7, and before that the signs that say how exact it is.
  static func each(_ dollars: Double?, _ certainty: CostCertainty = .exact) -> String {
    guard let dollars, dollars.isFinite else { return CompactFigure.none }
    let text = NumberFormat.dollars(nanodollars: Money(dollars: dollars).nanodollars)
    // Nothing is at least less than something.
    return certainty.mark(certainty.isLowerBound && text.hasPrefix("<") ? "$0.0000" : text)
  }

  /// What a million tokens cost at a price for one: `$2.50`.
  static func perMillion(_ quintillionths: Int64?) -> String {
    guard let quintillionths else { return CompactFigure.none }
    // A million times 10^-18 dollars are 10^-3 nano-dollars.
    return NumberFormat.dollars(nanodollars: (Int128(quintillionths) + 500) / 1000)
  }
}

extension GroupFigures {
  /// What a thousand tokens cost, in dollars; nil where no tokens were told.
  var dollarsPerThousandTokens: Double? { costPerMillionTokens.map { $0.dollars / 1000 } }
}

extension BudgetGrade {
  init(_ status: BudgetStatus) {
    switch status {
    case .healthy: self = .healthy
    case .warning: self = .warning
    case .critical: self = .critical
    case .exceeded: self = .exceeded
    }
  }
}

extension BudgetPeriod {
  /// What the current one is called: `today`, `this month`.
  var words: String {
    switch self {
    case .day: "today"
    case .month: "this month"
    }
  }
}
