import Events
import Glibc

/// Why the bytes of a file cannot be had.
enum ContentFailure: Error, Equatable {
  /// The system refuses, with this error code.
  case system(Int32)
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
  /// True if what was read still stands in the file, of which `beginning` was the beginning.
  func isSame(_ beginning: [UInt8]) throws(ContentFailure) -> Bool

  /// Goes on to `offset`, or to the end before it, in pieces of a bounded size.
  func approach(_ offset: UInt64) throws(ContentFailure) -> Approach
  /// Reads from where the last approach or reading ended.
  func read(into space: UnsafeMutableRawBufferPointer) throws(ContentFailure) -> Int
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
  let descriptor: Int32
  /// Where reading ends; nil to follow.
  private let limit: UInt64?
  private(set) var size: UInt64
  private(set) var modified: Int64
  private(set) var place: UInt64?

  init(_ descriptor: Int32, about: stat, limit: UInt64?) {
    self.descriptor = descriptor
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
  func rest() {}

  func look() throws(ContentFailure) {
    let about = try status(of: descriptor)
    (size, modified) = (UInt64(about.st_size), about.modified)
  }

  func beginning() throws(ContentFailure) -> [UInt8] { try bytes(of: descriptor, at: 0, count: Fingerprint.most) }

  func isSame(_ beginning: [UInt8]) throws(ContentFailure) -> Bool {
    try bytes(of: descriptor, at: 0, count: beginning.count) == beginning
  }

  func approach(_ offset: UInt64) throws(ContentFailure) -> Approach {
    place = offset
    guard offset > 0 else { return .arrived(atLine: true) }
    return .arrived(atLine: try bytes(of: descriptor, at: offset - 1, count: 1).first.map { $0 == 10 } ?? true)
  }

  func read(into space: UnsafeMutableRawBufferPointer) throws(ContentFailure) -> Int {
    guard let place else { return 0 }
    let most = UnsafeMutableRawBufferPointer(rebasing: space[..<min(space.count, Int(left))])
    let count = try Ingestion.read(descriptor, into: most, at: place)
    self.place = place + UInt64(count)
    return count
  }
}

extension stat {
  /// When the file was last written to, in nanoseconds since the epoch.
  var modified: Int64 { Int64(st_mtim.tv_sec) * 1_000_000_000 + Int64(st_mtim.tv_nsec) }
}

/// What the system says of an open file.
func status(of descriptor: Int32) throws(ContentFailure) -> stat {
  var about = stat()
  guard fstat(descriptor, &about) == 0 else { throw .system(errno) }
  return about
}

/// The `count` bytes of a file from `offset` on; fewer at its end.
func bytes(of descriptor: Int32, at offset: UInt64, count: Int) throws(ContentFailure) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: count)
  let read = try bytes.withUnsafeMutableBufferPointer { (space) throws(ContentFailure) in
    try Ingestion.read(descriptor, into: UnsafeMutableRawBufferPointer(space), at: offset)
  }
  bytes.removeLast(count - read)
  return bytes
}

/// Reads from a place in a file without moving its own reading position; 0 at the end.
func read(_ descriptor: Int32, into space: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(ContentFailure)
  -> Int
{
  while true {
    let count = pread(descriptor, space.baseAddress, space.count, off_t(offset))
    if count >= 0 { return count }
    if errno != EINTR { throw .system(errno) }
  }
}
