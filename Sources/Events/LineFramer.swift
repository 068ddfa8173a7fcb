import CEventDecoder

/// Cuts the bytes of one source, as they come, into chunks of whole lines (article Events, Rejections and duplicates).
///
/// A push machine: put bytes in with `append` or `withFreeSpace`, then take chunks out with `next` until it is nil. How
/// the bytes were cut on the way in never changes the lines, their offsets or the cut lines that come out. Whole lines
/// are handed on in the storage that they were put into; only an unfinished last line moves, so that the work is
/// linear in the bytes. A byte order mark at offset 0 is skipped. So are zero bytes at the beginning of a line, which
/// are the hole that a file has after it was truncated under its writer: however many there are, they make no line too
/// long. Those within a chunk are left in it, for whoever takes the lines apart.
package struct LineFramer: Sendable {
  /// The most bytes that a line may have, without its LF or CR LF; of a longer one only the beginning is handed on.
  package let limits: LineLimits
  /// How many bytes of the source were handed on or skipped: where the first unfinished line begins.
  package private(set) var offset: UInt64
  /// How many bytes were moved within or between buffers, so that a test can tell linear from quadratic.
  package private(set) var movedBytes: UInt64 = 0

  // Bytes not yet handed on are buffer[start..<end]; there is no LF in start..<scanned. The buffer is empty rather than
  // kept while there is no unfinished line, so that an idle source holds nothing.
  private var buffer: [UInt8] = []
  private var start = 0
  private var end = 0
  private var scanned = 0
  // Whole lines reach up to here that are held back, since a line within them goes on in others.
  private var held = 0
  // The beginning of a long line in the source, and how long it may be.
  private var longLine: (offset: UInt64, limit: Int)?
  private var isSkipping: Bool
  private var mayHaveMark: Bool

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let smallestBuffer = 512

  /// A framer for a source of which `offset` bytes were taken in before.
  ///
  /// - Parameters:
  ///   - maxLine: the most bytes of a line.
  ///   - offset: where in the source the first byte stands.
  ///   - skipsFirstLine: the first byte stands within a line, of which the rest is skipped.
  package init(maxLine: LineLimits = LineLimits(), offset: UInt64 = 0, skipsFirstLine: Bool = false) {
    limits = maxLine
    self.offset = offset
    isSkipping = skipsFirstLine
    mayHaveMark = offset == 0
  }

  /// Bytes of the source put in so far: where the next byte stands.
  package var endOffset: UInt64 { offset + UInt64(unfinishedBytes) }

  /// Bytes that wait for the end of their line.
  package var unfinishedBytes: Int { end - start }

  /// Bytes of memory held for the unfinished line.
  package var heldBytes: Int { buffer.count }

  /// Puts `bytes` in, by copying them.
  package mutating func append(_ bytes: UnsafeRawBufferPointer) {
    var none = ChunkBuffers(size: 0)
    withFreeSpace(for: bytes.count, from: &none) { space in
      space.copyMemory(from: bytes)
      return bytes.count
    }
  }

  /// Lets `fill` write the source's next bytes straight into the buffer.
  ///
  /// - Parameters:
  ///   - count: how many bytes `fill` will probably write, at least 1; the space is at least that large.
  ///   - buffers: where a large buffer comes from.
  ///   - fill: writes from the beginning of the space on and returns how many bytes it wrote.
  /// - Returns: what `fill` returned.
  @discardableResult
  package mutating func withFreeSpace<Failure: Error>(
    for count: Int, from buffers: inout ChunkBuffers,
    _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) -> Int {
    makeRoom(for: count, from: &buffers)
    let space = end..<(buffer.count - Chunk.padding)
    let written = try buffer.withUnsafeMutableBufferPointer { (bytes) throws(Failure) in
      try fill(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: bytes[space])))
    }
    precondition((0...space.count).contains(written), "more bytes written than there is space")
    end += written
    return written
  }

  /// The next whole lines, or the next line that was too long; nil when more bytes are needed.
  package mutating func next() -> Chunk? {
    guard skipMark(), !isSkipping || skipRest() else { return nil }
    dropZeros()
    var line = max(start, held)
    while let step = nextLine(after: line) {
      switch step {
      case .lines(let upperBound): line = upperBound
      case .tooLong:
        // The zeros before it are dropped once it comes first; without them it may not be too long.
        return line > start && buffer[line] == 0 ? handOn(upTo: line) : cutLine(at: line)
      }
    }
    guard line > max(start, held) else { return nil }
    return handOn(upTo: closed(upTo: line))
  }

  /// The last line, which has no line feed, of a source that has ended; nil if there is none. The framer is then empty.
  package mutating func finish() -> Chunk? {
    // What might have become a byte order mark is a line like any other, and may be too long like any other.
    if mayHaveMark {
      mayHaveMark = false
      if let chunk = next() { return chunk }
    }
    held = 0
    if !isSkipping { dropZeros() }
    guard end > start, !isSkipping else {
      empty()
      isSkipping = false
      return nil
    }
    return handOn(upTo: end)
  }

  /// Gives up on the unfinished line as if it were too long, to free its memory; nil if there is none.
  package mutating func cutUnfinishedLine() -> Chunk? {
    if !isSkipping { dropZeros() }
    guard end > start, !isSkipping else { return nil }
    mayHaveMark = false
    guard held > start else { return cutLine(at: start) }
    return held < end ? cutLine(at: held) : handOn(upTo: end)
  }
}

