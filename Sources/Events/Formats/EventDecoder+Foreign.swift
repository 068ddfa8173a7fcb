import CEventDecoder
import Secrets

/// What a decoder reads foreign lines with.
struct ForeignReader: ~Copyable {
  /// Foreign lines are tried first: a format is fixed, or the line before was one.
  var comesFirst = false
  /// A foreign record was met in this batch, so that plain text beside them is nothing wrong.
  var hasMetRecords = false
  /// The records of the present line.
  var records = ForeignRecords()
  /// The envelopes around the present line; the innermost is the last one.
  var envelopes: [Envelope] = []
  /// What is there so far of lines that come in pieces, by stream.
  var pieces: [String: [UInt8]] = [:]
  // A document for each layer, since those around it must hold.
  private var first: JSONDocument?
  private var second: JSONDocument?
  private var third: JSONDocument?
  private var fourth: JSONDocument?

  /// The object that a line is within so many envelopes.
  mutating func parse(_ line: UnsafeBufferPointer<UInt8>, depth: Int) throws(Fault) -> JSONValue {
    switch depth {
    case 0: try Self.parse(line, by: &first)
    case 1: try Self.parse(line, by: &second)
    case 2: try Self.parse(line, by: &third)
    default: try Self.parse(line, by: &fourth)
    }
  }

  private static func parse(
    _ line: UnsafeBufferPointer<UInt8>, by document: inout JSONDocument?
  ) throws(Fault) -> JSONValue {
    if document == nil { document = JSONDocument() }
    guard let value = try document?.parse(line) else { throw Fault(reason: .notJSON) }
    return value
  }
}

// Lines of foreign formats (article Formats).
extension EventDecoder {
  /// Decodes a line of a foreign format, or one in an envelope; false if it is neither.
  mutating func decodeForeign(_ line: UnsafeBufferPointer<UInt8>, offset: UInt64, now: Timestamp) -> Bool {
    guard options.format != DecodingOptions.native else { return false }
    foreign.envelopes.removeAll(keepingCapacity: true)
    let whole = Line(bytes: line, offset: offset, now: now)
    guard line.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return decodeText(whole) }
    guard let object = try? foreign.parse(line, depth: 0) else { return false }
    return decode(object, of: whole, depth: 0)
  }

  /// A line of a source, for whoever reads what is within it.
  struct Line {
    let bytes: UnsafeBufferPointer<UInt8>
    let offset: UInt64
    let now: Timestamp
  }

  // An object within so many envelopes; false if it is nothing known.
  mutating func decode(_ object: JSONValue, of line: Line, depth: Int) -> Bool {
    let isFixed = options.format != nil
    if let format = format(of: object) {
      foreign.comesFirst = true
      foreign.hasMetRecords = true
      batch.formats.insert(format.name)
      foreign.records.removeAll()
      format.decode(object, into: &foreign.records)
      take(foreign.records.outcomes, of: format, line.bytes, offset: line.offset, now: line.now)
      return true
    }
    // What a wrapper writes itself is no envelope, whatever it has beside.
    if depth == 0, !isFixed, object.first("wrapper_name", "operation_id") != nil { return false }
    if decode(events: object, of: line, depth: depth) { return true }
    if depth < Envelope.maximumDepth, let envelope = Envelope.open(object, isFixed: isFixed) {
      return open(envelope, of: line, depth: depth)
    }
    guard object.isLogRecord else { return false }
    skip()
    return true
  }

  private func format(of object: JSONValue) -> (any EventFormat)? {
    if let mapping = options.mapping {
      let format = MappingFormat(mapping: mapping)
      return format.recognizes(object) ? format : nil
    }
    guard let fixed = options.format else { return EventFormats.all.first { $0.recognizes(object) } }
    return EventFormats.all.first { $0.name == fixed && $0.recognizes(object) }
  }

  mutating func skip() {
    batch.skipped += 1
    batch.records += 1
  }
}
