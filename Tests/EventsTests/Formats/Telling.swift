@testable import Events

/// Decodes lines of a foreign format as one chunk of a source, with their metrics.
func decodeForeign(_ text: String, format: String? = nil, wrapperBy: WrapperKey? = nil) -> EventBatch {
  let options = DecodingOptions(format: format, wrapperBy: wrapperBy)
  guard var decoder = EventDecoder(seed: 1, keepsMetrics: true, options: options, makeIdentity: { 1 }) else {
    return EventBatch()
  }
  let bytes = Array(text.utf8)
  let padded = bytes + Array(repeating: 0, count: Chunk.padding)
  return decoder.decode(Chunk(bytes: padded, lines: 0..<bytes.count, offset: 0), now: readAt)
}

/// What lines of a foreign format come to, a line for each record that was accepted, then what was not:
/// `gpt-4o chat success 0.0031 USD 1200 ms`, with what else `told` asks for by key.
func told(
  _ text: String, format: String? = nil, wrapperBy: WrapperKey? = nil, _ keys: String...
) -> [String] {
  told(decodeForeign(text, format: format, wrapperBy: wrapperBy), keys)
}

/// The same for a batch.
func told(_ batch: EventBatch, _ keys: [String] = []) -> [String] {
  var lines = batch.events.map { told($0, in: batch, keys) }
  if batch.skipped > 0 { lines.append("\(batch.skipped) skipped") }
  lines += batch.rejections.map { $0.reason.rawValue + ($0.field.map { "(\($0))" } ?? "") }
  return lines
}

/// One event in words.
func told(_ event: Event, in batch: EventBatch, _ keys: [String] = []) -> String {
  var words = [event.wrapper < 0 ? "?" : batch.names.names[Int(event.wrapper)]]
  words.append(event.type < 0 ? "default" : batch.names.names[Int(event.type)])
  words.append(event.status.rawValue)
  words.append(event.cost < 0 ? "no cost" : "\(Money(nanodollars: Int128(event.cost))) USD")
  if event.duration >= 0 { words.append("\(Double(event.duration) / 1e6) ms") }
  for key in keys {
    switch key {
    case "id": words.append("id=" + (batch.text(event.id) ?? "none"))
    case "code": words.append("code=" + (batch.text(event.errorCode) ?? "none"))
    case "message": words.append("message=" + (batch.text(event.errorMessage) ?? "none"))
    case "reason": words.append("reason=" + (batch.text(event.fallbackReason) ?? "none"))
    case "start": words.append("start=" + (event.start?.description ?? "none"))
    case "end": words.append("end=" + event.time.description)
    default: words.append(key + "=" + metric(key, of: event, in: batch))
    }
  }
  return words.joined(separator: " ")
}

private func metric(_ key: String, of event: Event, in batch: EventBatch) -> String {
  let values = batch.metrics(of: event).filter { batch.names.names[Int($0.key)] == key }.map { metric in
    switch metric.kind {
    case .number:
      Double(Int(exactly: metric.number) ?? .max) == metric.number
        ? String(Int(metric.number)) : String(metric.number)
    case .flag: metric.number != 0 ? "true" : "false"
    case .text: batch.text(metric.text) ?? ""
    }
  }
  return values.isEmpty ? "none" : values.joined(separator: ",")
}

/// An object of OTLP/JSON with spans of one service; `spans` are JSON objects without their times.
func otlp(_ spans: String..., service: String = "shop") -> String {
  #"{"resourceSpans":[{"resource":{"attributes":[\#(attribute("service.name", service))]},"scopeSpans":[{"scope":{},"spans":[\#(spans.joined(separator: ","))]}]}]}"#
}

/// A span of OTLP/JSON that took 1.5 s, with attributes.
func span(
  _ name: String, id: String = "00f067aa0ba902b7", trace: String = "4bf92f3577b34da6a3ce929d0e0e4736",
  _ attributes: [String], rest: String = ""
) -> String {
  #"{"traceId":"\#(trace)","spanId":"\#(id)","name":"\#(name)","kind":3,"startTimeUnixNano":"1767268800000000000","endTimeUnixNano":"1767268801500000000","attributes":[\#(attributes.joined(separator: ","))]\#(rest)}"#
}

/// A log record of OTLP/JSON of one service.
func otlpLog(_ fields: String, _ attributes: [String], service: String = "claude-code") -> String {
  #"{"resourceLogs":[{"resource":{"attributes":[\#(attribute("service.name", service))]},"scopeLogs":[{"logRecords":[{\#(fields),"attributes":[\#(attributes.joined(separator: ","))]}]}]}]}"#
}

/// An attribute of OTLP/JSON with a text.
func attribute(_ key: String, _ text: String) -> String { #"{"key":"\#(key)","value":{"stringValue":"\#(text)"}}"# }
/// One with a whole number, as text, as the rules have it.
func whole(_ key: String, _ number: Int) -> String { #"{"key":"\#(key)","value":{"intValue":"\#(number)"}}"# }
/// One with a number.
func real(_ key: String, _ number: Double) -> String { #"{"key":"\#(key)","value":{"doubleValue":\#(number)}}"# }
