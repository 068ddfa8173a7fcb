import Notifications

/// Whether a core answers on a Unix socket, and how it fares.
package enum CoreProbe: Sendable, Equatable {
  /// Nobody listens there.
  case nobody
  /// It takes events in and stores them.
  case works
  /// It answers that something is wrong, or does not answer well; what.
  case fails(String)

  /// Asks the core behind `socket`.
  package static func ask(_ socket: String) async -> CoreProbe {
    let http = UnixHTTPClient(socket: socket, limit: .seconds(5))
    do throws(UnixHTTPClient.Failure) {
      let health = try await http.send("GET", "/healthz")
      // An older core does not have it.
      if health.status == 404 {
        let alerts = try await http.send("GET", "/v1/alerts")
        return alerts.status == 200 ? .works : .fails(APIProblem(alerts).detail)
      }
      return health.status == 200 ? .works : .fails(APIProblem(health).detail)
    } catch {
      return error.isNobodyThere ? .nobody : .fails("\(error)")
    }
  }
}
