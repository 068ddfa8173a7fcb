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
    /// The way to the position goes on.
    case underWay
    /// There is nothing beyond the position.
    case atEnd
    /// The file has lost what stood at its end, but what is left is as it was.
    case shortened
    /// The file has other content than the one that was read.
    case replaced
  }

  /// How a file is opened and what for.
  struct Opening {
    /// The open file; it is taken over.
    var descriptor: Int32
    var about: stat
    /// The source that the lines count for.
    var source: Int
    /// The path that led to the file first.
    var path: String
  }

  let descriptor: Int32
  let identity: FileIdentity
  /// The source that the lines count for.
  let source: Int
  /// The path that led to the file first.
  let path: String
  /// The bytes are decompressed.
  let isCompressed: Bool
  let content: any FileContent
  /// Lines are cut here.
  private(set) var framer: LineFramer

  /// There may be something to read.
  var isDirty = true
  /// A path that is followed leads to the file.
  var isReachable = true
  /// It was settled where reading begins; left open while the file is empty.
  private(set) var isBegun = false
  /// It was told that reading goes on in this file.
  var isAnnounced = false
  /// The position of an earlier reading from which this one went on.
  private(set) var resumed: Position?
  /// The file that this one is a copy of; nothing is read from a copy while the original has the same content.
  var original: TailedFile?
  /// The watch on the content; nil if there is none.
  var watch: Int32?
  /// When it is let go; nil while a path leads to it.
  var leavesAt: ContinuousClock.Instant?
  /// When it was last written to, in nanoseconds since the epoch, as it was seen while a path led to it: what a program
  /// writes to a rotated file later does not make it newer than the one that replaced it.
  var lastChange: Int64?
  /// It was found after the first look at the paths.
  var turnedUpLater = false
  /// It cannot be read any further.
  var isSpoilt = false

  private let maxLine: Int
  /// The first bytes of the file, as they were when reading began, and of those that were read.
  private(set) var beginning: [UInt8] = []
  private var fingerprint = Fingerprint.empty
  private var isThere = false

  /// - Parameter once: nothing is read beyond the size that the file has now.
  init(_ opening: Opening, maxLine: Int, once: Bool) {
    descriptor = opening.descriptor
    identity = FileIdentity(opening.about)
    source = opening.source
    path = opening.path
    isCompressed = path.hasSuffix(".gz")
    let limit = once ? UInt64(opening.about.st_size) : nil
    content =
      isCompressed
      ? GzipContent(descriptor, about: opening.about)
      : PlainContent(descriptor, about: opening.about, limit: limit)
    self.maxLine = maxLine
    framer = LineFramer(maxLine: maxLine)
  }

  deinit { close(descriptor) }

  /// Bytes between the reading position and the end; about that in a compressed file.
  var lag: UInt64 { content.left }

  /// The last step took all that was there when it began.
  private(set) var tookAll = false

  /// Everything is read, and the file may end here.
  var isRead: Bool { isThere && content.isWhole }

  /// The position behind the last line handed out.
  var position: Position { position(at: framer.offset) }

  /// The position at `offset`, up to which everything was read.
  func position(at offset: UInt64) -> Position {
    let length = offset > 0 ? Int(min(UInt64(beginning.count), offset)) : wholeBeginning
    if fingerprint.length != length { fingerprint = Fingerprint(of: beginning.prefix(length)) }
    return Position(device: identity.device, inode: identity.inode, fingerprint: fingerprint, offset: offset)
  }

  // Of content from which nothing was read yet, what can be told for sure: whole lines, as the last one may change.
  private var wholeBeginning: Int {
    beginning.count == Fingerprint.most ? Fingerprint.most : (beginning.lastIndex(of: 10) ?? -1) + 1
  }

  /// The first bytes of the file, as they are now.
  func currentBeginning() throws(IngestionError) -> [UInt8] {
    try described { () throws(ContentFailure) in
      try content.look()
      return try content.beginning()
    }
  }

  /// Begins at `offset` of content with this beginning; within a line, the rest of that line is skipped.
  ///
  /// - Parameter resumed: the position of an earlier reading that this is.
  func begin(at offset: UInt64, of beginning: [UInt8], resuming resumed: Position? = nil) {
    framer = LineFramer(maxLine: maxLine, offset: offset)
    self.beginning = beginning
    self.resumed = resumed
    fingerprint = .empty
    isBegun = true
    isAnnounced = false
    isThere = false
  }

  /// Forgets the content; where to begin in another one is to be settled.
  func forget() {
    begin(at: 0, of: [])
    isBegun = false
    isSpoilt = false
    content.rest()
  }

  /// Reads once, as much as fits into a buffer.
  func step(buffers: inout ChunkBuffers) throws(IngestionError) -> Step {
    try described { () throws(ContentFailure) in try self.readOn(&buffers) }
  }

  /// The next whole lines that were read.
  func next() -> Chunk? { framer.next() }

  /// The unfinished line, as the last one of the file.
  func finish() -> Chunk? { framer.finish() }

  /// Learns anew how much there is.
  func look() throws(IngestionError) {
    try described { () throws(ContentFailure) in try content.look() }
  }

  private func readOn(_ buffers: inout ChunkBuffers) throws(ContentFailure) -> Step {
    try content.look()
    if isReachable { lastChange = content.modified }
    if !isCompressed, content.size < framer.endOffset { return try changed() }
    if isSpoilt { return try content.isSame(beginning) ? .atEnd : .replaced }
    if let step = try approach() { return try content.isSame(beginning) ? step : .replaced }
    let readable = content.readable
    tookAll = readable <= UInt64(max(buffers.size / 2, 4096))
    guard readable > 0 else { return try content.isSame(beginning) ? .atEnd : changed() }
    let wanted = Int(min(readable, UInt64(max(buffers.size / 2, 4096))))
    let position = framer.endOffset
    var isSame = true
    let count = try framer.withFreeSpace(for: wanted, from: &buffers) { (space) throws(ContentFailure) in
      let count = try content.read(into: space)
      isSame = try content.isSame(beginning)
      if isSame { extendBeginning(with: space[..<count], at: position) }
      return isSame ? count : 0
    }
    try content.look()
    // A file that lost its end after the read is noticed by the next step; what was read before that is good.
    guard isSame else { return try changed() }
    return count > 0 ? .read : .atEnd
  }

  // Goes to where reading is to go on, if it is not there; nil once it is.
  private func approach() throws(ContentFailure) -> Step? {
    if isThere, content.place == framer.endOffset { return nil }
    switch try content.approach(framer.endOffset) {
    case .underWay: return .underWay
    case .stuck: return .atEnd
    case .arrived(let isAtLine):
      framer = LineFramer(maxLine: maxLine, offset: content.place ?? framer.endOffset, skipsFirstLine: !isAtLine)
      isThere = true
      return nil
    }
  }

  // True if the file, shorter than what was read of it, still begins as it did. A short rest proves that only if it
  // ends with a line; otherwise it may be new content that happens to begin alike.
  private func changed() throws(ContentFailure) -> Step {
    try content.look()
    guard !isCompressed, content.size > 0, content.size < framer.endOffset else { return .replaced }
    let left = try content.beginning()
    guard left.count == Int(min(content.size, UInt64(Fingerprint.most))), beginning.starts(with: left) else {
      return .replaced
    }
    return left.count == Fingerprint.most || left.last == 10 ? .shortened : .replaced
  }

  // From what was read rather than anew, so that it is of the content that was compared.
  private func extendBeginning(with read: Slice<UnsafeMutableRawBufferPointer>, at position: UInt64) {
    guard position <= UInt64(beginning.count), beginning.count < Fingerprint.most else { return }
    let known = beginning.count - Int(position)
    beginning += read.dropFirst(known).prefix(Fingerprint.most - beginning.count)
  }

  private func described<Result>(_ body: () throws(ContentFailure) -> Result) throws(IngestionError) -> Result {
    do throws(ContentFailure) {
      return try body()
    } catch {
      switch error {
      case .system(let code):
        throw IngestionError(
          .inputOutput, path, systemMessage(code), advice: "check the disk or the network that it is on")
      case .damaged(let offset, let problem):
        isSpoilt = true
        throw damaged(problem, at: offset)
      }
    }
  }

  /// That the file cannot be read further than it was.
  func damaged(_ problem: String, at offset: UInt64) -> IngestionError {
    IngestionError(
      .badData, path, "\(problem) at byte \(offset); the \(framer.offset) bytes of lines before that were read",
      advice: "check it with: gzip -t \(path)")
  }
}
