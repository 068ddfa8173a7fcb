import Events

/// What rules look at of the sources of a core. Rejected records are counted over the last five minutes, from what sources had
/// counted before.
struct SourceFigures: Sendable {
  private struct Sample: Sendable {
    var at: Timestamp
    var records: UInt64
    var rejected: UInt64
  }

  /// True if all that sources have counted came just now: they are looked at once, after reading inputs to their ends.
  var countsEverything = false
  // By the name of the source, oldest first.
  private var samples: [String: [Sample]] = [:]

  private static let windowSeconds: Int64 = 300
  private static let stepSeconds: Int64 = 30

  /// How many records came within the window, and which share was rejected.
  mutating func rejects(of source: SourceStatus, at: Timestamp) -> (records: UInt64, rate: Double?) {
    if countsEverything {
      return (source.records, source.records == 0 ? nil : Double(source.rejected) / Double(source.records))
    }
    let sample = Sample(at: at, records: source.records, rejected: source.rejected)
    var kept = samples[source.name] ?? []
    // A clock that was set back, or counts that began anew.
    if let last = kept.last, last.at > at || last.records > source.records { kept = [] }
    let begin = at.advanced(seconds: -Self.windowSeconds)
    while kept.count > 1, kept[1].at <= begin { kept.removeFirst() }
    if kept.last.map({ at >= $0.at.advanced(seconds: Self.stepSeconds) }) ?? true { kept.append(sample) }
    samples[source.name] = kept
    guard let first = kept.first, source.records > first.records else { return (0, nil) }
    let records = source.records - first.records
    return (records, Double(source.rejected &- first.rejected) / Double(records))
  }

  /// Forgets sources that are not there any more.
  mutating func keep(_ names: Set<String>) {
    if samples.count > names.count { samples = samples.filter { names.contains($0.key) } }
  }
}
