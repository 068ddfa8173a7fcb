/// Lines on their way to a server, in their order: first those that are sent and not acknowledged, then those that are
/// not sent yet.
struct HeldLines {
  /// Whole lines, as many as came together.
  private struct Block {
    var bytes: [UInt8]
    var lines: Int
  }

  private var blocks: [Block] = []
  /// How many blocks were ever acknowledged or dropped: the number of the first one that is held.
  private var first = 0
  /// The number of the first block that is not wholly taken to be sent.
  private var next = 0
  /// How many bytes all blocks have.
  private(set) var bytes = 0
  /// How many bytes are taken to be sent and not acknowledged.
  private(set) var unacknowledgedBytes = 0

  /// Blocks that are small are joined up to this size.
  private static let blockSize = 64 << 10

  var isEmpty: Bool { blocks.isEmpty }
  /// How many lines are held.
  var count: Int { blocks.reduce(0) { $0 + $1.lines } }
  /// Whether there is something to send.
  var hasUnsent: Bool { next - first < blocks.count }
  /// What is acknowledged once everything taken so far is (`acknowledge`).
  var mark: Int { next }

  /// Adds whole lines, each with its line feed.
  mutating func append(_ lines: [UInt8]) {
    guard !lines.isEmpty else { return }
    let count = lines.count { $0 == UInt8(ascii: "\n") }
    bytes += lines.count
    if hasUnsent, let last = blocks.last, last.bytes.count + lines.count <= Self.blockSize {
      blocks[blocks.count - 1].bytes += lines
      blocks[blocks.count - 1].lines += count
    } else {
      blocks.append(Block(bytes: lines, lines: count))
    }
  }

  /// The next lines to send; nil if all are sent.
  mutating func takeUnsent() -> [UInt8]? {
    guard hasUnsent else { return nil }
    let block = blocks[next - first]
    next += 1
    unacknowledgedBytes += block.bytes.count
    return block.bytes
  }

  /// Lets go of everything that was taken before `mark` was read.
  mutating func acknowledge(_ mark: Int) {
    for block in blocks.prefix(mark - first) {
      bytes -= block.bytes.count
      unacknowledgedBytes -= block.bytes.count
    }
    blocks.removeFirst(mark - first)
    first = mark
  }

  /// Lets go of the oldest lines until at most `limit` bytes are left; only while nothing is sent and not acknowledged.
  ///
  /// - Returns: how many lines that were.
  mutating func dropOldest(to limit: Int) -> Int {
    var dropped = 0
    var count = 0
    while bytes > limit, count < blocks.count {
      bytes -= blocks[count].bytes.count
      dropped += blocks[count].lines
      count += 1
    }
    blocks.removeFirst(count)
    first += count
    next = max(next, first)
    return dropped
  }

  /// Begins anew, as what is not acknowledged may be lost with the connection that it was sent on. Lines that may have
  /// arrived are sent again only where `isRepeatable` says that they count once all the same.
  ///
  /// - Parameter remaining: how many bytes of the block taken last were not sent.
  /// - Returns: how many lines are let go of, as they may or may not have arrived.
  mutating func rewind(remaining: Int, isRepeatable: (ArraySlice<UInt8>) -> Bool) -> Int {
    var released = 0
    var kept: [Block] = []
    for (index, block) in blocks.prefix(next - first).enumerated() {
      let sent = block.bytes.count - (index == next - first - 1 ? remaining : 0)
      var again = Block(bytes: [], lines: 0)
      var start = 0
      while let end = block.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
        // Of a line that was sent in part, what arrived is no event.
        if end > sent || isRepeatable(block.bytes[start..<end]) {
          again.bytes += block.bytes[start...end]
          again.lines += 1
        } else {
          released += 1
        }
        start = end + 1
      }
      if again.lines > 0 { kept.append(again) }
    }
    blocks.replaceSubrange(..<(next - first), with: kept)
    next = first
    unacknowledgedBytes = 0
    bytes = blocks.reduce(0) { $0 + $1.bytes.count }
    return released
  }
}
