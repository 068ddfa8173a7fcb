import Events
import Synchronization

/// A chunk with what it decoded to.
package struct DecodedChunk: Sendable {
  package let batch: EventBatch
  /// Its storage can be used again (`Chunk.bytes`).
  package let chunk: Chunk
}

/// A decoder with its buffers, one task at a time.
package actor DecodeWorker {
  private var decoder: EventDecoder

  init(decoder: consuming EventDecoder) { self.decoder = decoder }

  /// Decodes a chunk. `now` is when it was read.
  package func decode(_ chunk: Chunk, now: Timestamp) -> DecodedChunk {
    DecodedChunk(batch: decoder.decode(chunk, now: now), chunk: chunk)
  }
}

/// Makes decoders whose events can meet in one core.
package struct DecoderFactory: Sendable {
  private let seed: UInt64
  private let keepsAllRejections: Bool
  private let keepsMetrics: Bool
  private let options: DecodingOptions
  private static let identities = Identities()

  /// A number for a table of names that nobody else in the process gets.
  static func nextIdentity() -> UInt64 { identities.next() }

  /// For the options see `EventDecoder`.
  package init(
    seed: UInt64, keepsAllRejections: Bool = false, keepsMetrics: Bool = false,
    options: DecodingOptions = DecodingOptions()
  ) {
    self.options = options
    self.seed = seed
    self.keepsAllRejections = keepsAllRejections
    self.keepsMetrics = keepsMetrics
  }

  /// Makes a decoder for one owner.
  ///
  /// - Throws: `outOfMemory`.
  func decoder() throws(ServiceError) -> EventDecoder {
    guard
      let decoder = EventDecoder(
        seed: seed, keepsAllRejections: keepsAllRejections, keepsMetrics: keepsMetrics, options: options,
        makeIdentity: Self.nextIdentity)
    else { throw .outOfMemory }
    return decoder
  }

  /// Makes a decoder that many tasks can share.
  ///
  /// - Throws: `outOfMemory`.
  package func worker() throws(ServiceError) -> DecodeWorker { DecodeWorker(decoder: try decoder()) }
}

/// Numbers that no one else in the process gets.
private final class Identities: Sendable {
  private let last = Atomic<UInt64>(0)

  func next() -> UInt64 { last.wrappingAdd(1, ordering: .relaxed).newValue }
}
