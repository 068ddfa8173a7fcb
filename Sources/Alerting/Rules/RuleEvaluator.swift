import Events
import Monitoring

/// A condition that is true at an instant.
package struct AlertCondition: Sendable, Equatable {
  /// The place of its rule in the rules.
  package var rule: Int
  package var subject: AlertSubject
  package var severity: AlertSeverity
  package var reading: AlertReading
  /// The period and the limit of a budget: its steps are told once for each. Nil for all else.
  package var period: BudgetMark?

  /// What a step of a budget is told once for.
  package struct BudgetMark: Codable, Sendable, Equatable {
    package var began: Timestamp
    package var budget: Money
  }
}

/// What of a core is neither a wrapper nor their sum.
package struct CoreReading: Sendable {
  package var sources: [SourceStatus]
  /// Why nothing can be stored; nil if it can, or if there is no store.
  package var storeProblem: String?
  /// True while what was there before the start is read: windows are not whole yet, and nobody is alerted of wrappers.
  package var isCatchingUp: Bool

  package init(sources: [SourceStatus] = [], storeProblem: String? = nil, isCatchingUp: Bool = false) {
    self.sources = sources
    self.storeProblem = storeProblem
    self.isCatchingUp = isCatchingUp
  }
}

/// Looks at everything by rules. It remembers only what makes that fast, and what sources had counted before.
package struct RuleEvaluator: Sendable {
  /// Those that hold, in the order of the settings; a rule that is switched off is never true.
  package private(set) var rules: [AlertRule]
  private let wrapperRules: [WrapperRule]
  private let coreRules: [Int]
  private let isSingle: Bool
  private let looksAtTold: Bool
  private var sources = SourceFigures()
  // Which of `wrapperRules` look at which wrapper, by its number.
  private var covering: [[UInt16]] = []

  // What was true of each wrapper when it was looked at last, by its number.
  private var known: [Int: [AlertCondition]] = [:]
  private var turn = 0
  // What operations told, which takes long to read: by wrapper and rule, read anew every half a minute.
  private var told: [Int: [Int: Seen]] = [:]
  private static let toldSeconds: Int64 = 30

  /// How many wrappers are looked at each time at the most. Where there are more, they take turns.
  private static let atOnce = 2_500

  // What a rule for wrappers needs again and again: a reference, since it is handed on ten thousand times a second.
  private final class WrapperRule: Sendable {
    let place: Int
    let rule: AlertRule
    let metric: AlertMetric
    let holdsForIdle: Bool

    init(place: Int, rule: AlertRule, metric: AlertMetric) {
      self.place = place
      self.rule = rule
      self.metric = metric
      holdsForIdle = metric.holdsForIdle
    }
  }

  /// - Parameter isSingle: everything is looked at once, after reading inputs to their ends.
  package init(_ rules: [AlertRule], isSingle: Bool = false) {
    self.rules = rules
    self.isSingle = isSingle
    sources.countsEverything = isSingle
    let known = rules.enumerated().filter { $0.element.isEnabled }.compactMap { place, rule in
      AlertMetric[rule.metric].map { WrapperRule(place: place, rule: rule, metric: $0) }
    }
    wrapperRules = known.filter { $0.metric.isOfWrappers }
    looksAtTold = wrapperRules.contains { if case .figure = $0.metric.reader { true } else { false } }
    coreRules = known.filter { !$0.metric.isOfWrappers }.map(\.place)
  }

  /// Everything that is true at an instant, to which time has come in `monitor`.
  package mutating func conditions(
    of monitor: inout MonitorState, core: CoreReading, at: Timestamp
  ) -> [AlertCondition] {
    var found: [AlertCondition] = []
    if !core.isCatchingUp {
      lookAtWrappers(&monitor, at, &found)
      lookAtSystem(&monitor, at, &found)
      lookAtBudgets(&monitor, at, &found)
    }
    lookAtCore(core, at, &found)
    return found
  }

  // MARK: Wrappers

  private mutating func lookAtWrappers(
    _ monitor: inout MonitorState, _ at: Timestamp, _ found: inout [AlertCondition]
  ) {
    while covering.count < monitor.wrapperCount {
      let name = monitor.name(of: covering.count)
      covering.append(
        wrapperRules.indices.filter { place in
          if case .budget = wrapperRules[place].metric.reader { return false }
          return wrapperRules[place].rule.covers(name)
        }.map { UInt16(clamping: $0) })
    }
    let turns = isSingle ? 1 : max(1, (monitor.wrapperCount + Self.atOnce - 1) / Self.atOnce)
    turn = (turn + 1) % turns
    for number in stride(from: turn, to: monitor.wrapperCount, by: turns) where !covering[number].isEmpty {
      if looksAtTold { readTold(number, monitor, at, turns) }
      let conditions = conditions(of: number, in: &monitor, at)
      if !conditions.isEmpty || known[number] != nil { known[number] = conditions.isEmpty ? nil : conditions }
    }
    for (_, conditions) in known.sorted(by: { $0.key < $1.key }) { found += conditions }
  }

  // Rules that look at what operations tell see what was read of a wrapper last; wrappers are read at different seconds.
  private mutating func readTold(_ number: Int, _ monitor: MonitorState, _ at: Timestamp, _ turns: Int) {
    guard isSingle || (at.seconds &+ Int64(number)) % Self.toldSeconds < Int64(turns) else { return }
    var figures: [Int: Seen] = [:]
    for place in covering[number] {
      guard case .figure(let figure) = wrapperRules[Int(place)].metric.reader else { continue }
      let all = monitor.figures(of: number, seconds: wrapperRules[Int(place)].rule.windowSeconds, at: at)
      figures[Int(place)] = all.metric(figure).map { Seen(value: $0, operations: all.operations) }
    }
    told[number] = figures.isEmpty ? nil : figures
  }

  private func conditions(of number: Int, in monitor: inout MonitorState, _ at: Timestamp) -> [AlertCondition] {
    let wrapper = monitor.reading(of: number, at: at)
    guard wrapper.isMonitored else { return [] }
    var found: [AlertCondition] = []
    for place in covering[number] {
      let watching = wrapperRules[Int(place)]
      if wrapper.isIdle, !watching.holdsForIdle { continue }
      let own =
        if case .figure = watching.metric.reader { told[number]?[Int(place)] } else {
          Self.figure(watching, of: number, wrapper, &monitor, at)
        }
      guard let figure = own, figure.operations >= watching.rule.minimumOperations,
        let level = watching.rule.level(of: figure.value)
      else { continue }
      var reading = AlertReading(
        metric: watching.rule.metric, value: figure.value, comparison: watching.rule.comparison,
        threshold: figure.threshold ?? level.threshold)
      if watching.rule.minimumOperations > 0 { reading.operations = figure.operations }
      if watching.metric.hasWindow { reading.windowSeconds = watching.rule.windowSeconds }
      found.append(
        AlertCondition(
          rule: watching.place, subject: .wrapper(monitor.name(of: number)), severity: level.severity, reading: reading)
      )
    }
    return found
  }

  private struct Seen {
    var value: Double
    var operations: UInt64
    /// What it is compared with in words, where that is no threshold of the rule.
    var threshold: Double?
  }

  private static func figure(
    _ watching: WrapperRule, of number: Int, _ wrapper: WrapperReading, _ monitor: inout MonitorState,
    _ at: Timestamp
  ) -> Seen? {
    let seconds = watching.rule.windowSeconds
    switch watching.metric.reader {
    case .sums(let read):
      if seconds == TimeRange.hour.seconds {
        return read(wrapper.hour).map { Seen(value: $0, operations: wrapper.hour.operations) }
      }
      let sums = monitor.sums(of: number, seconds: seconds, at: at)
      return read(sums).map { Seen(value: $0, operations: sums.operations) }
    case .quantile(let share):
      let operations =
        seconds == TimeRange.hour.seconds
        ? wrapper.hour.operations : monitor.sums(of: number, seconds: seconds, at: at).operations
      guard operations >= watching.rule.minimumOperations else { return nil }
      return monitor.durations(of: number, seconds: seconds, at: at).quantile(share).map {
        Seen(value: $0, operations: operations)
      }
    case .health(let read): return read(wrapper).map { Seen(value: $0, operations: wrapper.judged) }
    case .silence:
      guard let end = wrapper.lastEnd, wrapper.active == 0 else { return nil }
      return Seen(value: max(0, at.milliseconds(since: end) / 1000), operations: wrapper.hour.operations)
    case .oldestActive:
      return monitor.oldestActiveMs(of: number, at: at).map { Seen(value: $0, operations: UInt64(wrapper.active)) }
    case .trend(let metric):
      // A trend is there because it is large and no chance; what it is compared with is what it was before.
      guard let trend = monitor.trends(ofNumber: number, at: at).first(where: { $0.metric == metric }),
        trend.isRegression
      else { return nil }
      return Seen(value: trend.recent, operations: trend.recentOperations, threshold: trend.baseline)
    case .figure, .budget, .source, .store: return nil
    }
  }

  // MARK: All wrappers together

  private func lookAtSystem(_ monitor: inout MonitorState, _ at: Timestamp, _ found: inout [AlertCondition]) {
    for watching in wrapperRules where watching.rule.target == .system {
      if case .budget = watching.metric.reader { continue }
      guard let figure = Self.figure(watching, of: &monitor, at),
        figure.operations >= watching.rule.minimumOperations, let level = watching.rule.level(of: figure.value)
      else { continue }
      var reading = AlertReading(
        metric: watching.rule.metric, value: figure.value, comparison: watching.rule.comparison,
        threshold: level.threshold)
      reading.operations = figure.operations
      if watching.metric.hasWindow { reading.windowSeconds = watching.rule.windowSeconds }
      found.append(
        AlertCondition(rule: watching.place, subject: .system, severity: level.severity, reading: reading))
    }
  }

  private static func figure(_ watching: WrapperRule, of monitor: inout MonitorState, _ at: Timestamp) -> Seen? {
    var sums = Sums()
    var durations = ExponentialHistogram()
    var scores = 0.0, busy = 0, active = 0
    for number in 0..<monitor.wrapperCount {
      switch watching.metric.reader {
      case .health:
        let wrapper = monitor.reading(of: number, at: at)
        guard wrapper.isMonitored, !wrapper.isIdle else { continue }
        scores += wrapper.score
        busy += 1
        active += wrapper.active
        sums.add(wrapper.hour)
      case .quantile:
        sums.add(monitor.sums(of: number, seconds: watching.rule.windowSeconds, at: at))
        durations.add(monitor.durations(of: number, seconds: watching.rule.windowSeconds, at: at))
      default: sums.add(monitor.sums(of: number, seconds: watching.rule.windowSeconds, at: at))
      }
    }
    guard sums.operations > 0 || active > 0 else { return nil }
    let value: Double?
    switch watching.metric.reader {
    case .sums(let read): value = read(sums)
    case .quantile(let share): value = durations.quantile(share)
    case .health(let read):
      value = read(
        WrapperReading(
          hour: sums, score: busy == 0 ? 1 : scores / Double(busy), judged: sums.operations, active: active))
    default: value = nil
    }
    return value.map { Seen(value: $0, operations: sums.operations) }
  }

  // MARK: Budgets

  private func lookAtBudgets(_ monitor: inout MonitorState, _ at: Timestamp, _ found: inout [AlertCondition]) {
    let watching = wrapperRules.filter { if case .budget = $0.metric.reader { true } else { false } }
    guard !watching.isEmpty else { return }
    let states = monitor.budgetStates(at: at)
    func look(_ budget: BudgetState, _ subject: AlertSubject, _ watching: WrapperRule) {
      guard case .budget(let period, let read) = watching.metric.reader,
        let spending = period == .day ? budget.daily : budget.monthly, let share = read(spending),
        let limit = spending.budget
      else { return }
      var level: AlertRule.Level?
      if let step = watching.rule.budgetStep {
        let threshold = step.status.threshold(in: spending.thresholds)
        if let status = spending.status, status >= step.status {
          level = AlertRule.Level(threshold, watching.rule.severity)
        }
      } else {
        level = watching.rule.level(of: share)
      }
      guard let level else { return }
      var reading = AlertReading(
        metric: watching.rule.metric, value: share, comparison: watching.rule.comparison, threshold: level.threshold)
      reading.explanation = [spending.explanation]
      if watching.rule.budgetStep?.status == .exceeded, period == .day, let name = subject.wrapper,
        monitor.budgets.wrappers[name]?.disablesOnExceed == true
      {
        reading.explanation.append("auto_disable_on_exceed switches it off for the rest of the day")
      }
      found.append(
        AlertCondition(
          rule: watching.place, subject: subject, severity: level.severity, reading: reading,
          period: AlertCondition.BudgetMark(began: spending.began, budget: limit)))
    }
    for rule in watching {
      for (number, budget) in states.wrappers {
        let name = monitor.name(of: number)
        if rule.rule.covers(name) { look(budget, .wrapper(name), rule) }
      }
      if let all = states.all, rule.rule.target == .system || rule.rule.target == .wrappersAndSystem {
        look(all, .system, rule)
      }
    }
  }

  // MARK: The core itself

  private mutating func lookAtCore(_ core: CoreReading, _ at: Timestamp, _ found: inout [AlertCondition]) {
    sources.keep(Set(core.sources.map(\.name)))
    for place in coreRules {
      let rule = rules[place]
      guard let metric = AlertMetric[rule.metric] else { continue }
      func look(_ value: Double?, _ subject: AlertSubject, operations: UInt64? = nil, _ explanation: [String] = []) {
        guard let value, let level = rule.level(of: value) else { return }
        var reading = AlertReading(
          metric: rule.metric, value: value, comparison: rule.comparison, threshold: level.threshold)
        reading.operations = operations
        reading.explanation = explanation
        found.append(AlertCondition(rule: place, subject: subject, severity: level.severity, reading: reading))
      }
      switch metric.reader {
      case .store: look(core.storeProblem == nil ? 0 : 1, .store, core.storeProblem.map { [$0] } ?? [])
      case .source(let figure):
        for source in core.sources {
          let subject = AlertSubject.source(source.name)
          switch figure {
          case .failed:
            if case .failed(let problem) = source.state { look(1, subject, [problem]) }
          case .lag:
            if source.state == .live, let lag = source.lagBytes { look(Double(lag), subject) }
          case .rejectRate:
            let (records, rate) = sources.rejects(of: source, at: at)
            if records >= rule.minimumOperations { look(rate, subject, operations: records) }
          }
        }
      default: break
      }
    }
  }
}

extension BudgetStatus {
  /// From which share of the budget on it holds.
  fileprivate func threshold(in thresholds: BudgetThresholds) -> Double {
    switch self {
    case .healthy: 0
    case .warning: thresholds.warning
    case .critical: thresholds.critical
    case .exceeded: 1
    }
  }
}
