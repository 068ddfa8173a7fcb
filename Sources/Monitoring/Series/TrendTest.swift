/// Tells a change from chance (article Monitoring, Trends).
enum TrendTest {
  /// From how large a share of the baseline on a change is worth telling.
  static let largeChange = 0.2
  /// How many standard deviations it takes.
  static let deviations = 3.0
  /// How many operations each side needs for latency and cost.
  static let leastOperations: UInt64 = 50
  /// How many ten-minute values it takes to know how much a figure varies: those of an hour.
  static let leastValues = 6

  /// How often something happened among a number of operations.
  struct Share {
    var count: UInt64
    var total: UInt64

    var rate: Double { Double(count) / Double(total) }
  }

  /// Compares two rates by the two-proportion z test with a pooled variance. Where the rarer outcome is expected fewer
  /// than five times, z finds far more than there is, so that the change must also be as unlikely by the exact
  /// (binomial) chance.
  static func trend(_ metric: Trend.Metric, recent: Share, baseline: Share) -> Trend? {
    guard recent.total > 0, baseline.total > 0, isLarge(recent.rate, baseline.rate) else { return nil }
    let all = Share(count: recent.count + baseline.count, total: recent.total + baseline.total)
    let variance = all.rate * (1 - all.rate) * (1 / Double(recent.total) + 1 / Double(baseline.total))
    guard variance > 0 else { return nil }
    let z = (recent.rate - baseline.rate) / variance.squareRoot()
    guard abs(z) >= deviations, isUnlikely(recent, of: all) else { return nil }
    return Trend(
      metric: metric, recent: recent.rate, baseline: baseline.rate, deviations: z, recentOperations: recent.total,
      baselineOperations: baseline.total)
  }

  /// A figure over a number of operations.
  struct Figure {
    var value: Double
    var operations: UInt64
  }

  /// Compares two figures by how much the baseline's own ten-minute values vary. With fewer values than an hour has
  /// nothing can be said. The figure has to lie on the same side of the baseline and of their mean.
  static func trend(_ metric: Trend.Metric, recent: Figure, baseline: Figure, values: [Double]) -> Trend? {
    guard recent.operations >= leastOperations, baseline.operations >= leastOperations, values.count >= leastValues,
      isLarge(recent.value, baseline.value)
    else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    var deviation = (squares / Double(values.count - 1)).squareRoot()
    // Equal values whose mean is rounded do not vary.
    if deviation <= 1e-9 * abs(mean) { deviation = 0 }
    let distance = recent.value - mean
    guard abs(distance) > deviations * deviation, (distance > 0) == (recent.value > baseline.value) else { return nil }
    return Trend(
      metric: metric, recent: recent.value, baseline: baseline.value, deviations: distance / deviation,
      recentOperations: recent.operations, baselineOperations: baseline.operations)
  }

  // Exactly a fifth counts, whatever the last bits are.
  private static func isLarge(_ recent: Double, _ baseline: Double) -> Bool {
    recent != baseline && abs(recent - baseline) >= largeChange * baseline * (1 - 1e-9)
  }

  // The chance, on one side, of a normal figure to lie so many standard deviations off.
  private static let chance = 0.00135

  // If rates had not changed, each occurrence would be a recent one with the share that recent operations have of all.
  private static func isUnlikely(_ recent: Share, of all: Share) -> Bool {
    let isRare = all.count <= all.total / 2
    let count = isRare ? recent.count : recent.total - recent.count
    let occurrences = isRare ? all.count : all.total - all.count
    let share = Double(recent.total) / Double(all.total)
    let expected = Double(occurrences) * share
    guard expected < 5 else { return true }
    // The chance of `number` occurrences being recent, from none on.
    var term = (0..<occurrences).reduce(1) { product, _ in product * (1 - share) }
    var below = 0.0
    for number in 0..<count {
      below += term
      term *= Double(occurrences - number) / Double(number + 1) * share / (1 - share)
    }
    return Double(count) > expected ? 1 - below <= chance : below + term <= chance
  }
}
