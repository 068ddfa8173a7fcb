/// What files say of the budget of all wrappers together, under `budgets` (SPEC 3.2, 4.2).
struct OverallBudget {
  /// What was said of each part, by its name; the stronger layer's.
  var said: [String: (value: Double, place: Place, layer: Layer)] = [:]
  /// Parts of which something wrong was said.
  var wrong: Set<String> = []

  var settings: BudgetSettings {
    var settings = BudgetSettings()
    settings.daily = said["daily"]?.value
    settings.monthly = said["monthly"]?.value
    settings.warning = said["warning"]?.value ?? settings.warning
    settings.critical = said["critical"]?.value ?? settings.critical
    return settings
  }
}

extension LayerReader {
  private static let budgetSubject = Subject(words: ["budgets"])
  private static let thresholdSubject = budgetSubject.part("thresholds")

  mutating func readOverall(_ node: ConfigurationNode) {
    let values = values(of: node, known: ["daily", "monthly", "thresholds"], Self.budgetSubject)
    for name in ["daily", "monthly"] {
      readOverall(values[name], name, FieldPath("\(name)_budget"), Self.budgetSubject.part(name))
    }
    guard let thresholds = values["thresholds"] else { return }
    let parts = self.values(of: thresholds, known: ["warning", "critical"], Self.thresholdSubject)
    for name in ["warning", "critical"] {
      let path = FieldPath(["budget_alert_thresholds", name])
      readOverall(parts[name], name, path, Self.thresholdSubject.part(name))
    }
  }

  // What may be said is the same as of a wrapper's field at `path`.
  private mutating func readOverall(_ node: ConfigurationNode?, _ name: String, _ path: FieldPath, _ subject: Subject) {
    guard let node, let description = Kind.external.description(of: path) else { return }
    do throws(ValueFault) {
      guard let number = try description.value(written: node).number else { return }
      overall.said[name] = (number, node.place, layer)
    } catch {
      overall.wrong.insert(name)
      fail(node.place, subject, error.message)
    }
  }

  /// Checks what has to hold between the parts, once all files are read.
  mutating func checkOverall() {
    let settings = overall.settings
    if overall.wrong.isDisjoint(with: ["daily", "monthly"]), let daily = settings.daily,
      let monthly = settings.monthly, daily > monthly
    {
      failOverall(
        Self.budgetSubject.part("daily"), ["daily", "monthly"],
        "must not be above monthly, which is \(FieldValue.shortest(monthly)); it is \(FieldValue.shortest(daily))")
    }
    if overall.wrong.isDisjoint(with: ["warning", "critical"]), settings.warning >= settings.critical {
      func told(_ name: String, _ value: Double) -> String {
        FieldValue.shortest(value) + (overall.said[name] == nil ? " by default" : "")
      }
      failOverall(
        Self.thresholdSubject.part("warning"), ["warning", "critical"],
        "has to be below critical, which is \(told("critical", settings.critical)); "
          + "it is \(told("warning", settings.warning))")
    }
  }

  // At the strongest of what was said, of equals the first.
  private mutating func failOverall(_ subject: Subject, _ names: [String], _ message: String) {
    let said = names.compactMap { overall.said[$0] }
    guard let layer = said.map(\.layer).max(), let strongest = said.first(where: { $0.layer == layer }) else { return }
    self.layer = layer
    fail(strongest.place, subject, message)
  }
}