extension LineFramer {
  private enum Step {
    /// Whole lines reach up to here.
    case lines(Int)
    /// The line that begins here is longer than allowed.
    case tooLong
  }

  // Looks for the last LF that a line beginning at `line` may have, so that one backward search covers all the lines
  // that end before it. Nil when the line may still turn out well.
  private mutating func nextLine(after line: Int) -> Step? {
    let maxLine = maxLine(at: line)
    let limit = min(line + maxLine + 1, end)
    let searched = max(line, scanned)
    if searched < limit {
      scanned = limit
      if let found = lastLineFeed(in: searched..<limit) { return .lines(found + 1) }
    }
    guard end - line > maxLine else { return nil }
    guard buffer[line + maxLine] == Self.carriageReturn else { return .tooLong }
    guard end - line > maxLine + 1 else { return nil }
    return buffer[line + maxLine + 1] == Self.lineFeed ? .lines(line + maxLine + 2) : .tooLong
  }

  // A line is taken for a native one until it is too long for that; then its beginning tells.
  private mutating func maxLine(at line: Int) -> Int {
    guard limits.foreign > limits.native, end - line > limits.native else { return limits.native }
    let offset = offset + UInt64(line - start)
    if let longLine, longLine.offset == offset { return longLine.limit }
    let isForeign = buffer.withUnsafeBufferPointer {
      EventFormats.isForeign(beginning: UnsafeBufferPointer(rebasing: $0[line..<min(line + LineLimits.looked, end)]))
    }
    longLine = (offset, isForeign ? limits.foreign : limits.native)
    return isForeign ? limits.foreign : limits.native
  }

  // How far whole lines can be handed on: not beyond the first piece of a line that goes on behind them, unless that
  // would be too long. Nothing that is looked at is looked for line feeds again.
  private mutating func closed(upTo line: Int) -> Int {
    let open = buffer.withUnsafeBufferPointer { OpenPieces.begin(in: UnsafeBufferPointer(rebasing: $0[start..<line])) }
    guard let open, line - start - open <= limits.foreign else {
      held = 0
      return line
    }
    held = line
    return start + open
  }

  private func lastLineFeed(in range: Range<Int>) -> Int? {
    buffer.withUnsafeBytes { bytes in
      var index = range.upperBound
      while index > range.lowerBound {
        index -= 1
        if bytes[index] == Self.lineFeed { return index }
      }
      return nil
    }
  }

