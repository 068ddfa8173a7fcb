import Events
import Monitoring

/// The last outcomes of a wrapper as bytes, a byte for the version of the form first.
enum OutcomesCoding {
  private static let version: UInt8 = 1

  static func bytes(of outcomes: [RecentOutcomes.Outcome]) -> [UInt8] {
    var writer = ByteWriter()
    writer.byte(version)
    writer.count(outcomes.count)
    for outcome in outcomes {
      writer.time(outcome.end)
      writer.byte(outcome.error == nil ? 0 : 1)
      if let error = outcome.error { writer.text(error) }
    }
    return writer.bytes
  }

  static func outcomes(
    from bytes: some Collection<UInt8>
  ) throws(ByteReader.Damage) -> [RecentOutcomes.Outcome] {
    var reader = ByteReader(Array(bytes)[...])
    guard try reader.byte() == version else { throw ByteReader.Damage() }
    var outcomes: [RecentOutcomes.Outcome] = []
    for _ in 0..<(try reader.count(limit: .max)) {
      let end = try reader.time()
      outcomes.append(
        RecentOutcomes.Outcome(end: end, error: try reader.byte() == 0 ? nil : try reader.redactedText()))
    }
    return outcomes
  }
}

/// The key of an operation as 16 bytes.
enum KeyCoding {
  static func bytes(of key: OperationKey) -> [UInt8] {
    var writer = ByteWriter()
    writer.fixed(key.high)
    writer.fixed(key.low)
    return writer.bytes
  }

  static func key(from bytes: some Collection<UInt8>) throws(ByteReader.Damage) -> OperationKey {
    var reader = ByteReader(Array(bytes)[...])
    let key = OperationKey(high: try reader.fixed(), low: try reader.fixed())
    guard reader.isAtEnd else { throw ByteReader.Damage() }
    return key
  }
}

/// Remembered ids as bytes.
enum RememberedIDCoding {
  /// How the ids of a row are encoded.
  enum Form: Int {
    /// Versions 1 and 2: fingerprints of ids alone, 16 bytes each.
    case idOnly = 0
    /// 24 bytes each.
    case operation = 1

    var size: Int {
      switch self {
      case .idOnly: 16
      case .operation: 24
      }
    }
  }

  static func bytes(of ids: some Collection<RememberedID>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(ids.count * Form.operation.size)
    for id in ids {
      for word in [id.high, id.low, id.times] {
        withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
      }
    }
    return bytes
  }

  /// Appends what `bytes` hold.
  static func append(
    _ bytes: UnsafeRawBufferPointer, _ form: Form, to ids: inout [RememberedID]
  ) throws(ByteReader.Damage) {
    guard bytes.count.isMultiple(of: form.size) else { throw ByteReader.Damage() }
    func word(_ offset: Int) -> UInt64 {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    for at in stride(from: 0, to: bytes.count, by: form.size) {
      switch form {
      case .idOnly: ids.append(RememberedID(idOnly: OperationKey(high: word(at), low: word(at + 8))))
      case .operation: ids.append(RememberedID(high: word(at), low: word(at + 8), times: word(at + 16)))
      }
    }
  }
}

/// The metrics of an operation under way as bytes, a byte for the version of the form first.
enum HeldMetricsCoding {
  private static let version: UInt8 = 1

  static func bytes(of metrics: [HeldMetric]) -> [UInt8] {
    var writer = ByteWriter()
    writer.byte(version)
    writer.count(metrics.count)
    for metric in metrics {
      writer.text(metric.name)
      writer.byte(metric.origin.rawValue)
      writer.signed(Int128(metric.billionths))
      switch metric.value {
      case .number(let number):
        writer.byte(0)
        writer.real(number)
      case .flag(let flag): writer.byte(flag ? 2 : 1)
      case .text(let text):
        writer.byte(3)
        writer.text(text)
      }
    }
    return writer.bytes
  }

