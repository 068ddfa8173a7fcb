import Events
import Monitoring
import PlainText

/// What became of everything that one connection sent, for the answers to its flushes (article Events, Lifecycle
/// events).
struct FlushCounts {
  private var lines: UInt64 = 0
  private var accepted: UInt64 = 0
  private var rejected: UInt64 = 0
  private var duplicates: UInt64 = 0
  // The first of all; their lines are counted from the first one of the connection on, from 0, without flushes.
  private var rejections: [Rejection] = []

  /// How many rejected lines an answer explains: the first since the connection began.
  static let explained = EventBatch.firstRejections

  /// The answers to the flushes of a batch, each on a line of its own. Where nothing is stored they mean that it is
  /// applied.
  mutating func replies(to applied: Applied, of batch: EventBatch, isDurable: Bool) -> [UInt8] {
    var writer = JSONWriter()
    var rest = batch.rejections(with: applied)[...]
    for (number, flush) in applied.flushes.enumerated() {
      let before = rest.prefix { $0.line < UInt64(flush.line) }
      keep(before, flushesBefore: number)
      rest = rest.dropFirst(before.count)
      writer.object { reply in
        if flush.isNumber, let number = Int64(flush.label) {
          reply.field("flushed", number)
        } else if flush.isNumber, let number = UInt64(flush.label) {
          reply.field("flushed", number)
        } else {
          reply.field("flushed", flush.label)
        }
        write(
          accepted + flush.accepted, rejected + flush.rejected, duplicates + flush.duplicates, isDurable, to: &reply)
      }
      writer.endLine()
    }
    keep(rest, flushesBefore: applied.flushes.count)
    add(applied, of: batch)
    return writer.bytes
  }

  /// What became of everything, for one who asked by sending it.
  func summary(isDurable: Bool) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { write(accepted, rejected, duplicates, isDurable, to: &$0) }
    writer.endLine()
    return writer.bytes
  }

  private func write(
    _ accepted: UInt64, _ rejected: UInt64, _ duplicates: UInt64, _ isDurable: Bool, to reply: inout JSONWriter
  ) {
    reply.field("accepted", accepted)
    reply.field("rejected", rejected)
    reply.field("duplicates", duplicates)
    reply.field("durable", isDurable)
    guard !rejections.isEmpty else { return }
    reply.arrayField("rejections") { list in
      for rejection in rejections { list.rejection(rejection) }
    }
  }

  /// Counts a batch without a flush.
  mutating func count(_ applied: Applied, of batch: EventBatch) {
    keep(batch.rejections(with: applied)[...], flushesBefore: 0)
    add(applied, of: batch)
  }

  private mutating func keep(_ new: ArraySlice<Rejection>, flushesBefore flushes: Int) {
    for var rejection in new.prefix(Self.explained - rejections.count) {
      rejection.line += lines - UInt64(flushes)
      rejections.append(rejection)
    }
  }

  private mutating func add(_ applied: Applied, of batch: EventBatch) {
    lines += batch.physicalLines - UInt64(applied.flushes.count)
    accepted += applied.accepted
    rejected += batch.rejected.values.reduce(0, +) + applied.rejectedSteps
    duplicates += applied.duplicates
  }
}

extension JSONWriter {
  // The number of a line is counted from 1.
  fileprivate mutating func rejection(_ rejection: Rejection) {
    object { entry in
      entry.field("line", rejection.line + 1)
      entry.field("reason", rejection.reason.rawValue)
      entry.field("field", rejection.field)
      entry.field("message", rejection.explanation)
    }
  }
}
