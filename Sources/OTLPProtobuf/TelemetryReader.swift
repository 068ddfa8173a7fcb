import Events
import FoundationEssentials
import SwiftProtobuf

/// Reads a request of OTLP in the encoding of protobuf, record by record, so that memory does not grow with how many there
/// are (article Telemetry).
///
/// Only the attributes of `TelemetryKey` become values. What else a record holds is skipped where it lies, but for the
/// texts of log records' bodies.
///
/// ```swift
/// var reader = try TelemetryReader(spans: body)
/// while let span = reader.next() { … }
/// ```
package struct TelemetryReader<Record> {
  /// The bytes are no such request.
  package struct Malformed: Error {}

  private let body: [UInt8]
  private let decode: (EncodedMessage, TelemetryResource) -> Record?
  // A request is a list of resources, with lists of scopes, with lists of records; the numbers are the same for all kinds.
  private var resources: WireFields
  private var resource = TelemetryResource()
  private var scopes: WireFields?
  private var records: WireFields?

  private init(
    _ body: [UInt8], decode: @escaping (EncodedMessage, TelemetryResource) -> Record?
  ) throws(TelemetryReader<Record>.Malformed) {
    self.body = body
    self.decode = decode
    resources = WireFields(body, in: body.indices)
    guard areListsWhole else { throw Malformed() }
  }

  /// The next record; nil at the end, and a record that is nil for one that cannot be decoded.
  package mutating func next() -> Record?? {
    while true {
      if let record = records?.next(2) { return .some(decode(EncodedMessage(body: body, range: record), resource)) }
      records = scopes?.next(2).map { WireFields(body, in: $0) }
      if records != nil { continue }
      guard let content = resources.next(1) else { return nil }
      // Not the last resource's; and this one's may stand behind the scopes.
      resource = TelemetryResource()
      var fields = WireFields(body, in: content)
      if let own = fields.next(1), let known = try? ProtoResource(EncodedMessage(body: body, range: own)) {
        resource = TelemetryResource(attributes: known.attributes.attributes)
      }
      scopes = WireFields(body, in: content)
    }
  }

  // A request that is cut off or is something else is seen before anything of it is taken in.
  private var areListsWhole: Bool {
    var resources = resources
    while let content = resources.next(1) {
      var scopes = WireFields(body, in: content)
      while let content = scopes.next(2) {
        var records = WireFields(body, in: content)
        while records.next() != nil {}
        guard records.isWellFormed else { return false }
      }
      guard scopes.isWellFormed else { return false }
    }
    return resources.isWellFormed
  }
}

/// Where a message lies in a request.
private struct EncodedMessage {
  let body: [UInt8]
  let range: Range<Int>

  var fields: WireFields { WireFields(body, in: range) }
}

extension TelemetryReader<TelemetrySpan> {
  /// Reads an ExportTraceServiceRequest.
  package init(spans body: [UInt8]) throws(Malformed) {
    try self.init(body) { message, resource in
      guard let found = try? ProtoSpan(message) else { return nil }
      var span = TelemetrySpan(resource: resource)
      span.traceID = Array(found.traceID)
      span.spanID = Array(found.spanID)
      span.name = found.name
      span.start = found.startTimeUnixNano
      span.end = found.endTimeUnixNano
      span.attributes = found.attributes.attributes
      span.exception = found.events.exception
      span.statusCode = found.status.code
      if found.hasStatus, !found.status.message.isEmpty { span.statusMessage = found.status.message }
      return span
    }
  }
}

extension TelemetryReader<TelemetryLogRecord> {
  /// Reads an ExportLogsServiceRequest.
  package init(logRecords body: [UInt8]) throws(Malformed) {
    try self.init(body) { message, resource in
      guard let found = try? ProtoLogRecord(message) else { return nil }
      var record = TelemetryLogRecord(resource: resource)
      record.traceID = Array(found.traceID)
      record.spanID = Array(found.spanID)
      record.time = found.timeUnixNano > 0 ? found.timeUnixNano : found.observedTimeUnixNano
      record.severity = found.severityNumber
      record.eventName = found.eventName.isEmpty ? found.body.name : found.eventName
      record.attributes = found.attributes.attributes
      return record
    }
  }
}

extension TelemetryReader<Int> {
  /// Reads an ExportMetricsServiceRequest. Of each metric only the number of its data points is told.
  package init(metrics body: [UInt8]) throws(Malformed) {
    try self.init(body) { message, _ in
      var (metric, count) = (message.fields, 0)
      while let field = metric.next() {
        // A gauge, sum, histogram, exponential histogram, or summary.
        guard [5, 7, 9, 10, 11].contains(field.number) else { continue }
        var points = WireFields(message.body, in: field.content)
        while points.next(1) != nil { count += 1 }
      }
      return count
    }
  }
}

extension Message {
  // What is not known is not kept. Nothing that is known nests deeper than a few levels.
  fileprivate init(_ message: EncodedMessage) throws {
    var options = BinaryDecodingOptions()
    options.discardUnknownFields = true
    options.messageDepthLimit = 8
    self.init()
    try message.body.withUnsafeBytes { bytes in
      let bytes = UnsafeMutableRawBufferPointer(mutating: UnsafeRawBufferPointer(rebasing: bytes[message.range]))
      guard let start = bytes.baseAddress else { return }
      // Nothing is copied; the data does not leave this closure.
      let data = Data(bytesNoCopy: start, count: bytes.count, deallocator: .none)
      try merge(serializedBytes: data, extensions: nil, partial: true, options: options)
    }
  }
}
