import TestSupport
import Testing

@testable import Events

/// What a framer made of some bytes: the lines with their offsets, and the lines that were too long.
private struct Framed: Equatable {
  var lines: [String] = []
  var cuts: [CutLine] = []

  mutating func add(_ chunk: Chunk) {
    #expect(chunk.bytes.count >= chunk.lines.upperBound + Chunk.padding)
    var line = chunk.lines.lowerBound
    while line < chunk.lines.upperBound {
      let end = chunk.bytes[line..<chunk.lines.upperBound].firstIndex(of: UInt8(ascii: "\n"))
      let upperBound = end.map { $0 + 1 } ?? chunk.lines.upperBound
      // Zeros within a chunk are for the decoder to skip.
      line += chunk.bytes[line..<upperBound].prefix { $0 == 0 }.count
      let offset = chunk.offset + UInt64(line - chunk.lines.lowerBound)
      if line < upperBound { lines.append("\(offset):\(chunk.bytes[line..<upperBound])") }
      line = upperBound
    }
    if let cut = chunk.cut { cuts.append(cut) }
  }
}

private func frame(_ bytes: [UInt8], cutAt cuts: [Int], maxLine: Int, pooled: Bool = false) -> Framed {
  var framer = LineFramer(maxLine: LineLimits(maxLine))
  var buffers = ChunkBuffers(size: 256, mostSpares: 2)
  var framed = Framed()
  var begin = 0
  for end in cuts + [bytes.count] {
    let piece = bytes[begin..<end]
    if pooled, !piece.isEmpty {
      framer.withFreeSpace(for: piece.count, from: &buffers) { space in
        for (index, byte) in piece.enumerated() { space[index] = byte }
        return piece.count
      }
    } else {
      piece.withUnsafeBytes { framer.append($0) }
    }
    while let chunk = framer.next() {
      framed.add(chunk)
      buffers.recycle(chunk.bytes)
    }
    #expect(framer.endOffset == UInt64(end))
    begin = end
  }
  if let last = framer.finish() { framed.add(last) }
  #expect(framer.offset == UInt64(bytes.count))
  #expect(framer.heldBytes == 0)
  return framed
}

/// The lines as the definition says, without any streaming.
private func define(_ bytes: [UInt8], maxLine: Int) -> Framed {
  var framed = Framed()
  var begin = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  while begin < bytes.count {
    begin += bytes[begin...].prefix { $0 == 0 }.count
    if begin == bytes.count { break }
    let lineFeed = bytes[begin...].firstIndex(of: 10)
    let end = lineFeed.map { $0 + 1 } ?? bytes.count
    var length = (lineFeed ?? bytes.count) - begin
    if length > 0, bytes[begin + length - 1] == 13, lineFeed != nil || length == maxLine + 1 { length -= 1 }
    if length > maxLine {
      let kept = min(CutLine.kept, maxLine)
      framed.cuts.append(CutLine(offset: UInt64(begin), beginning: Array(bytes[begin..<(begin + kept)])))
    } else {
      framed.lines.append("\(begin):\(bytes[begin..<end])")
    }
    begin = end
  }
  return framed
}

private let hostile: [[UInt8]] = [
  [],
  Array("\n".utf8),
  Array("\r\n\r\n".utf8),
  Array("a".utf8),
  Array("{\"a\":1}\n{\"b\":2}\r\n\n{\"c\":3}".utf8),
  [0xEF, 0xBB, 0xBF] + Array("x\n".utf8) + [0xEF, 0xBB, 0xBF] + Array("y\n".utf8),
  [0xEF, 0xBB],
  [0xEF, 0xBB, 0xBF],
  [0xEF, 0xBB, 10, 0xEF],
  Array("12345678\n123456789\n12345678\r\n123456789\r\n12345678\r".utf8),
  Array("12345678\rx\nfine\n".utf8),
  Array("1234567890123456789012345678901234567890\nfine\n".utf8),
  Array("a\nb\nno end of this line in sight".utf8),
  Array("a\n\0\0\0\0\0\0\0\0\0\0b\n\0\0c\0d\r\n\0\0\0\0\0\0\0\0\0123456789\n".utf8),
  Array("\0\0\0\0\0\0\0\0\0\0\012345678\r\n\0\0\0\0\0\0\0\0\0\0\0\0".utf8),
  [0, 10, 0xFF, 0xFE, 10, 0xE2, 0x80, 0xA8, 10, 11, 12, 13, 13, 10],
]

@Suite struct LineFramerTests {
  @Test(arguments: hostile) func cutsAtEveryPlaceGiveTheSameLines(sample: [UInt8]) {
    for maxLine in [1, 8, 1000] {
      let expected = define(sample, maxLine: maxLine)
      #expect(frame(sample, cutAt: [], maxLine: maxLine) == expected)
      #expect(frame(sample, cutAt: Array(0..<sample.count), maxLine: maxLine) == expected)
      for first in 0...sample.count {
        for second in first...sample.count {
          #expect(frame(sample, cutAt: [first, second], maxLine: maxLine) == expected, "cut at \(first), \(second)")
        }
      }
    }
  }

  @Test func randomCutsOfRandomBytesGiveTheSameLines() {
    var random = SeededRandom(seed: 7)
    for round in 0..<400 {
      let bytes = (0..<Int.random(in: 0...3000, using: &random)).map { _ -> UInt8 in
        switch UInt8.random(in: 0...40, using: &random) {
        case 0: 10
        case 1: 13
        case 2...6: 0
        default: UInt8.random(in: 0...255, using: &random)
        }
      }
      let cuts = (0..<Int.random(in: 0...20, using: &random)).map { _ in Int.random(in: 0...bytes.count, using: &random)
      }
      let maxLine = Int.random(in: 1...100, using: &random)
      let expected = define(bytes, maxLine: maxLine)
      #expect(frame(bytes, cutAt: cuts.sorted(), maxLine: maxLine, pooled: round.isMultiple(of: 2)) == expected)
    }
  }

