import Events
import Ingestion
import Monitoring

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
