import Events
import Secrets

// The form: the version, the sums of all, the groups of each dimension, users, sessions, resources, metrics, and a checksum
// of all that in eight bytes. Every count is limited to what a breakdown can hold, so that no bytes make it large. Version 1
// does not tell how exact the costs of users and sessions are.
extension Breakdown {
  private static let version: UInt8 = 2
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
    sums = try BasicSums(&reader)
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
