/// The metrics of one record while they are found: room for as many as are kept of one, so that each is only written.
struct FoundMetrics: ~Copyable {
  private let metrics = UnsafeMutableBufferPointer<Metric>.allocate(capacity: EventBatch.metricsOfRecord)
  private(set) var count = 0

  // Metrics are plain values, so there is nothing to deinitialize.
  deinit { metrics.deallocate() }

  mutating func removeAll() { count = 0 }

  /// Adds one; there must be room.
  @inline(__always)
  mutating func append(_ metric: Metric) {
    metrics.initializeElement(at: count, to: metric)
    count += 1
  }

  func contains(key: Int32, origin: Metric.Origin) -> Bool {
    metrics[..<count].contains { $0.key == key && $0.origin == origin }
  }

  /// Puts them behind others.
  @inline(__always)
  func move(to others: inout [Metric]) {
    others.append(contentsOf: UnsafeBufferPointer(rebasing: metrics[..<count]))
  }
}
