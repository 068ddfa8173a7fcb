import Events
import Synchronization

@testable import Ingestion

/// A listener that keeps what its clients sent and answers to flush.
final class TestServer: Sendable {
  let listener: SocketListener
  let inbox = Inbox()
  private let task: Task<Void, Never>
  private let happened = SocketEvents()

  init(_ path: String, _ change: (inout SocketListener.Options) -> Void = { _ in }) throws {
    var options = SocketListener.Options()
    change(&options)
    let listener = try SocketListener(path, options: options)
    self.listener = listener
    let happened = happened
    task = Task { [inbox] in
      try? await listener.run(report: { event in happened.events.withLock { $0.append(event) } }) {
        await inbox.take($0)
      }
    }
  }

  deinit { task.cancel() }

  /// What happened to the socket's file.
  var events: [SocketListener.Event] { happened.events.withLock { $0 } }

  var received: Inbox.Received { inbox.received.withLock { $0 } }

  func stop() async {
    task.cancel()
    await task.value
  }
}

private final class SocketEvents: Sendable {
  let events = Mutex<[SocketListener.Event]>([])
}

/// What came in on all connections.
final class Inbox: Sendable {
  struct Received {
    var lines: [String: Int] = [:]
    var cuts: [CutLine] = []
    var ended = 0
    /// How many flushes were answered.
    var flushes = 0
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
        let id = line.drop { !$0.isNumber }.prefix { $0.isNumber }
        try? await connection.reply(Array("{\"flushed\":\(id),\"lines\":\(count)}\n".utf8))
        received.withLock { $0.flushes += 1 }
      }
    }
    received.withLock { $0.ended += 1 }
  }
}
