import Events
import Glibc
import SystemFiles

/// One file that is read from a position on. Whether what stands before the position is still the same is compared with
/// every read (article Inputs). While nothing is read from it, it may be closed.
final class TailedFile {
  /// How a step of reading went.
  enum Step: Equatable {
    /// Bytes came in; whether they were all that was there.
    case read(all: Bool)
    /// The way to the position goes on.
    case underWay
    /// There is nothing beyond the position.
    case atEnd
    /// The file has lost what stood at its end; up to this offset it is as it was.
    case shortened(to: UInt64)
    /// The file has other content than the one that was read.
    case replaced
  }

  let file: OpenFile
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
  var isDirty = false
  /// It waits for its turn.
  var isQueued = false
  /// A path that is followed leads to the file.
  var isReachable = true
  private var reading = Reading.unsettled(wasEmpty: false)
  /// The file that this one is a copy of; nothing is read from a copy while the original has the same content.
  private(set) weak var original: TailedFile?
  /// The files that are copies of this one.
  private(set) var copies: [TailedFile] = []
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
  /// It could not be opened.
  var isRefused = false

  private let maxLine: LineLimits
  /// The first bytes of the file, as they were when reading began, and of those that were read.
  private(set) var beginning: [UInt8] = []
  private var fingerprint = Fingerprint.empty
  /// What was read, in marks.
  private(set) var trail = FileTrail()

  /// How far the reading of the content has come.
  private enum Reading {
    /// It is not settled where reading begins, as the file is empty or was not looked at. One that was seen without content
    /// has nothing but new content later.
    case unsettled(wasEmpty: Bool)
    case begun(Begun)
  }

  private struct Begun {
    /// The position of an earlier reading from which this one went on.
    let resumed: Position?
    /// It was reported that reading goes on in this file.
    var isAnnounced = false
    /// The content stands where reading goes on; otherwise the way there comes first.
    var isThere = false
  }

  /// A file that is not opened yet.
  ///
  /// - Parameters:
  ///   - path: a path that leads to it.
  ///   - about: what the system says of it.
  ///   - source: the source that the lines count for.
  ///   - once: nothing is read beyond the size that the file has now.
  init(_ path: String, _ about: stat, source: Int, maxLine: LineLimits, once: Bool) {
    file = OpenFile(FileIdentity(about), path: path)
    self.source = source
    self.path = path
    isCompressed = path.hasSuffix(".gz")
    let limit = once ? UInt64(about.st_size) : nil
    content =
      isCompressed ? GzipContent(file, about: about) : PlainContent(file, about: about, limit: limit)
    self.maxLine = maxLine
    framer = LineFramer(maxLine: maxLine)
  }

  var identity: FileIdentity { file.identity }

  private var begun: Begun? {
    get { if case .begun(let begun) = reading { begun } else { nil } }
    set { if let newValue { reading = .begun(newValue) } }
  }

  /// It is settled where reading begins.
  var isBegun: Bool { begun != nil }

  /// It was reported that reading goes on in this file.
  var isAnnounced: Bool { begun?.isAnnounced ?? false }

  /// The position of an earlier reading from which this one went on.
  var resumed: Position? { begun?.resumed }

  /// It was seen without content before reading began, so that what comes is new.
  var wasEmpty: Bool { if case .unsettled(let wasEmpty) = reading { wasEmpty } else { false } }

  /// Notes that it was reported that reading goes on in this file.
  func announce() { begun?.isAnnounced = true }

  /// Bytes between the reading position and the end; about that in a compressed file.
  var lag: UInt64 { content.left }

  /// Everything is read, and the file may end here.
  var isRead: Bool { begun?.isThere == true && content.isWhole }

  /// The position behind the last line handed out.
  var position: Position { position(at: framer.offset) }

  /// The position at `offset`, up to which everything was read.
  func position(at offset: UInt64) -> Position {
    let length = offset > 0 ? Int(min(UInt64(beginning.count), offset)) : wholeBeginning
    if fingerprint.length != length { fingerprint = Fingerprint(of: beginning[..<length]) }
    return Position(
      device: identity.device, inode: identity.inode, fingerprint: fingerprint, offset: offset,
      marks: trail.marks(upTo: offset))
  }

  // Of content from which nothing was read yet, what can be told for sure: whole lines, as the last one may change.
  private var wholeBeginning: Int {
    beginning.count == Fingerprint.most ? Fingerprint.most : (beginning.lastIndex(of: 10) ?? -1) + 1
  }

  /// Closes the file until it is read again; an unfinished line is read anew then.
  func close() {
    guard file.isOpen else { return }
    if isBegun, !isCompressed {
      framer = LineFramer(maxLine: maxLine, offset: framer.offset)
      trail.goBack(to: framer.offset)
      begun?.isThere = false
      content.rest()
    }
    file.close()
  }

  /// The first bytes of the file, as they are now.
  func currentBeginning() throws(IngestionError) -> [UInt8] {
    try described { () throws(ContentFailure) in
      try content.look()
      let beginning = try content.beginning()
      if beginning.isEmpty, !isBegun, !isCompressed { reading = .unsettled(wasEmpty: true) }
      return beginning
    }
  }

