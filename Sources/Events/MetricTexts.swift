import CEventDecoder
import Secrets

/// Puts the texts of metrics into the arena of a batch, those that come again and again once: models, regions, routes.
struct MetricTexts {
  private struct Known {
    var hash: UInt64
    var text: TextRange
    var batch: UInt32
  }

  // A text has one place, by its hash; whatever comes there last stays.
  private var known = [Known](repeating: Known(hash: 0, text: .none, batch: 0), count: Self.size)
  private var batch: UInt32 = 1

  private static let size = 512

  /// Another batch begins.
  mutating func forget() {
    batch &+= 1
  }

  /// The metric that holds a text, which is kept redacted and cut to `Metric.longestText`.
  @inline(__always)
  mutating func metric(
    key: Int32, origin: Metric.Origin, _ text: UnsafeBufferPointer<UInt8>, seed: UInt64, in batch: inout EventBatch
  ) -> Metric {
    guard text.count <= Metric.longestText else {
      let kept = batch.keep(redacted: text, limit: Metric.longestText)
      return Metric(key: key, origin: origin, text: kept, hash: Self.hash(kept, seed: seed, in: batch))
    }
    let hash = ced_hash(text.baseAddress, text.count, seed).low
    let place = Int(truncatingIfNeeded: hash) & (Self.size - 1)
    if known[place].hash == hash, known[place].batch == self.batch, batch.holds(text, at: known[place].text) {
      return Metric(key: key, origin: origin, text: known[place].text, hash: hash)
    }
    var kept = TextRange(offset: UInt32(batch.texts.count), length: UInt32(text.count))
    if Redaction.append(text, limit: Metric.longestText, to: &batch.texts) {
      kept.length = UInt32(batch.texts.count) - kept.offset
      return Metric(key: key, origin: origin, text: kept, hash: Self.hash(kept, seed: seed, in: batch))
    }
    known[place] = Known(hash: hash, text: kept, batch: self.batch)
    return Metric(key: key, origin: origin, text: kept, hash: hash)
  }

  private static func hash(_ text: TextRange, seed: UInt64, in batch: borrowing EventBatch) -> UInt64 {
    batch.texts.withUnsafeBufferPointer { bytes in
      ced_hash(bytes.baseAddress.map { $0 + Int(text.offset) }, Int(text.length), seed).low
    }
  }
}

extension EventBatch {
  /// True if a text of the arena is that one.
  @inline(__always)
  fileprivate func holds(_ text: UnsafeBufferPointer<UInt8>, at range: TextRange) -> Bool {
    guard range.length == text.count else { return false }
    return texts.withUnsafeBufferPointer { bytes in
      guard let known = bytes.baseAddress, let wanted = text.baseAddress else { return text.isEmpty }
      return ced_same(known + Int(range.offset), wanted, text.count)
    }
  }
}
