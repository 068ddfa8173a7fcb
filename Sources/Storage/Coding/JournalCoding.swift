import Events
import Monitoring
import Secrets

/// Entries of the journal as bytes: the version of the form, the entries, and a checksum of all that. What nobody needs to
/// apply them again is left out: flushes, what was rejected, and where a line stood.
///
/// Names are told where they are first used; later on, a name is the number in which order it was told.
struct JournalCoding {
  private static let version: UInt8 = 1
  /// Entries that take more than this are told in several rows.
  private static let rowBytes = 1 << 20

  private struct Marks: OptionSet {
    let rawValue: UInt8

    static let isCatchingUp = Marks(rawValue: 1)
    static let dedupes = Marks(rawValue: 2)
  }

  /// What of an event is there.
  private struct Parts: OptionSet {
    let rawValue: UInt64

    static let start = Parts(rawValue: 1)
    static let duration = Parts(rawValue: 2)
    static let cost = Parts(rawValue: 4)
    static let id = Parts(rawValue: 8)
    static let errorMessage = Parts(rawValue: 16)
    static let errorCode = Parts(rawValue: 32)
    static let fallbackReason = Parts(rawValue: 64)
    static let metrics = Parts(rawValue: 128)
    static let metricsLeftOut = Parts(rawValue: 256)
    static let key = Parts(rawValue: 512)
  }

  private var writer = ByteWriter()
  private var nameCount = 0
  // By the identity of a table: the numbers of its names in this row, -1 for those that were not told.
  private var numbers: [UInt64: [Int]] = [:]

  private init() { writer.byte(Self.version) }

  // MARK: Writing

  /// The entries as the bytes of rows, in order.
  static func rows(of entries: [JournalEntry]) -> [[UInt8]] {
    var rows: [[UInt8]] = []
    var row = JournalCoding()
    for (place, entry) in entries.enumerated() {
      row.write(entry)
      guard row.writer.bytes.count >= rowBytes || place == entries.count - 1 else { continue }
      row.writer.fixed(BlockChecksum.of(row.writer.bytes[...]))
      rows.append(row.writer.bytes)
      row = JournalCoding()
    }
    return rows
  }

  private mutating func write(_ entry: JournalEntry) {
    var marks: Marks = []
    if entry.isCatchingUp { marks.insert(.isCatchingUp) }
    if entry.dedupes { marks.insert(.dedupes) }
    writer.byte(marks.rawValue)
    writer.signed(Int64(entry.source))
    writer.time(entry.at)
    let names = entry.batch.names
    var known = numbers.removeValue(forKey: names.identity) ?? []
    if known.count < names.names.count {
      known.append(contentsOf: repeatElement(-1, count: names.names.count - known.count))
    }
    let events = entry.batch.events.count { $0.kind != .flush }
    writer.count(events)
    for event in entry.batch.events where event.kind != .flush {
      write(event, in: entry.batch, at: entry.at, &known)
    }
    numbers[names.identity] = known
    writer.count(entry.pricings.count)
    for answer in entry.pricings {
      writer.count(answer.question)
      writer.pricing(answer.pricing)
    }
  }

