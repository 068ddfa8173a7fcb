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
