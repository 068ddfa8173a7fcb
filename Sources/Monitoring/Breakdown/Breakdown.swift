import Events

/// What the operations of one wrapper in one slot of time were made of (article Monitoring, Metrics; Cost, Analysis,
/// Recommendations): cost by kind, tokens, savings, each for the whole and by operation type, model, route and so on;
/// and the summaries of its metrics.
///
/// Breakdowns add up: sums, minima, maxima, last values and quantiles come out the same in whatever order and groups
/// they are merged, as long as no dimension has more names than are told apart (64 groups, 64 metric keys, 32 values a
/// key, 400 users and 400 sessions). Beyond that, what is told apart can depend on the order, but nothing is lost: it
/// is in `(other)`.
///
/// Slots are five minutes long where they are young and an hour later on.
package struct Breakdown: Sendable, Equatable {
  /// Which slot: whole steps since the epoch.
  package var index: Int32
  var all = OperationSums()
  // By `Dimension`.
  var groups = Array(repeating: TopK<Group>(), count: Dimension.allCases.count)
  var users = TopK<Account>()
  var sessions = TopK<Account>()
  /// Numbers that have fields of their own in a record, such as `cpu_usage_percent`.
  var resources = TopK<MetricSums>()
  /// Entries of `custom_metrics` and `result`.
  var metrics = TopK<MetricSums>()

  /// The length of a young slot in seconds.
  package static let fineStep: Int64 = 300
  /// The length of an old slot in seconds.
  package static let coarseStep: Int64 = 3600
  /// How many young slots make an old one.
  static let finePerCoarse = Int32(coarseStep / fineStep)

  package init(index: Int32) { self.index = index }

  /// Adds what another breakdown holds; the index stays.
  package mutating func merge(_ other: Breakdown) {
    mergeAllButAccounts(other)
    users.merge(other.users)
    sessions.merge(other.sessions)
  }

  /// Adds all but users and sessions, of which the most expensive are told by the day.
  mutating func mergeAllButAccounts(_ other: Breakdown) {
    all.merge(other.all)
    for place in groups.indices { groups[place].merge(other.groups[place]) }
    resources.merge(other.resources)
    metrics.merge(other.metrics)
  }

  /// The groups of a dimension.
  subscript(dimension: Dimension) -> TopK<Group> {
    get { groups[dimension.rawValue] }
    set { groups[dimension.rawValue] = newValue }
  }
}
