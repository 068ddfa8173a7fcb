import Events
import Ingestion
import Monitoring
import Synchronization

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
    try await listener.run(report: tell(listener.path)) { connection in
      core.changed()
      await take(connection, as: number)
      core.changed()
    }
  }

  // What becomes of the socket's file. A notice stands for as long as nobody can connect.
  private func tell(_ path: String) -> @Sendable (SocketListener.Event) -> Void {
    let standing = Mutex<String?>(nil)
    return { event in
      let former = standing.withLock { standing in
        defer { if case .lost(let error) = event { standing = Self.lost(error) } else { standing = nil } }
        return standing
      }
      if let former { core.withdrawNotice(former) }
      switch event {
      case .madeAnew: core.log("\(path): the socket's file was gone, and is made anew")
      case .lost(let error): core.notice(Self.lost(error))
      case .backInPlace: core.log("\(path): the socket's file is back")
      }
    }
  }

  private static func lost(_ error: IngestionError) -> String {
    "the socket's file is gone, and cannot be made anew: \(error)"
  }

  private func take(_ connection: SocketConnection, as source: Int) async {
    let worker = workers[Int(connection.id % UInt64(workers.count))]
    var tally = FlushCounts()
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
