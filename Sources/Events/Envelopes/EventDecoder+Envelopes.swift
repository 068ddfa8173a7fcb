import CEventDecoder

// Lines in envelopes (article Envelopes).
extension EventDecoder {
  // A line that is no object.
  mutating func decodeText(_ line: Line) -> Bool {
    if let envelope = Envelope.open(cri: line.bytes) { return open(envelope, of: line, depth: 0) }
    guard options.format != nil || foreign.hasMetRecords, line.bytes.first(where: { $0 > 0x20 }) != UInt8(ascii: "["),
      ced_is_utf8(line.bytes.baseAddress, line.bytes.count)
    else { return false }
    skip()
    return true
  }

  mutating func open(_ envelope: Envelope, of line: Line, depth: Int) -> Bool {
    foreign.envelopes.append(envelope)
    foreign.comesFirst = true
    switch envelope.content {
    case .nothing:
      skip()
      return true
    case .object(let object):
      return decodeInner(object, of: line, depth: depth + 1, holdsAnyText: envelope.holdsAnyText)
    case .text(let text): return join(text, envelope, of: line, depth: depth)
    case .bytes(let bytes):
      return (bytes + Self.padding).withUnsafeBufferPointer {
        join(UnsafeBufferPointer(rebasing: $0.prefix(bytes.count)), envelope, of: line, depth: depth)
      }
    }
  }

  private static let padding = [UInt8](repeating: 0, count: Chunk.padding)

  // Puts pieces together; whole lines are read where they stand.
  private mutating func join(
    _ text: UnsafeBufferPointer<UInt8>, _ envelope: Envelope, of line: Line, depth: Int
  ) -> Bool {
    guard let piece = envelope.piece, !piece.isLast || foreign.pieces[piece.stream] != nil else {
      return decodeInner(text, of: line, depth: depth + 1)
    }
    foreign.pieces[piece.stream, default: []] += text
    if foreign.pieces[piece.stream, default: []].count > Envelope.longestJoined {
      foreign.pieces[piece.stream] = nil
      reject(Fault(reason: .lineTooLong), line.bytes, offset: line.offset)
      return true
    }
    guard piece.isLast, let joined = foreign.pieces.removeValue(forKey: piece.stream) else { return true }
    return decode(joined: joined, of: line, depth: depth + 1)
  }

  private mutating func decode(joined: [UInt8], of line: Line, depth: Int) -> Bool {
    (joined + Self.padding).withUnsafeBufferPointer {
      decodeInner(UnsafeBufferPointer(rebasing: $0.prefix(joined.count)), of: line, depth: depth)
    }
  }

  /// Reads what is left of lines whose last pieces never came.
  mutating func finishPieces(offset: UInt64, now: Timestamp) {
    for (_, joined) in foreign.pieces.sorted(by: { $0.key < $1.key }) {
      foreign.envelopes.removeAll()
      (joined + Self.padding).withUnsafeBufferPointer {
        let bytes = UnsafeBufferPointer(rebasing: $0.prefix(joined.count))
        _ = decodeInner(bytes, of: Line(bytes: bytes, offset: offset, now: now), depth: 1)
      }
    }
    foreign.pieces = [:]
  }

  // The line within an envelope: a native record, a foreign one, another envelope, or any text.
  private mutating func decodeInner(_ text: UnsafeBufferPointer<UInt8>, of line: Line, depth: Int) -> Bool {
    guard text.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else {
      if depth == 1, let envelope = Envelope.open(cri: text) { return open(envelope, of: line, depth: depth) }
      skip()
      return true
    }
    if !readsForeignOnly, ced_parser_decode(parser, text.baseAddress, text.count) == CED_OK {
      let reader = LineReader(line: ced_parser_line(parser))
      if reader.has(CED_WRAPPER_NAME) || isStep(reader) {
        decodeNative(reader, Line(bytes: text, offset: line.offset, now: line.now))
        return true
      }
    }
    do throws(Fault) {
      let object = try foreign.parse(text, depth: min(depth, Envelope.maximumDepth))
      if !decode(object, of: line, depth: depth) {
        throw Fault(reason: .missingField, field: name(CED_WRAPPER_NAME))
      }
    } catch {
      // What merely begins like an object is text.
      if error.reason == .notJSON, !text.looksLikeObject { skip() } else { reject(error, text, offset: line.offset) }
    }
    return true
  }

  // An event that is an object of the line around it.
  private mutating func decodeInner(
    _ object: JSONValue, of line: Line, depth: Int, holdsAnyText: Bool
  ) -> Bool {
    if object.first("wrapper_name", "event") != nil {
      var text: [UInt8] = []
      object.write(to: &text)
      return decode(joined: text, of: line, depth: depth)
    }
    return decode(object, of: line, depth: depth)
  }

  // Native records in an envelope have its time where they tell none.
  private mutating func decodeNative(_ reader: LineReader, _ line: Line) {
    let before = batch.events.count
    decodeRecord(reader, line.bytes, offset: line.offset, now: line.now)
    guard batch.events.count > before, let time = foreign.envelopes.last(where: { $0.time != nil })?.time,
      !batch.events[before].flags.contains(.givesTime), batch.events[before].start == nil,
      LineReader.isPossible(time, now: line.now)
    else { return }
    batch.events[before].time = time
    batch.events[before].flags.insert(.givesTime)
  }

  // Documents of many events, as CloudWatch hands them out; false if it is none.
  mutating func decode(events object: JSONValue, of line: Line, depth: Int) -> Bool {
    if object["messageType"]?.holds("CONTROL_MESSAGE") == true {
      skip()
      return true
    }
    let list = object["messageType"]?.holds("DATA_MESSAGE") == true ? object["logEvents"] : object["events"]
    guard depth == 0, let list, list.isArray, list.firstElement?["message"] != nil else { return false }
    foreign.comesFirst = true
    var events: [(text: UnsafeBufferPointer<UInt8>, time: Timestamp?)] = []
    list.forEachElement { event in
      if let text = event["message"]?.bytes { events.append((text.withoutLineFeed, event["timestamp"]?.time)) }
    }
    for event in events {
      foreign.envelopes = [Envelope(content: .text(event.text), time: event.time)]
      _ = decodeInner(event.text, of: line, depth: 1)
    }
    return true
  }
}
