/// Who sends telemetry: a service, with those of its attributes that are read.
package struct TelemetryResource: Sendable, Equatable {
  package var attributes: TelemetryAttributes

  package init(attributes: TelemetryAttributes = TelemetryAttributes()) { self.attributes = attributes }
}

/// One span, as plain values, whether it came as JSON or as protobuf.
package struct TelemetrySpan: Sendable, Equatable {
  package var resource: TelemetryResource
  /// Raw bytes; empty if there are none.
  package var traceID: [UInt8] = []
  /// Raw bytes; empty if there are none.
  package var spanID: [UInt8] = []
  package var name = ""
  /// Nanoseconds since the epoch; 0 if not told.
  package var start: UInt64 = 0
  /// Nanoseconds since the epoch; 0 if not told.
  package var end: UInt64 = 0
  package var attributes = TelemetryAttributes()
  /// 0 not set, 1 well, 2 failed.
  package var statusCode: Int32 = 0
  package var statusMessage: String?
  /// `exception.type` and `exception.message` of the last event that has them.
  package var exception = TelemetryAttributes()

  package init(resource: TelemetryResource) { self.resource = resource }
}

/// One log record, as plain values. Its body is not among them: it may be a prompt.
package struct TelemetryLogRecord: Sendable, Equatable {
  package var resource: TelemetryResource
  /// Raw bytes; empty if there are none.
  package var traceID: [UInt8] = []
  /// Raw bytes; empty if there are none.
  package var spanID: [UInt8] = []
  /// Nanoseconds since the epoch; the observed time if the record has no other.
  package var time: UInt64 = 0
  /// 17 and more are errors.
  package var severity: Int32 = 0
  /// The event's name: the field, else the body where that is one (`setName`).
  package var eventName = ""
  package var attributes = TelemetryAttributes()

  package init(resource: TelemetryResource) { self.resource = resource }

  /// Takes a body for the event's name if it is one of those that are read and the record has no other.
  package mutating func setName(body: UnsafeBufferPointer<UInt8>) {
    guard eventName.isEmpty, body.count <= 64 else { return }
    let text = String(decoding: body, as: UTF8.self)
    if Self.prefixes.contains(where: text.hasPrefix) { eventName = text }
  }

  private static let prefixes = ["claude_code.", "codex.", "gemini_cli.", "gen_ai.", "copilot_chat."]
}