  @Test(arguments: [1, 7, 100, 4096]) func movesAFewTimesTheBytesHoweverSmallThePieces(piece: Int) {
    let length = 1 << 18
    let line = [UInt8](repeating: 97, count: length - 1) + [10]
    let short = Array(repeatElement(Array("{\"wrapper_name\":\"w\"}\n".utf8), count: length / 21).joined())
    for bytes in [line, short, line + short + line] {
      var framer = LineFramer()
      var begin = 0
      while begin < bytes.count {
        let end = min(begin + piece, bytes.count)
        bytes[begin..<end].withUnsafeBytes { framer.append($0) }
        while framer.next() != nil {}
        begin = end
      }
      #expect(framer.offset == UInt64(bytes.count))
      #expect(framer.movedBytes <= UInt64(4 * bytes.count))
    }
  }

  @Test func manyLongLinesInOneBufferAreLinear() {
    let bytes = Array(repeatElement(Array("ok\n0123456789\n".utf8), count: 20_000).joined())
    var framer = LineFramer(maxLine: 5)
    bytes.withUnsafeBytes { framer.append($0) }
    var cuts = 0
    while let chunk = framer.next() { cuts += chunk.cut == nil ? 0 : 1 }
    #expect(cuts == 20_000)
    #expect(framer.movedBytes <= UInt64(4 * bytes.count))
  }

  @Test func memoryGrowsForALongLineAndShrinksBack() {
    var buffers = ChunkBuffers(size: 1 << 16)
    var framer = LineFramer(maxLine: LineLimits(1 << 20))
    var held = 0
    func put(_ count: Int, _ byte: UInt8) -> Chunk? {
      framer.withFreeSpace(for: count, from: &buffers) { space in
        for index in 0..<count { space[index] = byte }
        return count
      }
      held = max(held, framer.heldBytes)
      return framer.next()
    }
    for _ in 0..<31 { #expect(put(1 << 15, 97) == nil) }
    #expect(put(1, 10)?.lines.count == 31 << 15 | 1)
    #expect(held < 3 << 20)
    #expect(framer.heldBytes == 0)
    #expect(put(1 << 15, 97) == nil)
    #expect(framer.heldBytes <= 1 << 16)
  }

  @Test func aLineWithoutEndHoldsNoMoreThanTheLimit() {
    var framer = LineFramer(maxLine: LineLimits(1 << 16))
    let piece = [UInt8](repeating: 97, count: 1 << 12)
    var cuts: [CutLine] = []
    for _ in 0..<1000 {
      piece.withUnsafeBytes { framer.append($0) }
      while let chunk = framer.next() { if let cut = chunk.cut { cuts.append(cut) } }
      #expect(framer.heldBytes < 1 << 18)
    }
    #expect(cuts == [CutLine(offset: 0, beginning: [UInt8](repeating: 97, count: CutLine.kept))])
    Array("\nnext\n".utf8).withUnsafeBytes { framer.append($0) }
    let next = framer.next()
    #expect(next?.offset == 4_096_001)
    #expect(next.map { Array($0.bytes[$0.lines]) } == Array("next\n".utf8))
  }

  @Test func aHoleHoldsNoMoreThanAPieceOfIt() {
    var framer = LineFramer(maxLine: LineLimits(1 << 10))
    let hole = [UInt8](repeating: 0, count: 1 << 12)
    Array("one\n".utf8).withUnsafeBytes { framer.append($0) }
    #expect(framer.next()?.lines.count == 4)
    for _ in 0..<1000 {
      hole.withUnsafeBytes { framer.append($0) }
      #expect(framer.next() == nil)
      #expect(framer.heldBytes == 0)
    }
    #expect(framer.offset == 4 + (1000 << 12))
    Array("two\n".utf8).withUnsafeBytes { framer.append($0) }
    #expect(framer.next().map { Array($0.bytes[$0.lines]) } == Array("two\n".utf8))
  }

  @Test func givingUpOnALineSkipsItsRest() {
    var framer = LineFramer()
    Array("whole\nhal".utf8).withUnsafeBytes { framer.append($0) }
    #expect(framer.next()?.lines.count == 6)
    #expect(framer.cutUnfinishedLine()?.cut == CutLine(offset: 6, beginning: Array("hal".utf8)))
    #expect(framer.heldBytes == 0)
    #expect(framer.cutUnfinishedLine() == nil)
    Array("f\nnext\n".utf8).withUnsafeBytes { framer.append($0) }
    #expect(framer.next()?.offset == 11)
  }

  @Test func aStartWithinALineSkipsThatLine() {
    var framer = LineFramer(offset: 100, skipsFirstLine: true)
    Array("rest\nnext\n".utf8).withUnsafeBytes { framer.append($0) }
    let chunk = framer.next()
    #expect(chunk?.offset == 105)
    #expect(chunk?.cut == nil)
  }

  @Test func fingerprintsKnowABeginningAgain() {
    let content = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let whole = Fingerprint(of: content)
    #expect(whole.length == 1024)
    #expect(whole.matches(content))
    #expect(!whole.matches(Array(content.prefix(1023))))
    #expect(!whole.matches([1] + content.dropFirst()))
    let short = Fingerprint(of: content.prefix(10))
    #expect(short.matches(content))
    #expect(!short.matches(Array(content.prefix(9))))
    #expect(Fingerprint(of: Array("a".utf8)).hash == 0xaf63_dc4c_8601_ec8c)
  }
}
