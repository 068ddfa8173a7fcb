import Events
import Glibc

/// Which file it is, for as long as it is held open.
struct FileIdentity: Hashable {
  var device: UInt64
  var inode: UInt64

  init(_ about: stat) {
    device = UInt64(about.st_dev)
    inode = UInt64(about.st_ino)
  }
}

/// One open file that is read from a position on. Whether what stands before the position is still the same is
/// compared after every read (SPEC 8).
final class TailedFile {
  /// How a step of reading went.
  enum Step: Equatable {
    /// Bytes came in.
    case read
    /// There is nothing beyond the position.
    case atEnd
    /// The file has lost what stood at its end, but what is left is as it was.
    case shortened
    /// The file has other content than the one that was read.
    case replaced
  }

  let descriptor: Int32
  let identity: FileIdentity
  /// The source that the lines count for.
  let source: Int
  /// The path that led to the file first.
  let path: String
  /// Lines are cut here.
  private(set) var framer: LineFramer
  /// The size when last looked at.
  private(set) var size: UInt64
  /// Where reading ends; nil to follow.
  let limit: UInt64?

  /// There may be something to read.
  var isDirty = true
  /// A path leads to the file.
  var isReachable = true
  /// It was settled where reading begins; left open while the file is empty.
  var isBegun = false
  /// The file that this one is a copy of; nothing is read from a copy while the original has the same content.
  var original: TailedFile?
  /// The watch on the content; nil if there is none.
  var watch: Int32?
  /// When it is let go; nil while a path leads to it.
  var leavesAt: ContinuousClock.Instant?

  private let maxLine: Int
  /// The first bytes of the file, of those before the reading position.
  private(set) var beginning: [UInt8] = []
  private var fingerprint = Fingerprint.empty

  /// Takes over the open file `descriptor`.
  init(descriptor: Int32, about: stat, source: Int, path: String, maxLine: Int, once: Bool) {
    self.descriptor = descriptor
    identity = FileIdentity(about)
    self.source = source
    self.path = path
    self.maxLine = maxLine
    size = UInt64(about.st_size)
    limit = once ? size : nil
    framer = LineFramer(maxLine: maxLine)
  }

  deinit { close(descriptor) }

  /// Bytes between the reading position and the end.
  var lag: UInt64 { target > framer.endOffset ? target - framer.endOffset : 0 }

  /// The position behind the last line handed out.
  var position: Position {
    let length = Int(min(UInt64(beginning.count), framer.offset))
    if fingerprint.length != length { fingerprint = Fingerprint(of: beginning.prefix(length)) }
    return Position(device: identity.device, inode: identity.inode, fingerprint: fingerprint, offset: framer.offset)
  }

  private var target: UInt64 { min(size, limit ?? size) }

  /// The first bytes of the file, as they are now.
  func currentBeginning() throws(IngestionError) -> [UInt8] { try bytes(in: 0..<UInt64(Fingerprint.most)) }

  /// Learns the size anew.
  func look() throws(IngestionError) {
    var about = stat()
    guard fstat(descriptor, &about) == 0 else { throw failure(errno) }
    size = UInt64(about.st_size)
  }

  /// Begins at `offset`; within a line, the rest of that line is skipped.
  func begin(at offset: UInt64) throws(IngestionError) {
    let before = offset > 0 ? try bytes(in: (offset - 1)..<offset) : []
    framer = LineFramer(maxLine: maxLine, offset: offset, skipsFirstLine: before.first.map { $0 != 10 } ?? false)
    beginning = []
    fingerprint = .empty
    isBegun = true
    try extendBeginning()
  }

  /// Reads once, as much as fits into a buffer.
  func step(buffers: inout ChunkBuffers) throws(IngestionError) -> Step {
    try look()
    let position = framer.endOffset
    guard size >= position else { return try keepsWhatIsLeft() ? .shortened : .replaced }
    var isSame = true
    var count = 0
    if target > position {
      let wanted = Int(min(target - position, UInt64(max(buffers.size / 2, 4096))))
      count = try framer.withFreeSpace(for: wanted, from: &buffers) { (space) throws(IngestionError) in
        let read = try self.read(into: space, at: position, upTo: target)
        isSame = try beginningIsSame()
        return isSame ? read : 0
      }
    } else {
      isSame = try beginningIsSame()
    }
    try extendBeginning()
    try look()
    // A file that lost its end after the read is noticed by the next step; what was read before that is good.
    guard isSame || size < position else { return .replaced }
    return count > 0 ? .read : .atEnd
  }

  /// The next whole lines that were read.
  func next() -> Chunk? { framer.next() }

  /// The unfinished line, as the last one of the file.
  func finish() -> Chunk? { framer.finish() }

  // True if the file, shorter than what was read of it, still begins as it did. A short rest proves that only if it
  // ends with a line; otherwise it may be new content that happens to begin alike.
  private func keepsWhatIsLeft() throws(IngestionError) -> Bool {
    guard size > 0 else { return false }
    let left = try bytes(in: 0..<min(size, UInt64(beginning.count)))
    guard beginning.starts(with: left), left.count == Int(min(size, UInt64(beginning.count))) else { return false }
    if left.count == Fingerprint.most { return true }
    return left.last == 10
  }

  private func beginningIsSame() throws(IngestionError) -> Bool {
    guard !beginning.isEmpty else { return true }
    return try bytes(in: 0..<UInt64(beginning.count)) == beginning
  }

  private func extendBeginning() throws(IngestionError) {
    let length = min(framer.endOffset, UInt64(Fingerprint.most))
    guard UInt64(beginning.count) < length else { return }
    beginning += try bytes(in: UInt64(beginning.count)..<length)
  }

  private func bytes(in range: Range<UInt64>) throws(IngestionError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    let count = try bytes.withUnsafeMutableBufferPointer { (space) throws(IngestionError) in
      try read(into: UnsafeMutableRawBufferPointer(space), at: range.lowerBound, upTo: range.upperBound)
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  private func read(
    into space: UnsafeMutableRawBufferPointer, at offset: UInt64, upTo end: UInt64
  ) throws(IngestionError) -> Int {
    while true {
      let count = pread(descriptor, space.baseAddress, min(space.count, Int(end - offset)), off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw failure(errno) }
    }
  }

  private func failure(_ code: Int32) -> IngestionError {
    IngestionError(.inputOutput, path, systemMessage(code), advice: "check the disk or the network that it is on")
  }
}
