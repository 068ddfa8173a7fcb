import PlainText

/// What has to hold of rules (article Settings, Rules).
extension SettingsReader {
  /// The valid rules of a file.
  ///
  /// - Parameter channels: the names of all channels.
  mutating func rules(_ values: [ReadValue], _ channels: [String]) -> [Settings.Rule] {
    var places: [String: SourceLocation] = [:]
    var rules: [Settings.Rule] = []
    for value in values {
      guard let name = value["name"]?.text else { continue }
      let path = ShapeReader.path("rules", name)
      if let first = places[name] {
        shapes.fail(value.place, path, "stands here again, after line \(first.line); give it another name")
        continue
      }
      places[name] = value.place
      if let rule = rule(name, value, path, channels) { rules.append(rule) }
    }
    return rules
  }

  private mutating func rule(
    _ name: String, _ value: ReadValue, _ path: String, _ channels: [String]
  ) -> Settings.Rule? {
    let before = shapes.faults.count
    var rule = Settings.Rule(name: name)
    let builtIn = vocabulary.builtInRules.first { $0.name == name }
    rule.isBuiltIn = builtIn != nil
    rule.windowSeconds = value["window"]?.integer
    rule.forSeconds = value["for"]?.integer
    rule.minOperations = value["min_operations"]?.integer.map { Int($0) }
    rule.wrappers = value["wrappers"]?.texts
    rule.isOfSystem = value["system"]?.flag ?? false
    rule.cooldownSeconds = value["cooldown"]?.integer
    rule.channels = value["channels"]?.texts
    rule.isEnabled = value["enabled"]?.flag
    rule.severity = severity(value)
    for channel in value["channels"]?.list ?? [] { checkChannel(channel, "\(path).channels", among: channels) }
    let metric = metric(value, path, builtIn)
    if builtIn == nil { rule.metric = metric?.key }
    if value.gives("levels"), value.gives("severity"), let place = value["severity"]?.place {
      shapes.fail(place, "\(path).severity", "stands in each of the levels, and not beside them")
    }
    if value.isWhole { readThresholds(of: &rule, value, path, builtIn, metric) }
    if rule.isOfSystem, let place = value["wrappers"]?.place {
      shapes.fail(
        place, "\(path).wrappers", "does not go with system: true, which looks at the whole; keep one of them")
    }
    if let metric, !rule.isBuiltIn { checkTarget(of: rule, metric, value, path) }
    return value.isWhole && shapes.faults.count == before ? rule : nil
  }

  private mutating func checkTarget(
    of rule: Settings.Rule, _ metric: SettingsVocabulary.Metric, _ value: ReadValue, _ path: String
  ) {
    let place = value["metric"]?.place ?? value.place
    switch (metric.isOfWrappers, metric.isOfSystem) {
    case (true, false) where rule.isOfSystem:
      shapes.fail(place, "\(path).metric", "\(metric.key) is there for each wrapper only; leave out `system`")
    case (false, true) where !rule.isOfSystem:
      shapes.fail(place, "\(path).metric", "\(metric.key) is there for the whole only; add `system: true`")
    case (false, false) where rule.isOfSystem || rule.wrappers != nil:
      shapes.fail(place, "\(path).metric", "\(metric.key) is not one of wrappers; leave out `system` and `wrappers`")
    default: break
    }
  }

  private func severity(_ value: ReadValue) -> Settings.Severity? {
    value["severity"]?.text.flatMap { Settings.Severity(rawValue: $0) }
  }

  // What the rule looks at; nil if that is not known, or not for the file to say.
  private mutating func metric(
    _ value: ReadValue, _ path: String, _ builtIn: SettingsVocabulary.BuiltInRule?
  ) -> SettingsVocabulary.Metric? {
    let given = value["metric"]?.text
    if let builtIn {
      if let given, given != builtIn.metric, let place = value["metric"]?.place {
        let own = builtIn.metric.map { "looks at \($0)" } ?? "has no metric"
        shapes.fail(
          place, "\(path).metric", "the rule is built in and \(own); leave it out, or give yours another name")
      }
      return vocabulary.metrics.first { $0.key == builtIn.metric }
    }
    if given == nil, !value.gives("metric") {
      let nearest = shapes.suggestion(for: value["name"]?.text ?? "", among: vocabulary.builtInRules.map(\.name))
      shapes.fail(value.place, path, "needs `metric`, since no built-in rule has that name\(nearest)")
    }
    return vocabulary.metrics.first { $0.key == given }
  }

