import Events
import Monitoring

/// The last outcomes of a wrapper as bytes, a byte for the version of the form first.
enum OutcomesCoding {
  private static let version: UInt8 = 1

  static func bytes(of outcomes: [RecentOutcomes.Outcome]) -> [UInt8] {
    var writer = ByteWriter()
    writer.byte(version)
    writer.number(UInt64(outcomes.count))
    for outcome in outcomes {
      writer.signed(outcome.end.microseconds)
      writer.byte(outcome.error == nil ? 0 : 1)
      if let error = outcome.error { writer.text(error) }
    }
    return writer.bytes
  }

  static func outcomes(from bytes: some Collection<UInt8>) throws(MalformedBytes) -> [RecentOutcomes.Outcome] {
    var reader = ByteReader(bytes)
    guard try reader.byte() == version else { throw MalformedBytes() }
    var outcomes: [RecentOutcomes.Outcome] = []
    for _ in 0..<(try reader.count(ofAtLeast: 2)) {
      let end = Timestamp(microseconds: try reader.signed())
      outcomes.append(RecentOutcomes.Outcome(end: end, error: try reader.byte() == 0 ? nil : try reader.text()))
    }
    return outcomes
  }
}

/// Keys of operations as bytes, 16 each.
enum KeyCoding {
  static let size = 16

  static func bytes(of keys: some Collection<OperationKey>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(keys.count * size)
    for key in keys {
      withUnsafeBytes(of: key.high.littleEndian) { bytes.append(contentsOf: $0) }
      withUnsafeBytes(of: key.low.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  /// Appends what `bytes` hold.
  static func append(_ bytes: UnsafeRawBufferPointer, to keys: inout [OperationKey]) throws(MalformedBytes) {
    guard bytes.count.isMultiple(of: size) else { throw MalformedBytes() }
    for at in stride(from: 0, to: bytes.count, by: size) {
      keys.append(
        OperationKey(
          high: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)),
          low: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self))))
    }
  }
}

/// The positions of a source as bytes, a byte for the version of the form first.
enum PositionsCoding {
  private static let version: UInt8 = 1

  static func bytes(of positions: some Collection<Position>) -> [UInt8] {
    var writer = ByteWriter()
    writer.byte(version)
    writer.number(UInt64(positions.count))
    for position in positions {
      writer.number(position.device)
      writer.number(position.inode)
      writer.fixed(position.fingerprint.hash)
      writer.number(UInt64(position.fingerprint.length))
      writer.number(position.offset)
    }
    return writer.bytes
  }

  static func positions(from bytes: some Collection<UInt8>) throws(MalformedBytes) -> [Position] {
    var reader = ByteReader(bytes)
    guard try reader.byte() == version else { throw MalformedBytes() }
    var positions: [Position] = []
    for _ in 0..<(try reader.count(ofAtLeast: 12)) {
      let device = try reader.number()
      let inode = try reader.number()
      var fingerprint = Fingerprint.empty
      fingerprint.hash = try reader.fixed()
      let length = try reader.number()
      guard length <= UInt64(Fingerprint.most) else { throw MalformedBytes() }
      fingerprint.length = Int(length)
      positions.append(
        Position(device: device, inode: inode, fingerprint: fingerprint, offset: try reader.number()))
    }
    return positions
  }
}
