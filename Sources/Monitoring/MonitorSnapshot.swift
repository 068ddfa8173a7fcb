import Events

/// Everything that monitoring knows at one instant, as a value.
public struct MonitorSnapshot: Codable, Sendable, Equatable {
  /// The instant.
  public var at: Timestamp
  /// All wrappers together.
  public var system: SystemHealth
  /// What `range` and `series` of each wrapper cover, up to the instant.
  public var timeRange = TimeRange.hour
  /// How all wrappers together fare against the budgets over all; nil if there are none.
  public var budget: BudgetState?
  /// What all wrappers together spent since the day of `zone` began.
  public var costsToday = CostSum.zero
  /// The zone in which days and months of spending are meant.
  public var zone = ZoneRules.utc
  /// By which scores came about.
  public var policy = HealthPolicy()
  /// Costs in full, where the scope asks for them.
  public var costs: CostReport?
  /// One entry per wrapper, by name in the order of its bytes.
  public var wrappers: [WrapperSnapshot]

  /// The amount of `costsToday`.
  public var costToday: Money { costsToday.amount }

  package init(at: Timestamp, system: SystemHealth, wrappers: [WrapperSnapshot]) {
    self.at = at
    self.system = system
    self.wrappers = wrappers
  }
}

/// One wrapper at one instant.
public struct WrapperSnapshot: Codable, Sendable, Equatable {
  /// The wrapper.
  public var name: String
  /// False if it is known from the configuration only.
  public var seen = true
  /// The end time of its last operation, if there is nothing in the health window and nothing active.
  public var idleSince: Timestamp?
  /// True if there is nothing in the health window and nothing active.
  public var isIdle = false
  /// False if it is only counted, as the configuration asks for: `health` has the counts of the last hour, but its
  /// score and status mean nothing, and nobody is alerted.
  public var isMonitored = true
  /// Operations that ended within the last minute.
  public var operationsPerMinute: Double = 0
  /// How long the oldest active operation has been under way, in milliseconds; nil if none is.
  public var oldestActiveMs: Double?
  /// The last hour.
  public var health: WrapperHealth
  /// All there ever was.
  public var totals = WrapperTotals()
  /// 95th percentile of the duration over the last hour in milliseconds; nil if no operation has one, or if the scope of the
  /// snapshot left it out.
  public var p95LastHourMs: Double?
  /// What was spent since the day began in the zone of the budgets.
  public var costsToday = CostSum.zero
  /// How it fares against its budgets; nil without any.
  public var budget: BudgetState?
  /// False if its costs are not to be tracked: it has no spending and no budget.
  public var tracksCosts = true
  /// Operations that ended in each part of the time range of the scope, oldest first: its points, as many of them put
  /// together as leave at most 60. The last one ends at `at` and is as long as the others, since the step of `at` has
  /// only begun. Empty where the scope of the snapshot left them out.
  public var traffic: [UInt32] = []
  /// Failed operations of the same parts.
  public var failures: [UInt32] = []
  /// The figures of the time range that the scope of the snapshot asks for; those of the last hour if it asks for none.
  /// Quantiles are there for wrappers whose quantiles, detail or sparkline the scope asks for; they are those of whole
  /// minutes or hours.
  public var range = RangeFigures()
  /// What has changed of late, where the scope asks for it (article Monitoring, Trends).
  public var trends: [Trend] = []
  /// How long all operations took that there ever were, where the scope asks for it.
  package var durationHistogram: ExponentialHistogram?
  /// More about the wrapper, for those that the scope of the snapshot names.
  public var detail: WrapperDetail?

  /// The amount of `costsToday`.
  public var costToday: Money { costsToday.amount }

  package init(name: String, health: WrapperHealth) {
    self.name = name
    self.health = health
  }
}

/// What only the detail of a wrapper shows.
public struct WrapperDetail: Codable, Sendable, Equatable {
  /// The last 24 hours.
  public var stats: WrapperStats
  /// `series` of the time range of an hour.
  public var minutes: [SeriesPoint]
  /// The newest failures, newest first, at most 20.
  public var recentFailures: [OperationRecord]
  /// Median duration of the last hour in milliseconds; nil if no operation has one.
  public var p50LastHourMs: Double?
  /// 99th percentile of the duration over the last hour in milliseconds.
  public var p99LastHourMs: Double?
  /// The time range of the scope in points of its step, oldest first, those without operations included. Where nothing
  /// finer is kept that covers the range, points are an hour long: above 1,000 wrappers, or when looking far back. The
  /// last point ends at `at` and is as long as the others, with the latency of the step before as well, since the step
  /// of `at` has only begun; at ten seconds it is the one of the last two that has more operations.
  public var series: [SeriesPoint] = []
  /// How much of a plan is used, the shorter window first; empty if nothing tells it, and until something does after a start.
  public var plan: [PlanQuota] = []
  /// What the operations of the time range were made of, where the scope asks for it.
  public var breakdown: BreakdownSummary?

  package init(stats: WrapperStats, minutes: [SeriesPoint], recentFailures: [OperationRecord]) {
    self.stats = stats
    self.minutes = minutes
    self.recentFailures = recentFailures
  }
}

