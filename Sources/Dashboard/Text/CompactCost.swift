import Canvas
import Events
import Monitoring
import PlainText

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
