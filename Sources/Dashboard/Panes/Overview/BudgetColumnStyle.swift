import Canvas

/// How the column of budgets shows a wrapper's spending, by the room that there is.
enum BudgetColumnStyle: Equatable {
  /// The share alone: `84%`.
  case share
  /// A bar and the share: `████▒│»  84%`.
  case gauge
  /// A bar of so many columns, what is spent and what may be: `█████▒││»   $41.80 /50`.
  case money(gauge: Int)

  /// The form on a list of so many columns.
  init(_ width: Int) {
    switch width {
    case ..<53: self = .share
    case ..<105: self = .gauge
    case ..<136: self = .money(gauge: 8)
    default: self = .money(gauge: 11)
    }
  }

  /// The form of a column of that width.
  init(column width: Int) {
    switch width {
    case ..<Self.gauge.width: self = .share
    case ..<Self.money(gauge: 8).width: self = .gauge
    default: self = .money(gauge: width - Self.spentWidth - Self.budgetWidth)
    }
  }

  /// The columns of the screen that it takes.
  var width: Int {
    switch self {
    case .share: Self.shareWidth
    case .gauge: 7 + Self.shareWidth
    case .money(let gauge): gauge + Self.spentWidth + Self.budgetWidth
    }
  }

  /// The columns of a share with a sign for how sure it is.
  static let shareWidth = 5
  /// The columns of a blank and of money with a sign for how sure it is.
  static let spentWidth = 10
  /// The columns of a budget: a blank, a slash and the dollars without their sign.
  static let budgetWidth = 8

  /// What stands above a column of that width.
  static func heading(width: Int) -> String {
    switch BudgetColumnStyle(column: width) {
    case .share: "BUD%"
    case .gauge: "TODAY/BUDGET"
    case .money: "TODAY /BUDGET"
    }
  }
}
