import Monitoring

/// What a filter can ask of a wrapper's budgets: `budget:over`.
enum BudgetTerm: String, CaseIterable {
  // The worse of day and month.
  case ok, warning, critical, over
  /// There is no budget.
  case none
  /// Costs are not tracked.
  case off

  /// What stands before the word.
  static let prefix = "budget:"

  /// Reads the word behind the prefix, in lower case; nil if it is none of them.
  init?(word: some StringProtocol) {
    self.init(rawValue: word == BudgetStatus.exceeded.rawValue ? Self.over.rawValue : String(word))
  }

  func matches(_ wrapper: WrapperSnapshot) -> Bool {
    let status = wrapper.budget?.worst
    return switch self {
    case .ok: status == .healthy
    case .warning: status == .warning
    case .critical: status == .critical
    case .over: status == .exceeded
    case .none: wrapper.tracksCosts && status == nil
    case .off: !wrapper.tracksCosts
    }
  }
}

/// How many wrappers are near their budgets or past them.
package struct BudgetCounts: Sendable, Equatable {
  /// Wrappers that have spent all of the budget of the day or of the month.
  private(set) var over = 0
  /// Wrappers that have reached a threshold of one, but have not spent all of it.
  private(set) var near = 0

  package init(_ wrappers: [WrapperSnapshot] = []) {
    for wrapper in wrappers {
      switch wrapper.budget?.worst {
      case .exceeded: over += 1
      case .warning, .critical: near += 1
      case .healthy, nil: break
      }
    }
  }
}