  private func firstLineFeed(in range: Range<Int>) -> Int? {
    buffer.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return nil }
      let length = ced_line_length(base + range.lowerBound, range.count)
      return length < range.count ? range.lowerBound + length : nil
    }
  }

  // False while it is open whether the source begins with a mark.
  private mutating func skipMark() -> Bool {
    guard mayHaveMark else { return true }
    let mark = Self.byteOrderMark
    let present = min(mark.count, end - start)
    guard buffer[start..<(start + present)].elementsEqual(mark.prefix(present)) else {
      mayHaveMark = false
      return true
    }
    guard present == mark.count else { return false }
    mayHaveMark = false
    drop(mark.count)
    return true
  }

  // Skips the rest of a line; false if its end is not there yet.
  private mutating func skipRest() -> Bool {
    if let found = firstLineFeed(in: start..<end) {
      drop(found + 1 - start)
      isSkipping = false
      return true
    }
    offset += UInt64(end - start)
    (start, end, scanned) = (0, 0, 0)
    return false
  }

  private mutating func dropZeros() {
    guard start < end, buffer[start] == 0 else { return }
    drop(buffer[start..<end].prefix { $0 == 0 }.count)
  }

  private mutating func drop(_ count: Int) {
    start += count
    offset += UInt64(count)
    scanned = max(scanned, start)
    if held <= start { held = 0 }
    if start == end { empty() }
  }

  private mutating func empty() {
    offset += UInt64(end - start)
    (start, end, scanned, held) = (0, 0, 0, 0)
    buffer = []
  }

  // Hands the buffer on; what stands behind the lines moves to a buffer of its own.
  private mutating func handOn(upTo line: Int) -> Chunk? {
    guard line > start else { return nil }
    var rest: [UInt8] = []
    if line < end {
      rest.reserveCapacity(end - line + Chunk.padding)
      rest.append(contentsOf: buffer[line..<end])
      rest.append(contentsOf: repeatElement(0, count: Chunk.padding))
      movedBytes += UInt64(end - line)
    }
    let chunk = Chunk(bytes: buffer, lines: start..<line, offset: offset)
    offset += UInt64(line - start)
    scanned = max(scanned, line) - line
    held = max(held, line) - line
    (start, end) = (0, end - line)
    buffer = rest
    return chunk
  }

  // Hands on the lines before `line` together with the beginning of the one there, and skips the rest of it. The lines
  // are copied rather than what follows, so that many long lines in one buffer stay linear.
  private mutating func cutLine(at line: Int) -> Chunk {
    let kept = min(CutLine.kept, limits.native, end - line)
    let cut = CutLine(offset: offset + UInt64(line - start), beginning: Array(buffer[line..<(line + kept)]))
    var lines = Array(buffer[start..<line])
    lines.append(contentsOf: repeatElement(0, count: Chunk.padding))
    movedBytes += UInt64(line - start)
    let chunk = Chunk(bytes: lines, lines: 0..<(line - start), offset: offset, cut: cut)
    drop(line - start)
    held = 0
    isSkipping = true
    if !skipRest() { buffer = [] }
    return chunk
  }

  private mutating func makeRoom(for count: Int, from buffers: inout ChunkBuffers) {
    let needed = end + count + Chunk.padding
    guard needed > buffer.count else { return }
    let unfinished = end - start
    let enough = max(unfinished + count, min(2 * unfinished, limits.foreign + 2)) + Chunk.padding
    var larger = buffers.take(atLeast: enough) ?? [UInt8](repeating: 0, count: max(enough, Self.smallestBuffer))
    larger.withUnsafeMutableBytes { target in
      buffer.withUnsafeBytes { source in
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<end]))
      }
    }
    movedBytes += UInt64(unfinished)
    buffer = larger
    held = max(held, start) - start
    (start, end, scanned) = (0, unfinished, max(scanned, start) - start)
  }
}
