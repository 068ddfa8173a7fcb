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
  private let client: @Sendable () -> APIClient

  /// - Parameter client: asks the core, which may be another one by then.
  package init(at client: @escaping @Sendable () -> APIClient) { self.client = client }

  package func answer(_ request: AlertRequest) async -> String? {
    do throws(APIClientError) {
      _ = try await client().send(request)
      return nil
    } catch {
      return error.reason
    }
  }
}
