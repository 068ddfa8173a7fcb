import Dispatch
import Glibc

/// A signal by which the user or the system tells a program what to do.
package enum ProcessSignal: Int32, Sendable, CaseIterable {
  case hangUp = 1
  case interrupt = 2
  case terminate = 15

  /// Its name, as in signal(7).
  package var name: String {
    switch self {
    case .hangUp: "SIGHUP"
    case .interrupt: "SIGINT"
    case .terminate: "SIGTERM"
    }
  }
}

/// Calls back for signals instead of letting them end the process.
package final class SignalWatch {
  private let sources: [any DispatchSourceSignal]

  package init(_ signals: [ProcessSignal] = ProcessSignal.allCases, _ body: @escaping @Sendable (ProcessSignal) -> Void)
  {
    // A signal that came between here and a source's being registered would be lost.
    let registering = DispatchGroup()
    defer { registering.wait() }
    sources = signals.map { number in
      signal(number.rawValue, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number.rawValue, queue: .global())
      source.setEventHandler { body(number) }
      registering.enter()
      source.setRegistrationHandler { registering.leave() }
      source.resume()
      return source
    }
  }

  package func cancel() { for source in sources { source.cancel() } }
}
