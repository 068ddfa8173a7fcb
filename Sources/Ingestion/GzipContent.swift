import Events
import Glibc

/// A gzip file, which is read once: its bytes are the decompressed ones.
final class GzipContent: FileContent {
  private let file: OpenFile
  private var reader: GzipReader?
  private(set) var storedSize: UInt64
  private(set) var modified: Int64
  // The first bytes on disk when the beginning was last read.
  private var head: [UInt8] = []
  // Where reading ended, without a reader to go on with.
  private var end: (place: UInt64, consumed: UInt64)?
  private var scratch: [UInt8] = []
  // The last KiB before where the reader is.
  private var window: [UInt8] = []
  private(set) var before: [UInt8] = []

  /// How much is decompressed at the most by one call on the way to a place.
  private static let piece = 16 << 20

  init(_ file: OpenFile, about: stat) {
    self.file = file
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
    guard storedSize >= 18, let last = try? file.bytes(at: storedSize - 4, count: 4), last.count == 4
    else { return 0 }
    return last.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  // Taken at its word where that agrees with the offset, so that what was read to its end is not decompressed again.
  func hasMore(than offset: UInt64) -> Bool { size != offset & 0xffff_ffff }

  func look() throws(ContentFailure) {
    let about = try file.status()
    (storedSize, modified) = (UInt64(about.st_size), about.modified)
  }

  func beginning() throws(ContentFailure) -> [UInt8] {
    head = try file.bytes(at: 0, count: Fingerprint.most)
    let reader = try GzipReader(file, bufferSize: 4096)
    var beginning = [UInt8](repeating: 0, count: Fingerprint.most)
    let count = try beginning.withUnsafeMutableBufferPointer { (space) throws(ContentFailure) in
      try reader.read(into: UnsafeMutableRawBufferPointer(space))
    }
    beginning.removeLast(beginning.count - count)
    return beginning
  }

  // Its decompressed beginning cannot change unless the compressed one does.
  func isSame(_ beginning: [UInt8]) throws(ContentFailure) -> Bool {
    try file.bytes(at: 0, count: head.count) == head
  }

  // Decompresses as far as that at one go: this is asked once for a file that was not read before under this number.
  func bytes(before offset: UInt64, count: Int) throws(ContentFailure) -> [UInt8] {
    while try approach(offset) == .underWay {}
    return place == offset ? window.suffix(count) : []
  }

  func approach(_ offset: UInt64) throws(ContentFailure) -> Approach {
    if reader == nil, offset > 0, !hasMore(than: offset) {
      end = (offset, storedSize)
      return .arrived(atLine: true)
    }
    let reader: GzipReader
    if let open = self.reader, open.produced <= offset { reader = open } else { reader = try GzipReader(file) }
    if reader !== self.reader { window = [] }
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
      scratch.withUnsafeBytes { pass(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
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
    guard let reader else { return 0 }
    before = window
    let count = try reader.read(into: space)
    pass(UnsafeRawBufferPointer(rebasing: space[..<count]))
    return count
  }

  // The reader went on by these bytes.
  private func pass(_ bytes: UnsafeRawBufferPointer) {
    window.append(contentsOf: bytes.suffix(Fingerprint.most))
    if window.count > Fingerprint.most { window.removeFirst(window.count - Fingerprint.most) }
  }

  func rest() {
    if let reader { end = (reader.produced, reader.consumed) }
    reader = nil
    scratch = []
    (window, before) = ([], [])
  }
}
