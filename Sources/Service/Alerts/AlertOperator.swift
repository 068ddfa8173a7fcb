import ConfigurationFiles
import Snapshots

/// One operator at the engine of a core: what they do is done in their name.
package struct AlertOperator: AlertHandling {
  private let engine: AlertEngine
  private let name: String

  package init(_ name: String, of engine: AlertEngine) {
    self.engine = engine
    self.name = name
  }

  package func answer(_ request: AlertRequest) async -> String? { await engine.answer(request, by: name) }
}

/// An operator who looks at a core in another process, and asks that one.
package struct RemoteAlertOperator: AlertHandling {
  private let path: @Sendable () -> String
  private let name: String

  /// - Parameter path: the socket of the core, as it is by then.
  package init(_ name: String, at path: @escaping @Sendable () -> String) {
    self.path = path
    self.name = name
  }

  package func answer(_ request: AlertRequest) async -> String? {
    do throws(APIClientError) {
      _ = try await APIClient(path: path()).send(request, by: name)
      return nil
    } catch {
      switch error {
      case .nobodyThere(let path): return "no core listens on \(path)"
      case .refused(let reason), .failed(let reason): return reason
      }
    }
  }
}
