import Events
import Glibc

/// A gzip file, which is read once: its bytes are the decompressed ones.
final class GzipContent: FileContent {
  private let descriptor: Int32
  private var reader: GzipReader?
  private(set) var storedSize: UInt64
  private(set) var modified: Int64
  // The first bytes on disk when the beginning was last read.
  private var head: [UInt8] = []
  // Where reading ended, without a reader to go on with.
  private var end: (place: UInt64, consumed: UInt64)?
  private var scratch: [UInt8] = []

  /// How much is decompressed at the most by one call on the way to a place.
  private static let piece = 16 << 20

  init(_ descriptor: Int32, about: stat) {
    self.descriptor = descriptor
    storedSize = UInt64(about.st_size)
    modified = about.modified
  }

  var place: UInt64? { reader?.produced ?? (end.map { $0.consumed == storedSize ? $0.place : nil } ?? nil) }
  var readable: UInt64 {
    guard let reader, !(reader.isBetween && reader.consumed == storedSize) else { return 0 }
    return .max
  }
  var isWhole: Bool {
    if let reader { return reader.isBetween && reader.consumed >= storedSize }
    return end.map { $0.consumed == storedSize } ?? false
  }

  var left: UInt64 {
    guard let reader, !isWhole else { return 0 }
    let rest = storedSize - min(storedSize, reader.consumed)
    // What is left then is the checksum.
    guard rest > 8 else { return 0 }
    guard reader.consumed > 0, reader.produced > 0 else { return rest }
    return UInt64(Double(rest) * Double(reader.produced) / Double(reader.consumed))
  }

  /// The size that the last member says it has, modulo 2^32.
  var size: UInt64 {
    guard storedSize >= 18, let last = try? bytes(of: descriptor, at: storedSize - 4, count: 4), last.count == 4
    else { return 0 }
    return last.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  // Taken at its word where that agrees with the offset, so that what was read to its end is not decompressed again.
  func hasMore(than offset: UInt64) -> Bool { size != offset & 0xffff_ffff }

  func look() throws(ContentFailure) {
    let about = try status(of: descriptor)
    (storedSize, modified) = (UInt64(about.st_size), about.modified)
  }

  func beginning() throws(ContentFailure) -> [UInt8] {
    head = try bytes(of: descriptor, at: 0, count: Fingerprint.most)
    let reader = try GzipReader(descriptor, bufferSize: 4096)
    var beginning = [UInt8](repeating: 0, count: Fingerprint.most)
    let count = try beginning.withUnsafeMutableBufferPointer { (space) throws(ContentFailure) in
      try reader.read(into: UnsafeMutableRawBufferPointer(space))
    }
    beginning.removeLast(beginning.count - count)
    return beginning
  }

  // Its decompressed beginning cannot change unless the compressed one does.
  func isSame(_ beginning: [UInt8]) throws(ContentFailure) -> Bool {
    try bytes(of: descriptor, at: 0, count: head.count) == head
  }

  func approach(_ offset: UInt64) throws(ContentFailure) -> Approach {
    if reader == nil, offset > 0, !hasMore(than: offset) {
      end = (offset, storedSize)
      return .arrived(atLine: true)
    }
    let reader: GzipReader
    if let open = self.reader, open.produced <= offset { reader = open } else { reader = try GzipReader(descriptor) }
    self.reader = reader
    end = nil
    if scratch.isEmpty { scratch = [UInt8](repeating: 0, count: 1 << 16) }
    var rest = Self.piece
    while reader.produced < offset {
      guard rest > 0 else { return .underWay }
      let wanted = Int(min(UInt64(scratch.count), offset - reader.produced))
      let count = try scratch.withUnsafeMutableBufferPointer { (space) throws(ContentFailure) in
        try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(space)[..<wanted]))
      }
      rest -= max(1, count)
      if count == 0 {
        guard reader.isBetween else { return .stuck }
        break
      }
    }
    scratch = []
    return .arrived(atLine: reader.isAtLine)
  }

  func read(into space: UnsafeMutableRawBufferPointer) throws(ContentFailure) -> Int {
    try reader?.read(into: space) ?? 0
  }

  func rest() {
    if let reader { end = (reader.produced, reader.consumed) }
    reader = nil
    scratch = []
  }
}
