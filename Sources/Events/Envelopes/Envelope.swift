/// What a collector of logs puts around a line: a container engine, journald, a log shipper, a cloud (article Envelopes).
/// It is taken off before the line is read, three layers at the most.
struct Envelope {
  /// What it is put around.
  enum Content {
    /// A line of an application.
    case text(UnsafeBufferPointer<UInt8>)
    /// The same, put together from parts.
    case bytes([UInt8])
    /// An event that is an object of the same line.
    case object(JSONValue)
    /// Nothing that can be read.
    case nothing
  }

  /// A line that was cut into several.
  struct Piece {
    /// Lines of different streams are cut and mixed independently.
    var stream: String
    /// False if another piece follows.
    var isLast: Bool
  }

  var content: Content
  /// Nil for whole lines.
  var piece: Piece?
  /// When the line was written, for records that do not tell.
  var time: Timestamp?
  var names = WrapperNames()
  /// It holds the lines of an application, whatever they are: text that is no event is nothing wrong.
  var holdsAnyText = true

  /// The most layers that are taken off.
  static let maximumDepth = 3
  /// The most bytes of a line that is put together from pieces.
  static let longestJoined = 64 << 20
  /// How many bytes Docker cuts a line after. Of the pieces the last one alone ends with a line feed.
  static let dockerPiece = 16 << 10

  /// Opens an object that is no event itself; nil if it is no envelope. With `isFixed`, a format was asked for, so that
  /// also the text of a log message may be an event.
  static func open(_ object: JSONValue, isFixed: Bool) -> Envelope? {
    journal(object) ?? docker(object) ?? carrier(object, isFixed: isFixed)
  }

  // MARK: Docker

  private static func docker(_ object: JSONValue) -> Envelope? {
    guard let log = object["log"]?.bytes, let stream = object["stream"]?.text, object["time"]?.isString == true else {
      return nil
    }
    var isPlain = true
    object.forEachMember { name, _ in
      if !["log", "stream", "time", "attrs"].contains(where: { name.count == $0.utf8CodeUnitCount && name.holds($0) }) {
        isPlain = false
      }
    }
    guard isPlain else { return nil }
    var envelope = Envelope(content: .text(log.withoutLineFeed), time: object["time"]?.time)
    let isWhole = log.last == UInt8(ascii: "\n") || log.looksLikeObject && log.count < dockerPiece
    envelope.piece = Piece(stream: stream, isLast: isWhole)
    envelope.names[.container] = object["attrs"]?.first("tag", "name")?.text
    return envelope
  }

  // MARK: journald

  private static func journal(_ object: JSONValue) -> Envelope? {
    guard object.first("__REALTIME_TIMESTAMP", "__CURSOR", "_TRANSPORT", "_BOOT_ID", "__MONOTONIC_TIMESTAMP") != nil
    else { return nil }
    var envelope = Envelope(content: .nothing)
    if let message = object["MESSAGE"] {
      if let text = message.bytes {
        envelope.content = .text(text.withoutLineFeed)
      } else if let bytes = message.byteValues {
        envelope.content = .bytes(bytes)
      } else if let first = message.firstElement?.bytes {
        envelope.content = .text(first.withoutLineFeed)
      }
    }
    if let micros = object["__REALTIME_TIMESTAMP"]?.decimal, micros > 0, micros < 9e18 {
      envelope.time = Timestamp(microseconds: Int64(micros))
    }
    envelope.names[.unit] = object.first("_SYSTEMD_UNIT", "_SYSTEMD_USER_UNIT", "UNIT")?.text
    envelope.names[.container] = object["CONTAINER_NAME"]?.text
    envelope.names[.service] = object["SYSLOG_IDENTIFIER"]?.text
    if object["CONTAINER_PARTIAL_MESSAGE"]?.condition == true, let id = object["CONTAINER_PARTIAL_ID"]?.text {
      envelope.piece = Piece(stream: id, isLast: object["CONTAINER_PARTIAL_LAST"]?.condition == true)
    } else if let stream = object["_STREAM_ID"]?.text {
      envelope.piece = Piece(stream: stream, isLast: object["_LINE_BREAK"]?.holds("line-max") != true)
    }
    return envelope
  }

  // MARK: Log shippers, clouds, loggers

