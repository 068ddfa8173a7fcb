import Events
import Secrets

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

// The form: the version, the sums of all, the groups of each dimension, users, sessions, resources, metrics, and a checksum
// of all that in eight bytes. Every count is limited to what a breakdown can hold, so that no bytes make it large. Version 1
// does not tell how exact the costs of users and sessions are, version 2 not between which durations lie.
extension Breakdown {
  private static let version: UInt8 = 3
  private static let checksumLength = 8

  /// The content in the form in which the store keeps it. The first byte is the version of the form. Equal breakdowns have equal
  /// forms.
  package var encoded: [UInt8] {
    var writer = ByteWriter()
    writer.byte(Self.version)
    all.write(to: &writer)
    for bounded in groups {
      bounded.write(to: &writer) { $0.sums.write(to: &$1) }
    }
    for bounded in [users, sessions] {
      bounded.write(to: &writer) { $0.sums.write(to: &$1) }
    }
    for bounded in [resources, metrics] {
      bounded.write(to: &writer) { $0.write(to: &$1) }
    }
    writer.fixed(Checksum.of(writer.bytes))
    return writer.bytes
  }

  /// Reads `encoded`; nil if it was damaged or is of a later version.
  package init?(index: Int32, encoded: some Collection<UInt8>) {
    let bytes = Array(encoded)
    guard let version = bytes.first, (1...Self.version).contains(version), bytes.count > Self.checksumLength else {
      return nil
    }
    let content = bytes.dropLast(Self.checksumLength)
    var checksum = ByteReader(bytes[content.endIndex...])
    guard (try? checksum.fixed()) == Checksum.of(content) else { return nil }
    self.init(index: index)
    do throws(ByteReader.Damage) {
      var reader = ByteReader(content.dropFirst())
      reader.version = version
      try read(&reader)
      guard reader.isAtEnd else { return nil }
    } catch {
      return nil
    }
  }

  private mutating func read(_ reader: inout ByteReader) throws(ByteReader.Damage) {
    all = try OperationSums(&reader)
    for place in groups.indices { groups[place] = try TopK(&reader, Group.init) }
    users = try TopK(&reader, Account.init)
    sessions = try TopK(&reader, Account.init)
    resources = try TopK(&reader, MetricSums.init)
    metrics = try TopK(&reader, MetricSums.init)
  }
}

extension TopK {
  fileprivate func write(to writer: inout ByteWriter, _ content: (Element, inout ByteWriter) -> Void) {
    writer.count(entries.count)
    for entry in entries {
      writer.text(entry.name.text)
      content(entry, &writer)
    }
    writer.count(other == nil ? 0 : 1)
    if let other { content(other, &writer) }
  }

  fileprivate init(
    _ reader: inout ByteReader, _ content: (BoundedName, inout ByteReader) throws(ByteReader.Damage) -> Element
  ) throws(ByteReader.Damage) {
    let count = try reader.count(limit: Element.most)
    var elements: [Element] = []
    for _ in 0..<count {
      let name = BoundedName(Redaction.redact(try reader.text(limit: BoundedName.longest)))
      elements.append(try content(name, &reader))
    }
    self.init(elements, other: try reader.count(limit: 1) == 0 ? nil : try content(.other, &reader))
  }
}

extension Group {
  fileprivate init(_ name: BoundedName, _ reader: inout ByteReader) throws(ByteReader.Damage) {
    self.init(name)
    sums = try OperationSums(&reader)
  }
}

extension Account {
  fileprivate init(_ name: BoundedName, _ reader: inout ByteReader) throws(ByteReader.Damage) {
    self.init(name)
    sums = try Sums(&reader)
  }
}

extension MetricSums {
  fileprivate func write(to writer: inout ByteWriter) {
    numbers.write(to: &writer)
    values.write(to: &writer) { $1.varint($0.count) }
  }

  fileprivate init(_ name: BoundedName, _ reader: inout ByteReader) throws(ByteReader.Damage) {
    self.init(name)
    numbers = try NumberSums(&reader)
    values = try TopK(&reader) { (name, reader) throws(ByteReader.Damage) in
      ValueCount(name, count: try reader.varint())
    }
  }
}
