import Events
import Monitoring
import Secrets

/// Records of operations as bytes, a byte for the version of the form first: a catch-up stores ten thousand of them in
/// one commit, for which JSON would be too slow.
enum RecordCoding {
  private static let version: UInt8 = 1

  private struct Parts: OptionSet {
    let rawValue: UInt64

    static let id = Parts(rawValue: 1)
    static let start = Parts(rawValue: 2)
    static let duration = Parts(rawValue: 4)
    static let fallbackUsed = Parts(rawValue: 8)
    static let fallbackReason = Parts(rawValue: 16)
    static let errorMessage = Parts(rawValue: 32)
    static let errorCode = Parts(rawValue: 64)
    static let cost = Parts(rawValue: 128)
    static let costEstimated = Parts(rawValue: 256)
  }

  static func bytes(of record: OperationRecord) -> [UInt8] {
    var writer = ByteWriter()
    writer.byte(version)
    write(record, to: &writer)
    return writer.bytes
  }

  static func bytes(of records: [OperationRecord]) -> [UInt8] {
    var writer = ByteWriter()
    writer.byte(version)
    writer.count(records.count)
    for record in records { write(record, to: &writer) }
    return writer.bytes
  }

  static func record(from bytes: some Collection<UInt8>) throws(ByteReader.Damage) -> OperationRecord {
    var reader = try begin(bytes)
    let record = try record(from: &reader)
    guard reader.isAtEnd else { throw ByteReader.Damage() }
    return record
  }

  static func records(from bytes: some Collection<UInt8>) throws(ByteReader.Damage) -> [OperationRecord] {
    var reader = try begin(bytes)
    var records: [OperationRecord] = []
    for _ in 0..<(try reader.count(limit: .max)) { records.append(try record(from: &reader)) }
    guard reader.isAtEnd else { throw ByteReader.Damage() }
    return records
  }

  private static func begin(_ bytes: some Collection<UInt8>) throws(ByteReader.Damage) -> ByteReader {
    var reader = ByteReader(Array(bytes)[...])
    guard try reader.byte() == version else { throw ByteReader.Damage() }
    return reader
  }

  private static func write(_ record: OperationRecord, to writer: inout ByteWriter) {
    var parts: Parts = []
    if record.operationID != nil { parts.insert(.id) }
    if record.start != nil { parts.insert(.start) }
    if record.durationMs != nil { parts.insert(.duration) }
    if record.fallbackUsed { parts.insert(.fallbackUsed) }
    if record.fallbackReason != nil { parts.insert(.fallbackReason) }
    if record.errorMessage != nil { parts.insert(.errorMessage) }
    if record.errorCode != nil { parts.insert(.errorCode) }
    if record.cost != nil { parts.insert(.cost) }
    if record.isCostEstimated { parts.insert(.costEstimated) }
    writer.varint(parts.rawValue)
    writer.byte(record.status.storedCode)
    writer.text(record.wrapperName)
    writer.text(record.operationType)
    writer.time(record.end)
    if let id = record.operationID { writer.text(id) }
    if let start = record.start { writer.time(start) }
    if let duration = record.durationMs { writer.real(duration) }
    if let reason = record.fallbackReason { writer.text(reason) }
    if let message = record.errorMessage { writer.text(message) }
    if let code = record.errorCode { writer.text(code) }
    if let cost = record.cost { writer.signed(cost.nanodollars) }
    writer.count(record.metrics.count)
    for metric in record.metrics { write(metric, to: &writer) }
  }

  private static func record(from reader: inout ByteReader) throws(ByteReader.Damage) -> OperationRecord {
    let parts = Parts(rawValue: try reader.varint())
    let status = try OperationStatus(storedCode: reader.byte())
    let wrapper = try reader.text(limit: .max)
    let type = try reader.text(limit: .max)
    let end = try reader.time()
    let id = parts.contains(.id) ? try reader.redactedText() : nil
    let start = parts.contains(.start) ? try reader.time() : nil
    let duration = parts.contains(.duration) ? try reader.real() : nil
    let reason = parts.contains(.fallbackReason) ? try reader.redactedText() : nil
    let message = parts.contains(.errorMessage) ? try reader.redactedText() : nil
    let code = parts.contains(.errorCode) ? try reader.redactedText() : nil
    let cost = parts.contains(.cost) ? Money(nanodollars: try reader.signed()) : nil
    var record = OperationRecord(
      operationID: id, wrapperName: wrapper, operationType: type, start: start, end: end, durationMs: duration,
      status: status, fallbackUsed: parts.contains(.fallbackUsed), fallbackReason: reason, errorMessage: message,
      errorCode: code, cost: cost)
    record.isCostEstimated = parts.contains(.costEstimated)
    for _ in 0..<(try reader.count(limit: .max)) { record.metrics.append(try metric(from: &reader)) }
    return record
  }

  private static func write(_ metric: MetricValue, to writer: inout ByteWriter) {
    let origin: UInt8 = metric.isCustom ? 8 : 0
    switch metric.value {
    case .number(let number):
      writer.byte(origin)
      writer.text(metric.name)
      writer.real(number)
    case .flag(let flag):
      writer.byte(origin + (flag ? 2 : 1))
      writer.text(metric.name)
    case .text(let text):
      writer.byte(origin + 3)
      writer.text(metric.name)
      writer.text(text)
    }
  }

  private static func metric(from reader: inout ByteReader) throws(ByteReader.Damage) -> MetricValue {
    let code = try reader.byte()
    let name = try reader.text(limit: .max)
    let value: MetricValue.Value =
      switch code & ~8 {
      case 0: .number(try reader.real())
      case 1: .flag(false)
      case 2: .flag(true)
      case 3: .text(try reader.redactedText())
      default: throw ByteReader.Damage()
      }
    return MetricValue(name: name, isCustom: code & 8 != 0, value: value)
  }
}

extension OperationStatus {
  /// The number that stands for it in a store, the same in all versions.
  var storedCode: UInt8 {
    switch self {
    case .started: 0
    case .success: 1
    case .error: 2
    case .fallback: 3
    case .timeout: 4
    case .cancelled: 5
    }
  }

  init(storedCode: UInt8) throws(ByteReader.Damage) {
    guard let status = Self.allCases.first(where: { $0.storedCode == storedCode }) else { throw ByteReader.Damage() }
    self = status
  }
}

extension ByteReader {
  /// A text that came from outside. An older version that knew fewer shapes of keys may have written it.
  mutating func redactedText() throws(Damage) -> String { Redaction.redact(whole: try text(limit: .max)) }
}
