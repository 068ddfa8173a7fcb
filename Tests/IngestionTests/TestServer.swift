import Events
import Synchronization

@testable import Ingestion

/// A listener that keeps what its clients sent and answers to flush.
final class TestServer: Sendable {
  let listener: SocketListener
  let inbox = Inbox()
  private let task: Task<Void, Never>

  init(_ path: String, _ change: (inout SocketListener.Options) -> Void = { _ in }) throws {
    var options = SocketListener.Options()
    change(&options)
    let listener = try SocketListener(path, options: options)
    self.listener = listener
    task = Task { [inbox] in try? await listener.run { await inbox.take($0) } }
  }

  deinit { task.cancel() }

  var received: Inbox.Received { inbox.received.withLock { $0 } }

  func stop() async {
    task.cancel()
    await task.value
  }
}

/// What came in on all connections.
final class Inbox: Sendable {
  struct Received {
    var lines: [String: Int] = [:]
    var cuts: [CutLine] = []
    var ended = 0
    var total: Int { lines.values.reduce(0, +) }
  }

  let received = Mutex(Received())

  func take(_ connection: SocketConnection) async {
    var count = 0
    for await chunk in connection {
      let text = chunk.text
      count += text.count
      received.withLock { received in
        for line in text where !line.contains("flush") { received.lines[line, default: 0] += 1 }
        if let cut = chunk.cut { received.cuts.append(cut) }
      }
      for line in text where line.contains("flush") {
        try? await connection.reply(Array("{\"flushed\":1,\"lines\":\(count)}\n".utf8))
      }
    }
    received.withLock { $0.ended += 1 }
  }
}
