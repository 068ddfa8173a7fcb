import Events
import PlainText

/// Writes metrics as text, one family after the other: OpenMetrics 1.0, or the text that Prometheus had before.
struct MetricsWriter {
  /// What a family measures.
  enum Kind: String {
    /// What only grows.
    case counter
    case gauge
    case histogram
    /// How often something was done, and how long that took.
    case summary
    /// What does not change while a program runs.
    case info
  }

  private(set) var bytes: [UInt8] = []
  private let form: MetricsForm

  init(_ form: MetricsForm) { self.form = form }

  /// A family with its samples; nothing is written if there are none.
  ///
  /// - Parameters:
  ///   - name: ends with the unit, if there is one.
  ///   - unit: as the name has it.
  ///   - samples: adds them.
  mutating func family(
    _ name: String, _ kind: Kind, unit: String? = nil, _ help: String, _ samples: (inout Samples) -> Void
  ) {
    var list = Samples(name: name, kind: kind)
    samples(&list)
    guard !list.bytes.isEmpty else { return }
    // Prometheus had no families whose name differs from that of their samples.
    let isNew = form == .openMetrics
    let shown = isNew ? name : name + Samples.suffix(of: kind)
    bytes += Array("# TYPE \(shown) \(isNew || kind != .info ? kind.rawValue : Kind.gauge.rawValue)\n".utf8)
    if let unit, isNew { bytes += Array("# UNIT \(shown) \(unit)\n".utf8) }
    bytes += Array("# HELP \(shown) \(help)\n".utf8)
    bytes += list.bytes
  }

  /// Ends the text.
  mutating func end() { if form == .openMetrics { bytes += Array("# EOF\n".utf8) } }

  /// The samples of a family.
  struct Samples {
    typealias Labels = KeyValuePairs<String, String>

    private let name: String
    private let kind: Kind
    fileprivate var bytes: [UInt8] = []

    fileprivate init(name: String, kind: Kind) {
      self.name = name
      self.kind = kind
    }

    fileprivate static func suffix(of kind: Kind) -> String {
      switch kind {
      case .counter: "_total"
      case .info: "_info"
      case .gauge, .histogram, .summary: ""
      }
    }

    mutating func add(_ value: some FixedWidthInteger, _ labels: Labels = [:]) { write("\(value)", labels) }

    mutating func add(_ value: Money, _ labels: Labels = [:]) { write(value.description, labels) }

    mutating func add(_ value: Double, _ labels: Labels = [:]) { write(Self.text(value), labels) }

    /// How often something was done, and how long that took.
    mutating func add(_ timing: (count: UInt64, seconds: Double), _ labels: Labels = [:]) {
      write("\(timing.count)", labels, suffix: "_count")
      write(Self.text(timing.seconds), labels, suffix: "_sum")
    }

    /// A histogram of durations in seconds.
    ///
    /// - Parameter buckets: how many values are at most as large as a bound, for each bound.
    mutating func add(
      _ buckets: [(bound: Double, count: UInt64)], count: UInt64, sum: Double, _ labels: Labels = [:]
    ) {
      for bucket in buckets { write("\(bucket.count)", labels, suffix: "_bucket", bound: Self.text(bucket.bound)) }
      write("\(count)", labels, suffix: "_bucket", bound: "+Inf")
      write("\(count)", labels, suffix: "_count")
      write(Self.text(sum), labels, suffix: "_sum")
    }

    private mutating func write(_ value: String, _ labels: Labels, suffix: String? = nil, bound: String? = nil) {
      bytes += Array((name + (suffix ?? Self.suffix(of: kind))).utf8)
      var texts = labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
      if let bound { texts.append("le=\"\(bound)\"") }
      if !texts.isEmpty { bytes += Array("{\(texts.joined(separator: ","))}".utf8) }
      bytes += Array(" \(value)\n".utf8)
    }

    private static func text(_ value: Double) -> String {
      if value.isNaN { return "NaN" }
      return value.isInfinite ? (value < 0 ? "-Inf" : "+Inf") : value.description
    }

    private static func escaped(_ text: String) -> String {
      guard text.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") }) else { return text }
      return text.reduce(into: "") { escaped, character in
        if character == "\\" || character == "\"" { escaped.append("\\") }
        escaped.append(character)
      }
    }
  }
}

/// A text for metrics.
package enum MetricsForm: Sendable {
  /// OpenMetrics 1.0.
  case openMetrics
  /// The text format of Prometheus, version 0.0.4.
  case prometheus

  /// What a reader accepts, by its field `Accept`; OpenMetrics unless it names only the other one.
  package init(accept: String?) {
    let accept = accept ?? ""
    self =
      accept.contains("text/plain") && !accept.contains("application/openmetrics-text") ? .prometheus : .openMetrics
  }

  /// The type of the text.
  package var mediaType: String {
    switch self {
    case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
    case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
    }
  }
}

/// Texts from outside as values of labels: short, harmless, and still different where they were.
struct MetricLabels {
  private static let longest = 128
  private var taken: [String: Int] = [:]

  /// The value for the next of a list of different texts.
  mutating func value(for text: String) -> String {
    let value = text.withoutHarm.cut(toBytes: Self.longest)
    let number = (taken[value] ?? 0) + 1
    taken[value] = number
    return number == 1 ? value : self.value(for: "\(value.cut(toBytes: Self.longest - 12)) (\(number))")
  }
}