  private mutating func write(_ event: Event, in batch: EventBatch, at: Timestamp, _ known: inout [Int]) {
    writer.byte(event.kind.rawValue)
    writer.byte(event.status.storedCode)
    writer.varint(UInt64(event.flags.rawValue))
    var parts: Parts = []
    if event.key.high != 0 || event.key.low != 0 { parts.insert(.key) }
    if event.start != nil { parts.insert(.start) }
    if event.duration >= 0 { parts.insert(.duration) }
    if event.cost >= 0 { parts.insert(.cost) }
    if !event.id.isNone { parts.insert(.id) }
    if !event.errorMessage.isNone { parts.insert(.errorMessage) }
    if !event.errorCode.isNone { parts.insert(.errorCode) }
    if !event.fallbackReason.isNone { parts.insert(.fallbackReason) }
    if event.metrics.count > 0 { parts.insert(.metrics) }
    if event.metricsLeftOut > 0 { parts.insert(.metricsLeftOut) }
    writer.varint(parts.rawValue)
    write(name: event.wrapper, in: batch, &known)
    write(name: event.type, in: batch, &known)
    if parts.contains(.key) {
      writer.fixed(event.key.high)
      writer.fixed(event.key.low)
    }
    writer.signed(event.time.microseconds &- at.microseconds)
    if let start = event.start { writer.signed(event.time.microseconds &- start.microseconds) }
    if event.duration >= 0 { writer.varint(UInt64(event.duration)) }
    if event.cost >= 0 { writer.varint(UInt64(event.cost)) }
    // A fingerprint tells ids apart; the text is for people, who never see a key in it.
    if let id = batch.text(event.id) { writer.text(Redaction.redact(id)) }
    for text in [event.errorMessage, event.errorCode, event.fallbackReason] where !text.isNone {
      writer.text(batch.bytes(text))
    }
    if event.metrics.count > 0 {
      writer.count(Int(event.metrics.count))
      for metric in batch.metrics(of: event) { write(metric, in: batch, &known) }
    }
    if event.metricsLeftOut > 0 { writer.varint(UInt64(event.metricsLeftOut)) }
  }

  // 0 for none, 1 for one that follows.
  private mutating func write(name: Int32, in batch: EventBatch, _ known: inout [Int]) {
    guard name >= 0 else { return writer.byte(0) }
    let number = known[Int(name)]
    if number >= 0 { return writer.count(number + 2) }
    writer.byte(1)
    writer.text(batch.names.names[Int(name)])
    known[Int(name)] = nameCount
    nameCount += 1
  }

  private mutating func write(_ metric: Metric, in batch: EventBatch, _ known: inout [Int]) {
    write(name: metric.key, in: batch, &known)
    let code = metric.origin.rawValue << 2
    switch metric.kind {
    case .number:
      // Most are whole numbers, of which little has to be told.
      if let whole = Int64(exactly: metric.number), whole >= 0, whole < 1 << 32,
        metric.number.sign == .plus, metric.billionths == whole &* 1_000_000_000
      {
        writer.byte(code | 3)
        writer.varint(UInt64(whole))
      } else {
        writer.byte(code)
        writer.real(metric.number)
        writer.signed(metric.billionths)
      }
    case .flag:
      writer.byte(code | 1)
      writer.byte(metric.number != 0 ? 1 : 0)
    case .text:
      writer.byte(code | 2)
      writer.fixed(metric.hash)
      writer.text(batch.bytes(metric.text))
    }
  }

  // MARK: Reading

  /// The entries of a row.
  ///
  /// - Parameter identity: that of the table of their names, which no other table may have.
  static func entries(
    from bytes: some Collection<UInt8>, identity: UInt64
  ) throws(ByteReader.Damage) -> [JournalEntry] {
    let bytes = Array(bytes)
    guard bytes.count > 8 else { throw ByteReader.Damage() }
    let content = bytes.dropLast(8)
    var checksum = ByteReader(bytes[content.endIndex...])
    guard try checksum.fixed() == BlockChecksum.of(content) else { throw ByteReader.Damage() }
    var reader = ByteReader(content)
    guard try reader.byte() == version else { throw ByteReader.Damage() }
    var names = NameTable()
    names.identity = identity
    var entries: [JournalEntry] = []
    while !reader.isAtEnd { entries.append(try entry(from: &reader, &names)) }
    for place in entries.indices { entries[place].batch.names = names }
    return entries
  }

  private static func entry(
    from reader: inout ByteReader, _ names: inout NameTable
  ) throws(ByteReader.Damage) -> JournalEntry {
    let marks = Marks(rawValue: try reader.byte())
    let source = Int(try reader.signed64())
    let at = try plausible(try reader.time())
    var batch = EventBatch()
    let count = try reader.count(limit: .max)
    batch.events.reserveCapacity(count)
    for number in 0..<count {
      var event = try event(from: &reader, at: at, &names, &batch)
      event.line = UInt32(number)
      event.number = UInt32(number)
      batch.events.append(event)
    }
    var entry = JournalEntry(
      batch: batch, source: source, isCatchingUp: marks.contains(.isCatchingUp), dedupes: marks.contains(.dedupes),
      at: at)
    for _ in 0..<(try reader.count(limit: .max)) {
      entry.pricings.append(PricingAnswer(question: try reader.varint(Int.self), pricing: try reader.pricing()))
    }
    return entry
  }

