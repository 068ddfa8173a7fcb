import Events

/// A metric of an operation under way, on its own: it outlives the batch that it came in, and goes into the store.
package struct HeldMetric: Codable, Sendable, Equatable {
  package var name: String
  package var origin: Metric.Origin
  package var value: MetricValue.Value
  /// A number times 10^9, rounded once, saturating; 0 for others.
  package var billionths: Int64

  package init(name: String, origin: Metric.Origin, value: MetricValue.Value, billionths: Int64 = 0) {
    self.name = name
    self.origin = origin
    self.value = value
    self.billionths = billionths
  }
}

extension HeldMetric {
  /// A metric of a batch.
  init(_ metric: borrowing Metric, in batch: borrowing EventBatch) {
    name = batch.names.names[Int(metric.key)]
    origin = metric.origin
    value = MetricValue.Value(metric, in: batch)
    billionths = metric.billionths
  }

  /// The metrics of an event.
  static func all(of event: borrowing Event, in batch: borrowing EventBatch) -> [HeldMetric] {
    batch.metrics(of: event).map { HeldMetric($0, in: batch) }
  }

  // What tells metrics of one operation apart.
  private struct Key: Hashable {
    var name: String
    var origin: Metric.Origin
  }

  private var key: Key { Key(name: name, origin: origin) }

  /// Takes the metrics of a later step into those of an operation: of the same key the later ones stay, in the place of
  /// the earlier; others come behind, as long as there are at most `limit`. The answer is how many were left out.
  static func merge(_ later: [HeldMetric], into held: inout [HeldMetric], limit: Int) -> Int {
    if held.isEmpty, later.count <= limit {
      held = later
      return 0
    }
    // A list is as many metrics of one key.
    var told: [Key: [HeldMetric]] = [:]
    for metric in later { told[metric.key, default: []].append(metric) }
    var merged: [HeldMetric] = []
    for metric in held + later {
      if let metrics = told[metric.key] {
        merged += metrics
        told[metric.key] = []
      } else {
        merged.append(metric)
      }
    }
    held = Array(merged.prefix(limit))
    return max(0, merged.count - limit)
  }
}

extension MetricValue {
  /// A metric of a finished operation, as it is exported.
  init(_ metric: HeldMetric) {
    self.init(name: metric.name, isCustom: metric.origin.isCustom, value: metric.value)
  }

  /// A metric of a batch.
  init(_ metric: borrowing Metric, in batch: borrowing EventBatch) {
    self.init(
      name: batch.names.names[Int(metric.key)], isCustom: metric.origin.isCustom, value: Value(metric, in: batch))
  }
}

extension MetricValue.Value {
  init(_ metric: borrowing Metric, in batch: borrowing EventBatch) {
    switch metric.kind {
    case .number: self = .number(metric.number)
    case .flag: self = .flag(metric.number != 0)
    case .text: self = .text(batch.text(metric.text) ?? "")
    }
  }
}
