/// OTLP/JSON: a line holds many spans, log records, or metrics (article OpenTelemetry).
struct OTLPFormat: EventFormat {
  let name = "otlp"
  let wrapperKeys: [WrapperKey] = [.provider, .service, .model]
  let defaultWrapper = "otlp"
  let signatures: [StaticString] = [#""resourceSpans""#, #""resourceLogs""#, #""resourceMetrics""#]

  func recognizes(_ object: JSONValue) -> Bool {
    object.first("resourceSpans", "resourceLogs", "resourceMetrics")?.isArray == true
  }

  func decode(_ object: JSONValue, into records: inout ForeignRecords) {
    let before = records.outcomes.count
    object["resourceSpans"]?.forEachElement { resource in
      let from = TelemetryResource(json: resource)
      resource.first("scopeSpans", "instrumentationLibrarySpans")?.forEachElement { scope in
        scope["spans"]?.forEachElement { records.add(TelemetrySpan(json: $0, from: from).outcome) }
      }
    }
    object["resourceLogs"]?.forEachElement { resource in
      let from = TelemetryResource(json: resource)
      resource.first("scopeLogs", "instrumentationLibraryLogs")?.forEachElement { scope in
        scope["logRecords"]?.forEachElement { records.add(TelemetryLogRecord(json: $0, from: from).outcome) }
      }
    }
    if records.outcomes.count == before { records.skip() }
  }
}

extension TelemetryResource {
  init(json: JSONValue) {
    self.init()
    if let list = json["resource"]?["attributes"] { attributes.add(list: list) }
  }
}

extension TelemetrySpan {
  init(json: JSONValue, from resource: TelemetryResource) {
    self.init(resource: resource)
    traceID = json["traceId"]?.identifier(count: 16) ?? []
    spanID = json["spanId"]?.identifier(count: 8) ?? []
    name = json["name"]?.text ?? ""
    start = json["startTimeUnixNano"]?.nanoseconds ?? 0
    end = json["endTimeUnixNano"]?.nanoseconds ?? 0
    if let list = json["attributes"] { attributes.add(list: list) }
    if let status = json["status"] {
      statusCode = status["code"]?.statusCode ?? 0
      statusMessage = status["message"]?.text
    }
    var exception = TelemetryAttributes()
    json["events"]?.forEachElement { event in
      guard let list = event["attributes"] else { return }
      var attributes = TelemetryAttributes()
      attributes.add(list: list)
      if attributes[.exceptionMessage] != nil || attributes[.exceptionType] != nil { exception = attributes }
    }
    self.exception = exception
  }
}

extension TelemetryLogRecord {
  init(json: JSONValue, from resource: TelemetryResource) {
    self.init(resource: resource)
    traceID = json["traceId"]?.identifier(count: 16) ?? []
    spanID = json["spanId"]?.identifier(count: 8) ?? []
    time = json["timeUnixNano"]?.nanoseconds ?? 0
    if time == 0 { time = json["observedTimeUnixNano"]?.nanoseconds ?? 0 }
    severity = Int32(truncatingIfNeeded: json["severityNumber"]?.integer ?? 0)
    eventName = json["eventName"]?.text ?? ""
    if let body = json["body"]?["stringValue"]?.bytes { setName(body: body) }
    if let list = json["attributes"] { attributes.add(list: list) }
  }
}

extension TelemetryAttributes {
  /// Adds those of a list of keys and values that are read.
  fileprivate mutating func add(list: JSONValue) {
    var attributes = self
    list.forEachElement { pair in
      guard let name = pair["key"]?.bytes, let key = TelemetryKey(name: name), let any = pair["value"] else { return }
      if let text = any["stringValue"]?.bytes {
        attributes.add(key, TelemetryValue(text: text))
      } else if let value = any["intValue"] {
        // 64 bits are text by the rules of JSON for protobuf, and numbers in practice.
        if let number = value.integer ?? value.text.flatMap(Int64.init) { attributes.add(key, .integer(number)) }
      } else if let value = any["doubleValue"] {
        if let number = value.number ?? value.text.flatMap(Double.init) { attributes.add(key, .double(number)) }
      } else if let flag = any["boolValue"]?.flag {
        attributes.add(key, .flag(flag))
      }
    }
    self = attributes
  }

  /// Adds those of an object of plain values that are read.
  mutating func add(object: JSONValue) {
    var attributes = self
    object.forEachMember { name, value in
      guard let key = TelemetryKey(name: name) else { return }
      if let text = value.bytes {
        attributes.add(key, TelemetryValue(text: text))
      } else if let number = value.integer {
        attributes.add(key, .integer(number))
      } else if let number = value.number {
        attributes.add(key, .double(number))
      } else if let flag = value.flag {
        attributes.add(key, .flag(flag))
      }
    }
    self = attributes
  }
}

extension JSONValue {
  /// The bytes of a trace's or a span's id: hexadecimal, or base64 as writers have it that follow the general rules for
  /// protobuf; what is neither stands for itself.
  func identifier(count: Int) -> [UInt8]? {
    guard var text = bytes, !text.isEmpty, text.count <= 64 else { return nil }
    if text.count > 2, text[0] == UInt8(ascii: "0"), text[1] | 0x20 == UInt8(ascii: "x") {
      text = UnsafeBufferPointer(rebasing: text.dropFirst(2))
    }
    if text.count == 2 * count, let bytes = [UInt8](hex: text) { return bytes }
    if let bytes = [UInt8](base64: text), bytes.count == count { return bytes }
    return Array(text)
  }

  /// Nanoseconds since the epoch, as text or number.
  fileprivate var nanoseconds: UInt64? {
    if let text { return UInt64(text) }
    return integer.flatMap { UInt64(exactly: $0) }
  }

  /// The code of a status, as a number, its text, or the name that it has in protobuf.
  fileprivate var statusCode: Int32? {
    if let integer { return Int32(truncatingIfNeeded: integer) }
    if holds("STATUS_CODE_ERROR") { return 2 }
    if holds("STATUS_CODE_OK") { return 1 }
    return text.flatMap(Int32.init)
  }
}

extension [UInt8] {
  /// The bytes that hexadecimal digits stand for; nil if there are other characters.
  fileprivate init?(hex: UnsafeBufferPointer<UInt8>) {
    self = []
    reserveCapacity(hex.count / 2)
    var high: UInt8?
    for character in hex {
      let digit: UInt8
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = character - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = character - UInt8(ascii: "A") + 10
      default: return nil
      }
      if let first = high {
        append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    guard high == nil else { return nil }
  }

  /// The bytes that base64 stands for; nil if there are other characters.
  fileprivate init?(base64 text: UnsafeBufferPointer<UInt8>) {
    self = []
    var bits: UInt32 = 0
    var count = 0
    for character in text {
      let value: UInt8
      switch character {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - UInt8(ascii: "A")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a") + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0") + 52
      case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
      case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
      case UInt8(ascii: "="): continue
      default: return nil
      }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
  }
}
