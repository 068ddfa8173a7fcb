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

/// The name of a time zone, which only who knows the system's zones can judge.
package struct ZoneName: Sendable, Equatable, Codable {
  package var name: String
  package var place: SourceLocation

  package init(_ name: String, at place: SourceLocation) {
    self.name = name
    self.place = place
  }
}