  private static func carrier(_ object: JSONValue, isFixed: Bool) -> Envelope? {
    var envelope = Envelope(content: .nothing)
    envelope.time = object.first("time", "timestamp", "@timestamp", "date", "receiveTimestamp")?.time
    let kubernetes = object["kubernetes"]
    envelope.names[.container] = (object["container_name"] ?? kubernetes?["container_name"])?.text
    envelope.names[.pod] = kubernetes?["pod_name"]?.text
    let labels = object["resource"]?["labels"]
    if labels?.isObject == true {
      envelope.names[.container] = labels?["container_name"]?.text
      envelope.names[.pod] = labels?["pod_name"]?.text
    }
    if object["partial_message"]?.condition == true, let id = object["partial_id"]?.text {
      envelope.piece = Piece(stream: id, isLast: object["partial_last"]?.condition == true)
    } else if object["_partial"]?.flag != nil {
      envelope.piece = Piece(stream: object["stream"]?.text ?? "", isLast: object["_partial"]?.flag != true)
    }
    if let payload = object["jsonPayload"], payload.isObject {
      envelope.content = .object(payload)
      return envelope
    }
    let shipper: [StaticString] = [
      "stream", "time", "date", "container_id", "container_name", "kubernetes", "source", "timestamp", "@timestamp",
      "tag",
    ]
    let isShipped = shipper.contains { object[$0] != nil }
    if let log = object["log"] {
      envelope.holdsAnyText = isShipped
      if log.isObject {
        envelope.content = .object(log)
        return envelope
      }
      if let text = log.bytes {
        envelope.content = .text(text.withoutLineFeed)
        return isShipped || text.looksLikeObject ? envelope : nil
      }
    }
    if let text = object["textPayload"]?.bytes, object["logName"] != nil {
      envelope.content = .text(text.withoutLineFeed)
      return envelope
    }
    for key: StaticString in ["message", "msg"] {
      guard let message = object[key] else { continue }
      envelope.holdsAnyText = isFixed
      if message.isObject {
        envelope.content = .object(message)
        return envelope
      }
      guard isFixed, let text = message.bytes else { continue }
      envelope.content = .text(text.withoutLineFeed)
      return envelope
    }
    return nil
  }

  // MARK: Kubernetes

  /// Opens a line of Kubernetes' container runtime interface, `TIME STREAM TAGS TEXT`; nil if it is none.
  static func open(cri line: UnsafeBufferPointer<UInt8>) -> Envelope? {
    guard let first = line.first, first &- 0x30 < 10 else { return nil }
    let fields = line.split(separator: 0x20, maxSplits: 3, omittingEmptySubsequences: false)
    guard fields.count >= 3 else { return nil }
    let stream = UnsafeBufferPointer(rebasing: fields[1])
    guard stream.count == 6, stream.holds("stdout") || stream.holds("stderr"),
      let time = Timestamp(isoBytes: UnsafeBufferPointer(rebasing: fields[0])),
      let tag = fields[2].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).first, tag.count == 1,
      tag.first == UInt8(ascii: "P") || tag.first == UInt8(ascii: "F")
    else { return nil }
    let text = fields.count == 4 ? UnsafeBufferPointer(rebasing: fields[3]) : UnsafeBufferPointer(start: nil, count: 0)
    var envelope = Envelope(content: .text(text.withoutCarriageReturn), time: time)
    envelope.piece = Piece(
      stream: String(decoding: stream, as: UTF8.self), isLast: tag.first == UInt8(ascii: "F"))
    return envelope
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Without the line feed at its end, and a carriage return before it.
  var withoutLineFeed: UnsafeBufferPointer<UInt8> {
    guard last == UInt8(ascii: "\n") else { return self }
    return UnsafeBufferPointer(rebasing: dropLast()).withoutCarriageReturn
  }

  var withoutCarriageReturn: UnsafeBufferPointer<UInt8> {
    last == UInt8(ascii: "\r") ? UnsafeBufferPointer(rebasing: dropLast()) : self
  }

  /// True if it begins and ends as an object does.
  var looksLikeObject: Bool {
    first { $0 > 0x20 } == UInt8(ascii: "{") && last { $0 > 0x20 } == UInt8(ascii: "}")
  }
}

extension JSONValue {
  /// The bytes that a list of numbers stands for; nil for anything else.
  fileprivate var byteValues: [UInt8]? {
    guard isArray else { return nil }
    var bytes: [UInt8] = []
    var isOfBytes = true
    forEachElement { element in
      if let byte = element.integer.flatMap({ UInt8(exactly: $0) }) { bytes.append(byte) } else { isOfBytes = false }
    }
    return isOfBytes && !bytes.isEmpty ? bytes : nil
  }
}
