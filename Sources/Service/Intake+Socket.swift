import Events
import Ingestion
import Monitoring
import Reports

extension Intake {
  /// Takes in what the clients of a socket send, until the task is cancelled.
  func serve(_ listener: SocketListener) async throws {
    var status = SourceStatus(name: listener.path, kind: .socket)
    status.state = .live
    status.numbersLines = false
    let number = core.addSource(status) { status in
      let counts = listener.counts
      status.connections = counts.open
      status.refusedConnections = counts.refused + counts.denied
    }
    try await listener.run { connection in
      core.changed()
      await take(connection, as: number)
      core.changed()
    }
  }

  private func take(_ connection: SocketConnection, as source: Int) async {
    let worker = workers[Int(connection.id % UInt64(workers.count))]
    var tally = FlushTally()
    for await chunk in connection {
      let progress = ChunkProgress(chunk)
      let decoded = await worker.decode(chunk, now: core.now)
      await core.hasRoom()
      let applied = core.take(decoded.batch, from: source, progress, dedupes: true)
      if let problem = rejects?.append(decoded.batch, applied, of: decoded.chunk) { core.notice(problem) }
      guard !applied.flushes.isEmpty else {
        tally.count(applied, of: decoded.batch)
        continue
      }
      do {
        let isDurable = try await core.isStored(upTo: applied.mark)
        try await connection.reply(tally.replies(to: applied, of: decoded.batch, isDurable: isDurable))
      } catch {
        return  // The client is gone, or this ends: who got no answer has to send again.
      }
    }
  }
}

/// What became of everything that one connection sent, for the answers to its flushes (SPEC 1.2).
struct FlushTally {
  private var accepted: UInt64 = 0
  private var rejected: UInt64 = 0
  private var duplicates: UInt64 = 0

  /// The answers to the flushes of a batch, each on a line of its own. Where nothing is stored they mean that it is applied.
  mutating func replies(to applied: Applied, of batch: EventBatch, isDurable: Bool) -> [UInt8] {
    var writer = JSONWriter()
    for flush in applied.flushes {
      writer.object { reply in
        if flush.isNumber, let number = Int64(flush.label) {
          reply.field("flushed", number)
        } else if flush.isNumber, let number = UInt64(flush.label) {
          reply.field("flushed", number)
        } else {
          reply.field("flushed", flush.label)
        }
        reply.field("accepted", accepted + flush.accepted)
        reply.field("rejected", rejected + flush.rejected)
        reply.field("duplicates", duplicates + flush.duplicates)
        reply.field("durable", isDurable)
      }
      writer.endLine()
    }
    count(applied, of: batch)
    return writer.bytes
  }

  /// Counts a batch.
  mutating func count(_ applied: Applied, of batch: EventBatch) {
    accepted += applied.accepted
    rejected += batch.rejected.values.reduce(0, +) + applied.rejectedSteps
    duplicates += applied.duplicates
  }
}