  private static func event(
    from reader: inout ByteReader, at: Timestamp, _ names: inout NameTable, _ batch: inout EventBatch
  ) throws(ByteReader.Damage) -> Event {
    guard let kind = Event.Kind(rawValue: try reader.byte()) else { throw ByteReader.Damage() }
    let status = try OperationStatus(storedCode: try reader.byte())
    let flags = Event.Flags(rawValue: try reader.varint(UInt16.self))
    let parts = Parts(rawValue: try reader.varint())
    var event = Event(kind: kind, status: status, flags: flags, time: at)
    event.wrapper = try name(from: &reader, &names)
    event.type = try name(from: &reader, &names)
    switch kind {
    case .operation, .start, .started, .cost: guard event.wrapper >= 0 else { throw ByteReader.Damage() }
    default: break
    }
    if parts.contains(.key) { event.key = OperationKey(high: try reader.fixed(), low: try reader.fixed()) }
    event.time = try plausible(at.advanced(microseconds: try reader.signed64()))
    if parts.contains(.start) {
      event.start = try plausible(event.time.advanced(microseconds: 0 &- (try reader.signed64())))
    }
    if parts.contains(.duration) { event.duration = Int64(clamping: try reader.varint()) }
    if parts.contains(.cost) { event.cost = Int64(clamping: try reader.varint()) }
    if parts.contains(.id) { event.id = batch.keep(try reader.text(limit: .max).utf8) }
    if parts.contains(.errorMessage) { event.errorMessage = batch.keep(try reader.redactedText().utf8) }
    if parts.contains(.errorCode) { event.errorCode = batch.keep(try reader.redactedText().utf8) }
    if parts.contains(.fallbackReason) { event.fallbackReason = batch.keep(try reader.redactedText().utf8) }
    if parts.contains(.metrics) {
      let count = try reader.count(limit: .max)
      event.metrics = MetricRange(offset: UInt32(batch.metrics.count), count: UInt32(count))
      for _ in 0..<count { batch.metrics.append(try metric(from: &reader, &names, &batch)) }
    }
    if parts.contains(.metricsLeftOut) { event.metricsLeftOut = try reader.varint(UInt32.self) }
    return event
  }

  // No clock and no event that was taken in tells a time before the epoch or a thousand years after it.
  private static func plausible(_ time: Timestamp) throws(ByteReader.Damage) -> Timestamp {
    guard (0..<(1 << 55)).contains(time.microseconds) else { throw ByteReader.Damage() }
    return time
  }

  private static func name(
    from reader: inout ByteReader, _ names: inout NameTable
  ) throws(ByteReader.Damage) -> Int32 {
    let code = try reader.varint()
    switch code {
    case 0: return -1
    case 1:
      names.names.append(try reader.text(limit: .max))
      return Int32(names.names.count - 1)
    default:
      guard code - 2 < UInt64(names.names.count) else { throw ByteReader.Damage() }
      return Int32(code - 2)
    }
  }

  private static func metric(
    from reader: inout ByteReader, _ names: inout NameTable, _ batch: inout EventBatch
  ) throws(ByteReader.Damage) -> Metric {
    let key = try name(from: &reader, &names)
    let code = try reader.byte()
    guard key >= 0, let origin = Metric.Origin(rawValue: code >> 2) else { throw ByteReader.Damage() }
    switch code & 3 {
    case 0:
      let number = try reader.real()
      return Metric(key: key, origin: origin, number: number, billionths: try reader.signed64())
    case 1: return Metric(key: key, origin: origin, flag: try reader.byte() != 0)
    case 2:
      let hash = try reader.fixed()
      return Metric(key: key, origin: origin, text: batch.keep(try reader.redactedText().utf8), hash: hash)
    default:
      let whole = try reader.varint(UInt32.self)
      return Metric(key: key, origin: origin, number: Double(whole), billionths: Int64(whole) * 1_000_000_000)
    }
  }
}
