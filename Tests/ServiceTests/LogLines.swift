import Logging
import Synchronization

/// Gathers what is logged, at the level `info` and above.
final class LogLines: Sendable {
  private let gathered = Mutex<[String]>([])

  /// The messages so far.
  var lines: [String] { gathered.withLock { $0 } }

  /// Logs to here.
  var logger: Logger { Logger(label: "test", factory: { _ in Handler(lines: self) }) }

  private struct Handler: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { lines.gathered.withLock { $0.append("\(event.message)") } }
  }
}