  private mutating func checkChannel(_ value: ReadValue, _ path: String, among channels: [String]) {
    guard let name = value.text, !channels.contains(name) else { return }
    shapes.fail(
      value.place, path, "\(ShownText.name(name)) is no channel" + shapes.suggestion(for: name, among: channels))
  }

  // MARK: Thresholds

  private mutating func readThresholds(
    of rule: inout Settings.Rule, _ value: ReadValue, _ path: String, _ builtIn: SettingsVocabulary.BuiltInRule?,
    _ metric: SettingsVocabulary.Metric?
  ) {
    let parts = value["levels"]?.list ?? [value]
    // What has too many of them is told of already.
    let isClear = parts.allSatisfy { $0.isWhole && !($0.gives("above") && $0.gives("below")) }
    guard isClear, ["above", "below", "levels"].count(where: { value.gives($0) }) <= 1 else { return }
    var thresholds: [(side: Settings.Rule.Side, value: ReadValue, severity: Settings.Severity?)] = []
    for part in parts {
      for side in [Settings.Rule.Side.above, .below] {
        // A rule with one threshold has that severity itself.
        let severity = value.gives("levels") ? severity(part) : nil
        if let threshold = part[side.rawValue] { thresholds.append((side, threshold, severity)) }
      }
    }
    guard let first = thresholds.first else {
      if builtIn == nil, !value.gives("levels") {
        shapes.fail(value.place, path, "needs one of `above`, `below`, `levels`")
      }
      return
    }
    let shownSide = "\(path).\(first.side.rawValue)"
    if let builtIn {
      guard builtIn.metric != nil else {
        return shapes.fail(first.value.place, shownSide, "the rule is built in and has no threshold; leave it out")
      }
      if first.side != builtIn.side {
        shapes.fail(
          first.value.place, shownSide,
          "the rule is built in and looks for what is \(builtIn.side.rawValue) its threshold")
      }
    }
    for threshold in thresholds {
      let path = "\(path).\(value.gives("levels") ? "levels" : threshold.side.rawValue)"
      if threshold.side != first.side {
        shapes.fail(threshold.value.place, path, "has to be \(first.side.rawValue), as the first level is")
      }
      if let metric { checkFigure(threshold.value, of: metric, path) }
    }
    rule.side = first.side
    rule.levels = thresholds.map { .init(threshold: $0.value.number ?? 0, severity: $0.severity) }
    if value.gives("levels") { checkOrder(of: rule, thresholds.map(\.value.place), path) }
  }

  private mutating func checkFigure(_ value: ReadValue, of metric: SettingsVocabulary.Metric, _ path: String) {
    guard let number = value.number else { return }
    if metric.isShare, !(0...1).contains(number) {
      let percent =
        number > 1 && number <= 100 ? "; \(FieldValue.shortest(number)) % is \(FieldValue.shortest(number / 100))" : ""
      shapes.fail(value.place, path, "has to be from 0 to 1, as \(metric.key) is a \(metric.unit)\(percent)")
    } else if number < 0 {
      shapes.fail(value.place, path, "must not be below 0, as \(metric.key) never is")
    }
  }

  // From the least severe to the most severe, each beyond the one before.
  private mutating func checkOrder(of rule: Settings.Rule, _ places: [SourceLocation], _ path: String) {
    let order = Settings.Severity.allCases
    for (index, (one, next)) in zip(rule.levels, rule.levels.dropFirst()).enumerated() {
      let isBeyond = rule.side == .above ? next.threshold > one.threshold : next.threshold < one.threshold
      let ranks = [one, next].map { $0.severity.flatMap(order.firstIndex) ?? 0 }
      if !isBeyond || ranks[0] >= ranks[1] {
        shapes.fail(
          places[index + 1], "\(path).levels",
          "levels go from the least severe to the most severe, each \(rule.side?.rawValue ?? "beyond") the one before")
      }
    }
  }
}