  /// Begins at `offset` of content with this beginning; within a line, the rest of that line is skipped.
  ///
  /// - Parameters:
  ///   - resumed: the position of an earlier reading that this is.
  ///   - trail: more of what is known of that reading.
  func begin(
    at offset: UInt64, of beginning: [UInt8], resuming resumed: Position? = nil, _ trail: FileTrail? = nil
  ) {
    framer = LineFramer(maxLine: maxLine, offset: offset)
    self.beginning = beginning
    reading = .begun(Begun(resumed: resumed))
    self.trail = trail ?? FileTrail(resumed?.marks ?? [])
    self.trail.goBack(to: offset)
    if self.trail.isUnmarked, !isCompressed, let before = try? content.bytes(before: offset, count: Fingerprint.most) {
      self.trail.mark(offset, before)
    }
    fingerprint = .empty
  }

  /// Forgets the content; where to begin in another one is to be settled.
  func forget() {
    let isEmpty = content.size == 0 && !isCompressed
    begin(at: 0, of: [])
    reading = .unsettled(wasEmpty: isEmpty)
    isSpoilt = false
    content.rest()
  }

  /// From now on it is a copy of that file, or of none.
  func become(copyOf original: TailedFile?) {
    self.original?.copies.removeAll { $0 === self }
    self.original = original
    original?.copies.append(self)
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

  /// How far a position leads in this file, which begins like this; nil if the position is of another one.
  func resumption(of position: Position, _ beginning: [UInt8]) throws(IngestionError) -> UInt64? {
    try described { () throws(ContentFailure) in try position.offset(in: content, isCompressed, beginning) }
  }

  private func readOn(_ buffers: inout ChunkBuffers) throws(ContentFailure) -> Step {
    try content.look()
    if isReachable { lastChange = content.modified }
    if !isCompressed, content.size < framer.endOffset { return try changed() }
    if isSpoilt { return try content.isSame(beginning) ? .atEnd : .replaced }
    if let step = try approach() { return try content.isSame(beginning) ? step : .replaced }
    let readable = content.readable
    guard readable > 0 else { return try isUnchanged() ? .atEnd : changed() }
    let wanted = Int(min(readable, UInt64(max(buffers.size / 2, 4096))))
    let takesAll = readable == UInt64(wanted)
    let position = framer.endOffset
    var isSame = true
    let count = try framer.withFreeSpace(for: wanted, from: &buffers) { (space) throws(ContentFailure) in
      let count = try content.read(into: space)
      isSame = try content.isSame(beginning)
      if !trail.continues(content.before) { isSame = false }
      if isSame {
        let read = UnsafeRawBufferPointer(rebasing: space[..<count])
        extendBeginning(with: read, at: position)
        trail.extend(with: read, at: position, before: content.before, toEnd: takesAll)
      }
      return isSame ? count : 0
    }
    try content.look()
    // A file that lost its end after the read is noticed by the next step; what was read before that is good.
    guard isSame else { return try changed() }
    return count > 0 ? .read(all: takesAll) : .atEnd
  }

  // Of compressed files the beginning tells.
  private func isUnchanged() throws(ContentFailure) -> Bool {
    guard try content.isSame(beginning) else { return false }
    guard !isCompressed, framer.endOffset > UInt64(beginning.count) else { return true }
    return try trail.continues(content.bytes(before: framer.endOffset, count: Fingerprint.most))
  }

  // Goes to where reading is to go on, if it is not there; nil once it is.
  private func approach() throws(ContentFailure) -> Step? {
    if begun?.isThere == true, content.place == framer.endOffset { return nil }
    switch try content.approach(framer.endOffset) {
    case .underWay: return .underWay
    case .stuck: return .atEnd
    case .arrived(let isAtLine):
      framer = LineFramer(maxLine: maxLine, offset: content.place ?? framer.endOffset, skipsFirstLine: !isAtLine)
      begun?.isThere = true
      return nil
    }
  }

  // What is left may be what a power cut left; then a mark says how far it goes.
  private func changed() throws(ContentFailure) -> Step {
    try content.look()
    guard !isCompressed, content.size > 0 else { return .replaced }
    let left = try content.beginning()
    guard let offset = try position.offset(in: content, false, left), offset > 0 else { return .replaced }
    return .shortened(to: offset)
  }

  // From what was read rather than anew, so that it is of the content that was compared.
  private func extendBeginning(with read: UnsafeRawBufferPointer, at position: UInt64) {
    guard position <= UInt64(beginning.count), beginning.count < Fingerprint.most else { return }
    let known = beginning.count - Int(position)
    beginning += read.dropFirst(known).prefix(Fingerprint.most - beginning.count)
  }

  private func described<Result>(_ body: () throws(ContentFailure) -> Result) throws(IngestionError) -> Result {
    do throws(ContentFailure) {
      return try body()
    } catch {
      switch error {
      case .system(let error):
        throw IngestionError(
          .inputOutput, path, error.description, advice: "check the disk or the network that it is on")
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
