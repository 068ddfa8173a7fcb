import Monitoring

/// When somebody should hear of something (article Alerts, Rules).
package struct AlertRule: Sendable, Equatable {
  /// From which value on it is how bad.
  package struct Level: Sendable, Equatable {
    /// In the unit of the metric.
    package var threshold: Double
    package var severity: AlertSeverity

    package init(_ threshold: Double, _ severity: AlertSeverity) {
      self.threshold = threshold
      self.severity = severity
    }
  }

  /// What each alert of the rule is about.
  package enum Target: Sendable, Equatable {
    /// A wrapper whose name matches one of these.
    case wrappers([NameGlob])
    /// All wrappers together.
    case system
    /// Each wrapper, and all together where they have a budget.
    case wrappersAndSystem
    /// A source.
    case sources
    /// The store.
    case store
  }

  /// Unique.
  package var name: String
  /// The key of its metric.
  package var metric: String
  package var comparison: AlertComparison
  /// The least severe first; never empty. Those of a budget's own thresholds are found in the budget.
  package var levels: [Level]
  package var target: Target
  /// The length of the window; that of health if nothing else is said.
  package var windowSeconds: Int64 = 3600
  /// How long the condition has to be true before it fires.
  package var forSeconds: Int64 = 60
  /// How long it has to be false before that is over.
  package var clearSeconds: Int64 = 60
  /// On how many operations the figure has to rest.
  package var minimumOperations: UInt64 = 5
  /// How long after the end of an alert the next of the same rule and subject is listed only.
  package var cooldownSeconds: Int64 = 900
  /// The names of the channels; nil for every channel that takes its severity.
  package var channels: [String]?
  package var isEnabled = true
  package var isBuiltIn = false
  /// The step of a budget that it watches; nil for a rule with thresholds of its own.
  package var budgetStep: BudgetStep?
  /// Rules that tell the same and worse: while one of them fires for a subject, this one is not sent.
  package var supersededBy: [String] = []
  /// What it is for, in one line.
  package var summary = ""

  /// A step of a budget at which somebody should hear of it, once a period.
  package struct BudgetStep: Sendable, Equatable {
    package var period: BudgetPeriod
    package var status: BudgetStatus
  }

  package init(
    _ name: String, metric: String, _ comparison: AlertComparison, levels: [Level], target: Target = .wrappers([])
  ) {
    self.name = name
    self.metric = metric
    self.comparison = comparison
    self.levels = levels
    self.target = target
  }

  /// The severity of a figure, with the threshold that it has passed; nil if it has passed none.
  func level(of value: Double) -> Level? {
    levels.last { comparison == .above ? value > $0.threshold : value < $0.threshold }
  }

  /// The least severity that it can have, which lists show.
  package var severity: AlertSeverity { levels.first?.severity ?? .warning }

  /// True if it looks at a wrapper of that name.
  func covers(_ wrapper: String) -> Bool {
    switch target {
    case .wrappers(let globs): globs.isEmpty || globs.contains { $0.matches(wrapper) }
    case .wrappersAndSystem: true
    case .system, .sources, .store: false
    }
  }
}
