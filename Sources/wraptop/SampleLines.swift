import Events
import Foundation
import Formatting
import Ingestion
import Service
import SystemFiles

/// The lines of a file, each with what it becomes in a format: for trying out a mapping.
struct SampleLines {
  private let options: DecodingOptions
  private let path: String

  /// The most bytes of a file that are looked at.
  private static let limit = 64 << 20

  init(format: String, path: String) throws {
    options = try DecodingOptions(named: format, wrapperBy: nil)
    self.path = path
  }

  /// Writes them to standard output.
  func write() throws {
    guard
      var decoder = EventDecoder(
        seed: .random(in: 0...(.max)), keepsAllRejections: true, keepsMetrics: true, options: options,
        makeIdentity: { 1 })
    else { throw ServiceError.outOfMemory }
    var framer = LineFramer(maxLine: LineLimits(LineLimits.standardForeign))
    try bytes().withUnsafeBytes { framer.append($0) }
    var number = 0
    while let chunk = framer.next() ?? framer.finish() {
      for line in chunk.bytes[chunk.lines].split(separator: 0x0A, omittingEmptySubsequences: false) {
        number += 1
        guard !line.isEmpty else { continue }
        let padded = Array(line) + [UInt8](repeating: 0, count: Chunk.padding)
        let batch = decoder.decode(Chunk(bytes: padded, lines: 0..<line.count, offset: 0), now: SystemClock.now())
        for text in batch.recordTexts { try StandardOutput.line("\(number): \(text)") }
      }
    }
  }

  private func bytes() throws -> [UInt8] {
    do throws(SystemError) {
      return try Descriptor(opening: path, O_RDONLY).readAll(limit: Self.limit) ?? []
    } catch {
      throw IngestionError(.unreadable, path, error.description, advice: "name a file that you can read")
    }
  }
}
