/// Spans as OpenTelemetry's SDK for Python prints them, one object each (article OpenTelemetry).
struct PythonSpanFormat: EventFormat {
  let name = "otlp"
  let wrapperKeys: [WrapperKey] = [.provider, .service, .model]
  let defaultWrapper = "otlp"
  let signatures: [StaticString] = [#""trace_id""#]

  func recognizes(_ object: JSONValue) -> Bool {
    object["context"]?["trace_id"]?.isString == true && object["context"]?["span_id"]?.isString == true
      && object["name"]?.isString == true
  }

  func decode(_ object: JSONValue, into records: inout ForeignRecords) {
    var resource = TelemetryResource()
    if let attributes = object["resource"]?["attributes"] { resource.attributes.add(object: attributes) }
    var span = TelemetrySpan(resource: resource)
    span.traceID = object["context"]?["trace_id"]?.identifier(count: 16) ?? []
    span.spanID = object["context"]?["span_id"]?.identifier(count: 8) ?? []
    span.name = object["name"]?.text ?? ""
    span.start = object["start_time"]?.time?.nanoseconds ?? 0
    span.end = object["end_time"]?.time?.nanoseconds ?? 0
    if let attributes = object["attributes"] { span.attributes.add(object: attributes) }
    if object["status"]?["status_code"]?.holds("ERROR") == true { span.statusCode = 2 }
    span.statusMessage = object["status"]?["description"]?.text
    span.takeException(of: object["events"])
    records.add(span.outcome)
  }
}

/// The file that GitHub's Copilot CLI writes: spans, log records, and metrics of its SDK, one object each (article
/// Agents).
struct CopilotFormat: EventFormat {
  let name = "copilot"
  let wrapperKeys: [WrapperKey] = [.service, .provider, .model]
  let defaultWrapper = "github-copilot"
  let signatures: [StaticString] = [#""spanContext""#, #""hrTime""#]

  func recognizes(_ object: JSONValue) -> Bool {
    if object["hrTime"]?.isArray == true { return true }
    guard let type = object["type"] else { return false }
    return type.holds("span") && object["startTime"]?.isArray == true
      || type.holds("metric") && object.first("dataPoints", "descriptor", "name") != nil
  }

  func decode(_ object: JSONValue, into records: inout ForeignRecords) {
    var resource = TelemetryResource()
    if let attributes = object["resource"]?["attributes"] { resource.attributes.add(object: attributes) }
    if object["type"]?.holds("span") == true {
      span(object, resource, into: &records)
    } else if object["hrTime"] != nil {
      log(object, resource, into: &records)
    } else {
      records.skip()
    }
  }

  private func span(_ object: JSONValue, _ resource: TelemetryResource, into records: inout ForeignRecords) {
    let context = object["spanContext"] ?? object
    var span = TelemetrySpan(resource: resource)
    span.traceID = context["traceId"]?.identifier(count: 16) ?? []
    span.spanID = context["spanId"]?.identifier(count: 8) ?? []
    span.name = object["name"]?.text ?? ""
    span.start = object["startTime"]?.secondsAndNanoseconds ?? 0
    span.end = object["endTime"]?.secondsAndNanoseconds ?? 0
    if let attributes = object["attributes"] { span.attributes.add(object: attributes) }
    span.statusCode = Int32(truncatingIfNeeded: object["status"]?["code"]?.integer ?? 0)
    span.statusMessage = object["status"]?["message"]?.text
    span.takeException(of: object["events"])
    guard case .accepted(var record) = span.outcome else { return records.add(span.outcome) }
    identify(&record, span.attributes)
    records.accept(record)
  }

  // The same answer can be told by its span and by this record.
  private func log(_ object: JSONValue, _ resource: TelemetryResource, into records: inout ForeignRecords) {
    var attributes = TelemetryAttributes()
    if let object = object["attributes"] { attributes.add(object: object) }
    guard attributes.text(.eventName) == "gen_ai.client.inference.operation.details",
      attributes.text(.responseID) != nil
    else { return records.skip() }
    var span = TelemetrySpan(resource: resource)
    span.name = "chat"
    span.attributes = attributes
    span.end = object["hrTime"]?.secondsAndNanoseconds ?? 0
    guard case .accepted(var record) = span.outcome else { return records.add(span.outcome) }
    identify(&record, attributes)
    records.accept(record)
  }

  private func identify(_ record: inout ForeignRecord, _ attributes: TelemetryAttributes) {
    guard let response = attributes.text(.responseID) else { return }
    record.id = ["copilot", response]
    record.operationID = response
    record.link = .growing
  }
}

extension TelemetrySpan {
  /// Takes the exception of the last event that tells one.
  mutating func takeException(of events: JSONValue?) {
    var found = exception
    events?.forEachElement { event in
      guard let object = event["attributes"] else { return }
      var attributes = TelemetryAttributes()
      attributes.add(object: object)
      if attributes[.exceptionMessage] != nil || attributes[.exceptionType] != nil { found = attributes }
    }
    exception = found
  }
}

extension Timestamp {
  /// Nanoseconds since the epoch.
  fileprivate var nanoseconds: UInt64 { microseconds > 0 ? UInt64(microseconds) &* 1000 : 0 }
}

extension JSONValue {
  /// A list of seconds and nanoseconds, as nanoseconds.
  fileprivate var secondsAndNanoseconds: UInt64? {
    var parts: [Int64] = []
    forEachElement { parts.append($0.integer ?? -1) }
    guard parts.count == 2, parts[0] >= 0, parts[0] < 9_000_000_000, parts[1] >= 0 else { return nil }
    return UInt64(parts[0]) * 1_000_000_000 + UInt64(parts[1])
  }
}
