import Monitoring
import PlainText

/// One JSON document: an array of objects, each on a line of its own.
struct JSONRows: RowFormat {
  private var writer = JSONWriter()
  private var keys: [JSONKey] = []

  var bytes: [UInt8] { writer.bytes }
  mutating func removeBytes() { writer.removeBytes() }

  mutating func begin(columns: [String]) {
    keys = columns.map(JSONKey.init)
    writer.beginArray()
  }
  mutating func beginRow() {
    writer.nextLine()
    writer.beginObject()
  }
  mutating func field(_ value: ExportValue, column: Int) { writer.field(keys[column], value) }
  mutating func endRow() { writer.endObject() }
  mutating func end() {
    writer.endLine()
    writer.endArray()
    writer.endLine()
  }
}

/// One JSON object a line.
struct JSONLRows: RowFormat {
  private var writer = JSONWriter()
  private var keys: [JSONKey] = []

  var bytes: [UInt8] { writer.bytes }
  mutating func removeBytes() { writer.removeBytes() }

  mutating func begin(columns: [String]) { keys = columns.map(JSONKey.init) }
  mutating func beginRow() { writer.beginObject() }
  mutating func field(_ value: ExportValue, column: Int) { writer.field(keys[column], value) }
  mutating func endRow() {
    writer.endObject()
    writer.endLine()
  }
  mutating func end() {}
}

extension JSONWriter {
  /// Writes a field of a row. What there is nothing of is null, so that every key is always there.
  mutating func field(_ key: JSONKey, _ value: ExportValue) {
    self.key(key)
    switch value {
    case .none: null()
    case .text(let text): self.value(text)
    case .count(let count): self.value(count)
    case .number(let number): self.number(number)
    case .flag(let flag): self.value(flag)
    case .time(let time): self.value(time)
    case .money(let money): self.value(money)
    case .metrics(let metrics): self.metrics(metrics)
    }
  }

  /// Writes an object of metrics in their order; several of one name in a row are a list.
  mutating func metrics(_ metrics: [MetricValue]) {
    beginObject()
    var rest = metrics[...]
    while let first = rest.first {
      let values = rest.prefix { $0.name == first.name }
      rest = rest.dropFirst(values.count)
      key(first.name)
      if values.count > 1 { beginArray() }
      for metric in values { value(metric.value) }
      if values.count > 1 { endArray() }
    }
    endObject()
  }

  private mutating func value(_ metric: MetricValue.Value) {
    switch metric {
    case .number(let number): self.number(number)
    case .flag(let flag): value(flag)
    case .text(let text): value(text)
    }
  }
}
