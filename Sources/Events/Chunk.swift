/// A run of whole lines as a source hands it on, with where it came from.
///
/// The storage is an array that the source gets back (`Chunk.bytes`) once the chunk is decoded, so that catching up
/// with a large file reuses a few buffers and never faults in fresh pages.
package struct Chunk: Sendable {
  /// The storage. At least `Chunk.padding` bytes follow `lines.upperBound`, as the parser may read past a line.
  package var bytes: [UInt8]
  /// Where the lines stand in `bytes`. Every line ends with LF, but for the last one of a source that has ended.
  package var lines: Range<Int>
  /// How many bytes of the source come before `lines`.
  package var offset: UInt64
  /// A line that was longer than allowed; it follows `lines` in the source.
  package var cut: CutLine?

  /// How many readable bytes must stand behind the lines.
  package static let padding = 64

  package init(bytes: [UInt8], lines: Range<Int>, offset: UInt64, cut: CutLine? = nil) {
    self.bytes = bytes
    self.lines = lines
    self.offset = offset
    self.cut = cut
  }
}

/// A line of which only the beginning was kept, because it was longer than a source allows.
package struct CutLine: Sendable, Equatable {
  /// How many bytes of the source come before the line.
  package var offset: UInt64
  /// The first bytes of the line, at most `CutLine.kept`.
  package var beginning: [UInt8]

  /// How much of such a line is kept: enough to redact whole keys before the sample is cut to 512 bytes.
  package static let kept = 4096

  package init(offset: UInt64, beginning: [UInt8]) {
    self.offset = offset
    self.beginning = beginning
  }
}

/// Large buffers that go from a source to whoever decodes its chunks and back again, so that reading a large file
/// touches the same few pages all the time.
package struct ChunkBuffers: Sendable {
  /// Bytes in each buffer.
  package let size: Int
  private var spares: [[UInt8]] = []
  private let mostSpares: Int

  /// No buffers yet.
  ///
  /// - Parameters:
  ///   - size: bytes in each buffer; with 0 there are none, and `take` always gives nil.
  ///   - mostSpares: how many unused buffers are kept.
  package init(size: Int = 1 << 20, mostSpares: Int = 8) {
    self.size = size
    self.mostSpares = mostSpares
  }

  /// A buffer for at least `count` bytes, its content undefined; nil where a buffer of this size would not fit or
  /// would be mostly empty, so that a small one is the better choice.
  package mutating func take(atLeast count: Int) -> [UInt8]? {
    guard count <= size, count > size / 8 else { return nil }
    return spares.popLast() ?? [UInt8](repeating: 0, count: size)
  }

  /// Takes back the storage of a chunk (`Chunk.bytes`) that nobody needs any more. Storage of another size is let go.
  package mutating func recycle(_ bytes: [UInt8]) {
    guard bytes.count == size, spares.count < mostSpares else { return }
    spares.append(bytes)
  }
}
