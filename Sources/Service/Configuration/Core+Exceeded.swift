import Configuration
import Events
import Monitoring

/// A wrapper that is to be switched off, since its daily budget is spent (article Configuration, Layers).
struct ExceededBudget: Sendable, Equatable {
  var wrapper: String
  var spent: Money
  /// How exact that is.
  var certainty: CostCertainty
  var budget: Money
  var day: Timestamp

  /// What it is switched off for once only: an operator who switches it on again means it.
  var key: Key { Key(wrapper: wrapper, day: day) }

  struct Key: Hashable {
    var wrapper: String
    var day: Timestamp
  }
}

extension Core {
  /// The wrappers whose daily budget is spent, and which are enabled and ask to be switched off then; by name.
  func exceeded(by configuration: ResolvedConfiguration) -> [ExceededBudget] {
    let candidates = configuration.wrappers.values.filter { wrapper in
      let settings = configuration.monitoring(of: wrapper)
      return settings.disablesOnExceed && settings.isEnabled && settings.tracksCosts && settings.budget.daily != nil
    }
    guard !candidates.isEmpty else { return [] }
    let now = now
    return candidates.map(\.name).sorted().compactMap { name in
      guard let daily = withMonitor({ $0.budget(of: name, at: now) })?.daily, daily.status == .exceeded,
        let budget = daily.budget
      else { return nil }
      return ExceededBudget(
        wrapper: name, spent: daily.spent, certainty: daily.certainty, budget: budget, day: daily.began)
    }
  }
}
