/// What a wrappers file (SPEC 4.1) says of money.
package struct WrappersSettings: Sendable, Equatable {
  /// What all wrappers together may spend.
  package var overall = BudgetSettings()
  /// The name of the zone in which days and months are meant, and where it stands; nil for UTC.
  package var zone: (name: String, place: Place)?
  /// By the names of the wrappers.
  package var wrappers: [String: WrapperSettings] = [:]

  package init() {}

  package static func == (a: WrappersSettings, b: WrappersSettings) -> Bool {
    a.overall == b.overall && a.wrappers == b.wrappers && a.zone?.name == b.zone?.name && a.zone?.place == b.zone?.place
  }
}

/// What may be spent.
package struct BudgetSettings: Sendable, Equatable {
  /// Dollars for a day, above zero; nil for no limit.
  package var daily: Double?
  /// Dollars for a month, above zero; nil for no limit.
  package var monthly: Double?
  /// 0 < warning < critical <= 1.
  package var warning = 0.8
  package var critical = 0.95

  package init() {}
}

/// What the file says of one wrapper.
package struct WrapperSettings: Sendable, Equatable {
  package var budget = BudgetSettings()
  /// Whether its costs are tracked.
  package var tracksCosts = true
  /// Whether it is to be switched off once its daily budget is spent.
  package var disablesOnExceed = false

  package init() {}
}
