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
