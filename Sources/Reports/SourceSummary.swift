import Events
import Formatting

/// What a report tells of one source, or of those together that have no entry of their own.
struct SourceSummary: Equatable {
  var name: String
  /// Nil where sources of several kinds are summed.
  var kind: SourceKind?
  /// Nil where sources of several formats are summed.
  var format: String?
  var bytes: UInt64
  var lines: UInt64
  var records: UInt64
  var accepted: UInt64
  var skipped: UInt64
  var duplicates: UInt64
  var rejected: UInt64
  var rejectedByReason: [RejectionReason: UInt64]
  var inconsistent: UInt64
  var tooLate: UInt64
  var ahead: UInt64
  var withoutUsage: UInt64
  var lastEvent: Timestamp?
  var lagBytes: UInt64?
  var storedBytes: UInt64?
  /// Nil where sources in several states are summed.
  var state: String?
  /// What is wrong and what to do; of several sources the first that is in trouble.
  var problem: String?

  init(_ source: SourceStatus) {
    name = source.name
    kind = source.kind
    format = source.format
    bytes = source.bytes
    lines = source.lines
    records = source.records
    accepted = source.accepted
    skipped = source.skipped
    duplicates = source.duplicates
    rejected = source.rejected
    rejectedByReason = source.rejectedByReason
    inconsistent = source.inconsistent
    tooLate = source.tooLate
    ahead = source.ahead
    withoutUsage = source.withoutUsage
    lastEvent = source.lastEvent
    lagBytes = source.lagBytes
    storedBytes = source.storedBytes
    state = source.state.key
    problem = source.problem
  }

  /// Takes the figures of another source into these.
  mutating func add(_ other: SourceSummary) {
    if kind != other.kind { kind = nil }
    if format != other.format { format = nil }
    bytes += other.bytes
    lines += other.lines
    records += other.records
    accepted += other.accepted
    skipped += other.skipped
    duplicates += other.duplicates
    rejected += other.rejected
    rejectedByReason.merge(other.rejectedByReason, uniquingKeysWith: +)
    inconsistent += other.inconsistent
    tooLate += other.tooLate
    ahead += other.ahead
    withoutUsage += other.withoutUsage
    lastEvent = Self.combined(lastEvent, other.lastEvent, max)
    lagBytes = Self.combined(lagBytes, other.lagBytes, +)
    storedBytes = Self.combined(storedBytes, other.storedBytes, +)
    if state != other.state { state = nil }
    problem = problem ?? other.problem
  }

  /// What there is of two values, joined if there are both.
  private static func combined<Value>(_ a: Value?, _ b: Value?, _ join: (Value, Value) -> Value) -> Value? {
    guard let a, let b else { return a ?? b }
    return join(a, b)
  }
}

/// How many sources a report lists one by one.
let listedSourceLimit = 1000

/// The sources in their order; those beyond the first 1,000 are summed as `(other)` (article Command line).
func listedSources(_ sources: [SourceStatus]) -> [SourceSummary] {
  var listed = sources.prefix(listedSourceLimit).map(SourceSummary.init)
  let others = sources.dropFirst(listedSourceLimit).map(SourceSummary.init)
  guard var sum = others.first else { return listed }
  sum.name = "(other)"
  for other in others.dropFirst() { sum.add(other) }
  listed.append(sum)
  return listed
}
