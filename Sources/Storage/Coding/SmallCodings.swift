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
  static func append(_ bytes: UnsafeRawBufferPointer, to keys: inout [OperationKey]) throws(ByteReader.Damage) {
    guard bytes.count.isMultiple(of: size) else { throw ByteReader.Damage() }
    for at in stride(from: 0, to: bytes.count, by: size) {
      keys.append(
        OperationKey(
          high: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)),
          low: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self))))
    }
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
