import Events
import Glibc
import SystemFiles

/// Why the bytes of a file cannot be had.
enum ContentFailure: Error, Equatable {
  case system(SystemError)
  /// Compressed data cannot be understood from byte `offset` of the file on; `problem` is the end of a sentence that
  /// begins with the file.
  case damaged(offset: UInt64, problem: String)
}

/// The bytes of an open file as its lines count them: as they stand there, or decompressed.
protocol FileContent: AnyObject {
  /// Learns anew how much there is.
  func look() throws(ContentFailure)
  /// The first bytes as they are now, at most `Fingerprint.most`.
  func beginning() throws(ContentFailure) -> [UInt8]
  /// As many as `count` bytes that stand before `offset`; fewer if fewer come before it, none if the content ends earlier.
  func bytes(before offset: UInt64, count: Int) throws(ContentFailure) -> [UInt8]
  /// True if what was read still stands in the file, of which `beginning` was the beginning.
  func isSame(_ beginning: [UInt8]) throws(ContentFailure) -> Bool

  /// Goes on to `offset`, or to the end before it, in pieces of a bounded size.
  func approach(_ offset: UInt64) throws(ContentFailure) -> Approach
  /// Reads from where the last approach or reading ended.
  func read(into space: UnsafeMutableRawBufferPointer) throws(ContentFailure) -> Int
  /// The bytes before what was read last, as they were then: a KiB, or as many as there are.
  var before: [UInt8] { get }
  /// Lets go of what reading needs; nil costs another approach.
  func rest()

  /// Where reading goes on; nil before an approach to it.
  var place: UInt64? { get }
  /// How many bytes can be read at once from `place` on; 0 if there are none.
  var readable: UInt64 { get }
  /// About how many bytes there are behind `place`.
  var left: UInt64 { get }
  /// There is nothing behind `place`, and the file may end there.
  var isWhole: Bool { get }
  /// How many bytes there are; in compressed files it is what the file itself says.
  var size: UInt64 { get }
  /// When the file was last written to, in nanoseconds since the epoch.
  var modified: Int64 { get }
  /// How many bytes the file has on disk.
  var storedSize: UInt64 { get }
  /// True unless the content ends at `offset`.
  func hasMore(than offset: UInt64) -> Bool
}

/// How far an approach came.
enum Approach: Equatable {
  /// At the place, or at the end before it; whether a line begins there.
  case arrived(atLine: Bool)
  case underWay
  /// There is nothing more to read, but the file cannot end here.
  case stuck
}

/// A plain file.
final class PlainContent: FileContent {
  private let file: OpenFile
  /// Where reading ends; nil to follow.
  private let limit: UInt64?
  private(set) var size: UInt64
  private(set) var modified: Int64
  private(set) var place: UInt64?
  private(set) var before: [UInt8] = []

  init(_ file: OpenFile, about: stat, limit: UInt64?) {
    self.file = file
    size = UInt64(about.st_size)
    modified = about.modified
    self.limit = limit
  }

  var readable: UInt64 { left }
  var left: UInt64 {
    let end = min(size, limit ?? size)
    guard let place, end > place else { return 0 }
    return end - place
  }
  var isWhole: Bool { left == 0 }
  var storedSize: UInt64 { size }
  func hasMore(than offset: UInt64) -> Bool { size > offset }
  func rest() { before = [] }

  func look() throws(ContentFailure) {
    let about = try file.status()
    (size, modified) = (UInt64(about.st_size), about.modified)
  }

  func beginning() throws(ContentFailure) -> [UInt8] { try file.bytes(at: 0, count: Fingerprint.most) }

  func bytes(before offset: UInt64, count: Int) throws(ContentFailure) -> [UInt8] {
    let count = Int(min(UInt64(count), offset))
    let bytes = try file.bytes(at: offset - UInt64(count), count: count)
    return bytes.count == count ? bytes : []
  }

  func isSame(_ beginning: [UInt8]) throws(ContentFailure) -> Bool {
    try file.bytes(at: 0, count: beginning.count) == beginning
  }

  func approach(_ offset: UInt64) throws(ContentFailure) -> Approach {
    place = offset
    guard offset > 0 else { return .arrived(atLine: true) }
    // A zero byte is of a hole, which ends where a line begins.
    return .arrived(atLine: try file.bytes(at: offset - 1, count: 1).first.map { $0 == 10 || $0 == 0 } ?? true)
  }

  // At one go with what stands before it, so that both are of the same content.
  func read(into space: UnsafeMutableRawBufferPointer) throws(ContentFailure) -> Int {
    guard let place else { return 0 }
    let most = UnsafeMutableRawBufferPointer(rebasing: space[..<min(space.count, Int(left))])
    let known = Int(min(UInt64(Fingerprint.most), place))
    if before.count != known { before = [UInt8](repeating: 0, count: known) }
    let count = try before.withUnsafeMutableBufferPointer { (before) throws(ContentFailure) in
      try file.read(into: [UnsafeMutableRawBufferPointer(before), most], at: place - UInt64(known))
    }
    let read = max(0, count - known)
    self.place = place + UInt64(read)
    return read
  }
}

extension OpenFile {
  /// What the system says of the file.
  func status() throws(ContentFailure) -> stat {
    var about = stat()
    guard fstat(descriptor, &about) == 0 else { throw .system(.last) }
    return about
  }

  /// The `count` bytes from `offset` on; fewer at the end.
  func bytes(at offset: UInt64, count: Int) throws(ContentFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = try bytes.withUnsafeMutableBufferPointer { (space) throws(ContentFailure) in
      try self.read(into: [UnsafeMutableRawBufferPointer(space)], at: offset)
    }
    bytes.removeLast(count - read)
    return bytes
  }

  /// Reads into one space after the other, from a place in the file on; 0 at the end.
  func read(into spaces: [UnsafeMutableRawBufferPointer], at offset: UInt64) throws(ContentFailure) -> Int {
    let vectors = spaces.map { iovec(iov_base: $0.baseAddress, iov_len: $0.count) }
    while true {
      let count = preadv(descriptor, vectors, Int32(vectors.count), off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw .system(.last) }
    }
  }
}