  static func metrics(from bytes: some Collection<UInt8>) throws(ByteReader.Damage) -> [HeldMetric] {
    var reader = ByteReader(Array(bytes)[...])
    guard try reader.byte() == version else { throw ByteReader.Damage() }
    var metrics: [HeldMetric] = []
    for _ in 0..<(try reader.count(limit: .max)) {
      let name = try reader.text(limit: .max)
      guard let origin = Metric.Origin(rawValue: try reader.byte()),
        let billionths = Int64(exactly: try reader.signed())
      else { throw ByteReader.Damage() }
      let value: MetricValue.Value =
        switch try reader.byte() {
        case 0: .number(try reader.real())
        case 1: .flag(false)
        case 2: .flag(true)
        case 3: .text(try reader.text(limit: .max))
        default: throw ByteReader.Damage()
        }
      metrics.append(HeldMetric(name: name, origin: origin, value: value, billionths: billionths))
    }
    guard reader.isAtEnd else { throw ByteReader.Damage() }
    return metrics
  }
}

/// The positions of a source as bytes, a byte for the version of the form first. Version 1 has no marks.
enum PositionsCoding {
  private static let version: UInt8 = 2

  static func bytes(of positions: some Collection<Position>) -> [UInt8] {
    var writer = ByteWriter()
    writer.byte(version)
    writer.count(positions.count)
    for position in positions {
      writer.varint(position.device)
      writer.varint(position.inode)
      writer.fingerprint(position.fingerprint)
      writer.varint(position.offset)
      writer.count(position.marks.count)
      for mark in position.marks {
        writer.varint(mark.offset)
        writer.fingerprint(mark.before)
      }
    }
    return writer.bytes
  }

  static func positions(from bytes: some Collection<UInt8>) throws(ByteReader.Damage) -> [Position] {
    var reader = ByteReader(Array(bytes)[...])
    let version = try reader.byte()
    guard (1...Self.version).contains(version) else { throw ByteReader.Damage() }
    var positions: [Position] = []
    for _ in 0..<(try reader.count(limit: .max)) {
      let device = try reader.varint()
      let inode = try reader.varint()
      let fingerprint = try reader.fingerprint()
      var position = Position(
        device: device, inode: inode, fingerprint: fingerprint, offset: try reader.varint())
      if version > 1 {
        for _ in 0..<(try reader.count(limit: Mark.most)) {
          position.marks.append(Mark(offset: try reader.varint(), before: try reader.fingerprint()))
        }
      }
      positions.append(position)
    }
    return positions
  }
}

extension ByteWriter {
  fileprivate mutating func fingerprint(_ value: Fingerprint) {
    fixed(value.hash)
    varint(UInt64(value.length))
  }
}

extension ByteReader {
  fileprivate mutating func fingerprint() throws(Damage) -> Fingerprint {
    let hash = try fixed()
    let length = try varint()
    guard length <= UInt64(Fingerprint.most) else { throw Damage() }
    return Fingerprint(hash: hash, length: Int(length))
  }
}

extension ByteWriter {
  mutating func time(_ value: Timestamp) { fixed(UInt64(bitPattern: value.microseconds)) }

  /// Any number, also one that is none.
  mutating func real(_ value: Double) { fixed(value.bitPattern) }

  mutating func pricing(_ value: Pricing) {
    switch value {
    case .none: byte(0)
    case .unpriced(let tokens):
      byte(1)
      varint(tokens)
    case .estimated(let cost):
      byte(2)
      for part in [cost.input, cost.cacheRead, cost.cacheWrite, cost.output, cost.requests] { signed(part) }
    }
  }
}

extension ByteReader {
  mutating func time() throws(Damage) -> Timestamp { Timestamp(microseconds: Int64(bitPattern: try fixed())) }

  mutating func real() throws(Damage) -> Double { Double(bitPattern: try fixed()) }

  mutating func pricing() throws(Damage) -> Pricing {
    switch try byte() {
    case 0: return .none
    case 1: return .unpriced(tokens: try varint())
    case 2:
      return .estimated(
        CostEstimate(
          input: try signed64(), cacheRead: try signed64(), cacheWrite: try signed64(), output: try signed64(),
          requests: try signed64()))
    default: throw Damage()
    }
  }
}