/// One slot of a time series (article Monitoring, Windows): an operation counts once: as a success, else as a fallback,
/// else as an error.
public struct SeriesPoint: Codable, Sendable, Equatable {
  /// Where the slot begins.
  public package(set) var timestamp: Timestamp
  /// What ended in the slot.
  public package(set) var sums: Sums
  /// Median duration in milliseconds; nil at 10 s, where only sums are kept.
  public package(set) var p50Ms: Double?
  /// 95th percentile of the duration in milliseconds; nil at 10 s.
  public package(set) var p95Ms: Double?

  /// Operations that failed without a fallback, so that each operation is in one count (article Monitoring, Windows).
  public var failedWithoutFallback: UInt64 { sums.operations &- sums.successful &- sums.fallback }
  /// Their share of all; 0 without operations.
  public var errorRate: Double {
    sums.operations == 0 ? 0 : Double(failedWithoutFallback) / Double(sums.operations)
  }

  package init(timestamp: Timestamp, sums: Sums = Sums()) {
    self.timestamp = timestamp
    self.sums = sums
  }
}

/// One completed operation, as it is exported (article Events, Operation records). Texts are redacted.
public struct OperationRecord: Codable, Sendable, Equatable {
  /// The id that the wrapper gave; nil if it gave none.
  public var operationID: String?
  /// The wrapper.
  public var wrapperName: String
  /// What kind of operation it was.
  public var operationType: String
  /// When it began, if that is known.
  public var start: Timestamp?
  /// When it ended.
  public var end: Timestamp
  /// How long it took in milliseconds, if that is known.
  public var durationMs: Double?
  /// How it ended.
  public var status: OperationStatus
  /// True if a fallback was used, whatever came of it.
  public var fallbackUsed: Bool
  /// Why there was a fallback.
  public var fallbackReason: String?
  /// What went wrong, at most 512 bytes.
  public var errorMessage: String?
  /// The code of what went wrong.
  public var errorCode: String?
  /// What it cost: as reported, or else as estimated from a price table; nil if that is not known.
  public var cost: Money?
  /// True if `cost` was estimated.
  public var isCostEstimated = false
  /// How exact `cost` is.
  public var costCertainty: CostCertainty { CostCertainty(isEstimated: isCostEstimated, isLowerBound: false) }
  /// Resources, business metrics, context and custom metrics, in the order of the record. A list is as many of one
  /// name, in a row; what stood in an object has the names on the way there, joined by dots.
  public var metrics: [MetricValue] = []

  package init(
    operationID: String?, wrapperName: String, operationType: String, start: Timestamp?, end: Timestamp,
    durationMs: Double?, status: OperationStatus, fallbackUsed: Bool, fallbackReason: String? = nil,
    errorMessage: String? = nil, errorCode: String? = nil, cost: Money? = nil
  ) {
    self.operationID = operationID
    self.wrapperName = wrapperName
    self.operationType = operationType
    self.start = start
    self.end = end
    self.durationMs = durationMs
    self.status = status
    self.fallbackUsed = fallbackUsed
    self.fallbackReason = fallbackReason
    self.errorMessage = errorMessage
    self.errorCode = errorCode
    self.cost = cost
  }
}

/// One metric of one operation.
public struct MetricValue: Codable, Sendable, Equatable {
  /// What a metric holds.
  public enum Value: Codable, Sendable, Equatable {
    case number(Double)
    case flag(Bool)
    /// At most 128 bytes, redacted.
    case text(String)
  }

  /// The key.
  public var name: String
  /// False for fields of the record itself, such as `cpu_usage_percent`.
  public var isCustom: Bool
  /// The value.
  public var value: Value

  package init(name: String, isCustom: Bool, value: Value) {
    self.name = name
    self.isCustom = isCustom
    self.value = value
  }
}

/// How much of a snapshot is wanted: what no one looks at is not worked out.
public struct SnapshotScope: Codable, Sendable, Hashable {
  /// A choice of wrappers.
  public enum Choice: Codable, Sendable, Hashable {
    case all
    case some(Set<String>)

    /// True if `name` is among them.
    public func contains(_ name: String) -> Bool {
      switch self {
      case .all: true
      case .some(let names): names.contains(name)
      }
    }
  }

  /// Whose `detail` is wanted.
  public var detail: Choice
  /// Whose `traffic` and `failures` are wanted.
  public var sparklines: Choice
  /// True if `totals` should carry quantiles for every wrapper.
  public var totalQuantiles: Bool

  /// Whose `detail.breakdown` is wanted; only those that `detail` names have one.
  public var breakdown = Choice.some([])
  /// Whose `p95LastHourMs` and `health.recentErrors` are wanted, beside those whose `detail` is.
  public var lastHour = Choice.all
  /// Whose quantiles in `range` are wanted, beside those whose `detail`, `traffic` and `failures` are.
  public var quantiles = Choice.some([])
  /// Whose `trends` are wanted.
  public var trends = Choice.some([])
  /// The time range of `range`, `detail.series` and `detail.breakdown`.
  public var timeRange = TimeRange.hour
  /// True if every wrapper should carry a `durationHistogram`; there is none of the past.
  public var durationHistograms = false
  /// Which costs are wanted in full; nil for none.
  public var costs: CostScope?
  /// The instant to look back at; nil for the present.
  public var at: Timestamp?

  /// A scope; everything but breakdowns and trends if nothing is said.
  public init(detail: Choice = .all, sparklines: Choice = .all, totalQuantiles: Bool = true) {
    self.detail = detail
    self.sparklines = sparklines
    self.totalQuantiles = totalQuantiles
  }
}
