import Configuration
import ConfigurationFiles
import Events
import Foundation
import Monitoring

/// What a core has to know of money beside events.
package struct CostSettings: Sendable, Equatable {
  /// What may be spent, and when days and months turn.
  package var budgets: BudgetPlan
  /// By which costs are estimated that no one reports; nil to estimate nothing.
  package var prices: PriceTable?

  package init(budgets: BudgetPlan = BudgetPlan(), prices: PriceTable? = nil) {
    self.budgets = budgets
    self.prices = prices
  }
}

extension CostSettings {
  /// Prices that a file tells; without one, nothing is estimated.
  ///
  /// - Parameter pricesPath: a price table of LiteLLM's format.
  /// - Throws: if it cannot be used, with everything that is wrong in it.
  package init(pricesPath: String?) throws(ConfigurationFileError) {
    self.init()
    if let pricesPath { prices = try Self.prices(pricesPath) }
  }

  private static func prices(_ path: String) throws(ConfigurationFileError) -> PriceTable {
    let table = try PriceFile.read(path: path)
    do throws(PriceTableError) {
      return try PriceTable(liteLLM: table)
    } catch {
      throw .invalid(error.faults.map { "\(ShownText.path(path)): \($0)" })
    }
  }
}

extension BudgetPlan {
  /// The budgets that a configuration asks for.
  ///
  /// - Throws: if the zone is not known.
  package init(_ resolved: ResolvedConfiguration, isComplete: Bool) throws(Finding) {
    self.init()
    self.isComplete = isComplete
    if let wanted = resolved.zone {
      guard let zone = ZoneRules(named: wanted.name) else {
        let nearest = ZoneRules.nearest(to: wanted.name).map { "; did you mean \($0)?" } ?? ""
        let message = "\(ShownText.name(wanted.name)) is no time zone; write it like Europe/Berlin" + nearest
        throw Finding(.error, .place(wanted.place), layer: .file, subject: ["budget_timezone"], message)
      }
      self.zone = zone
    }
    overall = BudgetLimits(resolved.overall)
    for (name, wrapper) in resolved.wrappers {
      let settings = resolved.monitoring(of: wrapper)
      configured.insert(name)
      if !settings.tracksCosts { untracked.insert(name) }
      var limits = BudgetLimits(settings.budget)
      limits.disablesOnExceed = settings.disablesOnExceed
      wrappers[name] = limits
    }
  }
}

extension BudgetLimits {
  fileprivate init(_ settings: BudgetSettings) {
    self.init(
      daily: settings.daily.map { Money(dollars: $0) }, monthly: settings.monthly.map { Money(dollars: $0) },
      thresholds: BudgetThresholds(warning: settings.warning, critical: settings.critical))
  }
}

extension Money {
  /// The nearest whole number of nano-dollars. A budget is from one of them to 10^18 dollars.
  fileprivate init(dollars: Double) {
    // Apart, so that the product of a large amount is not rounded.
    let whole = dollars.rounded(.down)
    self.init(nanodollars: Int128(whole) * 1_000_000_000 + Int128(((dollars - whole) * 1e9).rounded()))
  }
}

extension ZoneRules {
  // Before that nothing is monitored, and after that no one knows.
  private static let known: Range<TimeInterval> = 631_152_000..<4_102_444_800

  /// The rules of a time zone by its name in the IANA database, from 1990 to 2100; nil if there is none of that name.
  ///
  /// They are those of the ICU library that is part of Foundation, so that a machine needs no zone files.
  package init?(named name: String) {
    guard name != "UTC" else {
      self = .utc
      return
    }
    guard let zone = TimeZone(identifier: name) else { return nil }
    var date = Date(timeIntervalSince1970: Self.known.lowerBound)
    self.init(name: name, first: Offset(seconds: Int64(zone.secondsFromGMT(for: date))))
    while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date,
      next.timeIntervalSince1970 < Self.known.upperBound
    {
      date = next
      let offset = Offset(seconds: Int64(zone.secondsFromGMT(for: date)))
      // Foundation tells also of changes of nothing but the name.
      guard offset != (changes.last?.offset ?? first) else { continue }
      changes.append(Change(at: Timestamp(seconds: Int64(date.timeIntervalSince1970)), offset: offset))
    }
  }

  /// The name of the zone that is most likely meant by one that nobody knows; nil if none is near.
  static func nearest(to name: String) -> String? {
    let known = TimeZone.knownTimeZoneIdentifiers
    let word = name.lowercased().replacing(" ", with: "_")
    // The place alone, or the whole in another case.
    let meant = known.first { $0.lowercased() == word || $0.lowercased().hasSuffix("/" + word) }
    return meant ?? Suggestion.nearest(to: name, among: known)
  }
}

extension ZoneRules.Offset {
  // Abbreviations are no one's to give out, and some mean two zones: the offset itself says what is meant.
  fileprivate init(seconds: Int64) {
    let minutes = abs(seconds) / 60
    let rest = minutes % 60
    let hours =
      "\(seconds < 0 ? "-" : "+")\(minutes / 60)" + (rest == 0 ? "" : ":" + (rest < 10 ? "0" : "") + "\(rest)")
    self.init(seconds: seconds, abbreviation: seconds == 0 ? "UTC" : "UTC" + hours)
  }
}
