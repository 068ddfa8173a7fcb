/// What a wrappers file (SPEC 4.1) says, as far as this version acts on it: of money.
package struct WrappersSettings: Sendable, Equatable {
  /// What all wrappers together may spend.
  package var overall = BudgetSettings()
  /// The zone in which days and months are meant; nil for UTC.
  package var zone: ZoneName?
  /// By the names of the wrappers.
  package var wrappers: [String: WrapperSettings] = [:]
  /// What stops nothing, but ought to be known.
  package var warnings: [ConfigurationFault] = []

  package init() {}
}

/// The name of a time zone, which only who knows the system's zones can judge.
package struct ZoneName: Sendable, Equatable, Codable {
  package var name: String
  package var place: Place

  package init(_ name: String, at place: Place) {
    self.name = name
    self.place = place
  }
}

/// What may be spent.
package struct BudgetSettings: Sendable, Equatable, Codable {
  /// Dollars for a day, above zero; nil for no limit.
  package var daily: Double?
  /// Dollars for a month, above zero and no less than those for a day; nil for no limit.
  package var monthly: Double?
  /// Shares of a limit from which on operators want to know; 0 < warning < critical <= 1.
  package var warning = 0.8
  package var critical = 0.95

  package init() {}
}

/// What the file says of one wrapper.
package struct WrapperSettings: Sendable, Equatable {
  /// The name of its kind.
  package var kind = Kind.external.name
  package var budget = BudgetSettings()
  /// Whether its costs are tracked.
  package var tracksCosts = true
  /// Whether it is to be switched off once its daily budget is spent.
  package var disablesOnExceed = false

  package init() {}
}
