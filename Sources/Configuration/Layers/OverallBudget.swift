/// What files say of the budget of all wrappers together, under `budgets` (article Cost, Budgets; Configuration, Kinds
/// and fields).
struct OverallBudget {
  /// What was said of each part, by its name, the weakest first.
  var statements: [String: [LayeredValue]] = [:]

  /// What holds of a part; nil for nothing, or if that is wrong.
  func strongest(_ name: String) -> (value: Double, statement: LayeredValue)? {
    guard let statement = statements[name]?.last, let value = statement.value?.number else { return nil }
    return (value, statement)
  }

  /// True if what is said of one of the parts is wrong.
  func isWrong(_ names: [String]) -> Bool { names.contains { statements[$0]?.last?.fault != nil } }

  var settings: BudgetSettings {
    var settings = BudgetSettings()
    settings.daily = strongest("daily")?.value
    settings.monthly = strongest("monthly")?.value
    settings.warning = strongest("warning")?.value ?? settings.warning
    settings.critical = strongest("critical")?.value ?? settings.critical
    return settings
  }
}

extension ConfigurationResolver {
  private static let budgetSubject = Subject(words: ["budgets"])
  private static let thresholdSubject = budgetSubject.part("thresholds")

  mutating func readOverall(_ node: ConfigurationNode) {
    let values = allValues(of: node, known: ["daily", "monthly", "thresholds"], Self.budgetSubject)
    for name in ["daily", "monthly"] {
      readOverall(values[name], name, FieldPath("\(name)_budget"))
    }
    guard let thresholds = values["thresholds"] else { return }
    let parts = allValues(of: thresholds, known: ["warning", "critical"], Self.thresholdSubject)
    for name in ["warning", "critical"] {
      let node = thresholds.isNull ? thresholds : parts[name]
      readOverall(node, name, FieldPath(["budget_alert_thresholds", name]))
    }
  }

  // What may be said is the same as of a wrapper's field at `path`.
  private mutating func readOverall(_ node: ConfigurationNode?, _ name: String, _ path: FieldPath) {
    guard let node, let description = Kind.external.description(of: path), node.isNull || !node.isEmpty else { return }
    var statement = LayeredValue(layer: layer, origin: .place(node.place), number: next())
    do throws(ValueFault) {
      statement.value = try node.isNull ? .null : description.value(written: node)
    } catch {
      statement.fault = error.message
    }
    overall.statements[name, default: []].append(statement)
  }

  /// Checks what has to hold between the parts, once all files are read.
  mutating func checkOverall() {
    tellFaults(["daily", "monthly"], Self.budgetSubject)
    tellFaults(["warning", "critical"], Self.thresholdSubject)
    let settings = overall.settings
    if !overall.isWrong(["daily", "monthly"]), let daily = settings.daily,
      let monthly = settings.monthly, daily > monthly
    {
      failOverall(
        Self.budgetSubject.part("daily"), ["daily", "monthly"],
        "must not be above monthly, which is \(FieldValue.shortest(monthly)); it is \(FieldValue.shortest(daily))")
    }
    if !overall.isWrong(["warning", "critical"]), settings.warning >= settings.critical {
      func told(_ name: String, _ value: Double) -> String {
        FieldValue.shortest(value) + (overall.strongest(name) == nil ? " by default" : "")
      }
      failOverall(
        Self.thresholdSubject.part("warning"), ["warning", "critical"],
        "has to be below critical, which is \(told("critical", settings.critical)); "
          + "it is \(told("warning", settings.warning))")
    }
  }

  // What is wrong stops nothing if a stronger layer hides it.
  private mutating func tellFaults(_ names: [String], _ subject: Subject) {
    for name in names {
      let statements = overall.statements[name] ?? []
      for (rank, statement) in statements.reversed().enumerated() {
        guard let fault = statement.fault else { continue }
        layer = statement.layer
        note(rank == 0 ? .error : .warning, statement.origin, subject.part(name), fault, number: statement.number)
      }
    }
  }

  // At the strongest of what was said, of equals the first.
  private mutating func failOverall(_ subject: Subject, _ names: [String], _ message: String) {
    let said = names.compactMap { overall.strongest($0)?.statement }
    guard let layer = said.map(\.layer).max(), let strongest = said.first(where: { $0.layer == layer }) else { return }
    self.layer = layer
    note(.error, strongest.origin, subject, message, number: strongest.number)
  }
}
