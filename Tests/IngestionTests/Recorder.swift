import Events
import Synchronization
import TestSupport

@testable import Ingestion

/// Reads a tail in a task of its own and keeps what it told; ends the task when it goes.
final class Recorder: Sendable {
  struct Record {
    var lines: [String] = []
    var states: [String: SourceState] = [:]
    var notices: [String] = []
    var names: [String] = []
    var cuts: [CutLine] = []
    var opened: [Position] = []
    var known: [KnownPosition] = []
    var caughtUp = 0
    var chunks = 0
    var hasEnded = false
    var failures: [IngestionError] = []
  }

  private let record = Mutex(Record())
  private let task = Mutex<Task<Void, Never>?>(nil)

  init(_ tail: FileTail) {
    let running = Task { [weak self] in
      while true {
        guard let event = await tail.next() else { break }
        guard let self else { return }
        self.note(event, from: tail)
      }
      self?.record.withLock { $0.hasEnded = true }
    }
    task.withLock { $0 = running }
  }

  convenience init(_ patterns: [String], _ change: (inout TailOptions) -> Void = { _ in }) throws {
    var options = TailOptions()
    change(&options)
    self.init(try FileTail(patterns: patterns, options: options))
  }

  deinit { cancel() }

  func cancel() { task.withLock { $0?.cancel() } }

  var now: Record { record.withLock { $0 } }

  /// Waits until the record is as the test wants it.
  func reaches(_ condition: @Sendable (Record) -> Bool) async -> Bool { await eventually { condition(now) } }

  private func note(_ event: TailEvent, from tail: FileTail) {
    record.withLock { record in
      switch event {
      case .appeared(_, let source): record.names.append(source.name)
      case .opened(let source, let position):
        record.opened.append(position)
        record.known.record(position, of: record.names[source])
      case .chunk(let source, let chunk, let position, _):
        record.known.record(position, of: record.names[source])
        record.chunks += 1
        record.lines += chunk.text
        if let cut = chunk.cut { record.cuts.append(cut) }
        tail.recycle(chunk.bytes)
      case .state(let source, let state): record.states[record.names[source]] = state
      case .failed(let source, let error):
        record.states[record.names[source]] = .failed(error.description)
        record.failures.append(error)
      case .caughtUp: record.caughtUp += 1
      case .atRest: break
      case .unmatched: break
      case .notice(let text): record.notices.append(text)
      }
    }
  }
}

extension Chunk {
  /// The lines as text.
  var text: [String] { bytes[lines].split(separator: 10).map { String(decoding: $0, as: UTF8.self) } }
}
