import Foundation
import Notifications

/// Whether a core answers on a Unix socket, and how it fares.
package enum CoreProbe: Sendable, Equatable {
  /// Nobody listens there.
  case nobody
  /// It takes events in and stores them. `version` is nil for cores that do not say.
  case works(version: String?)
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
        return alerts.status == 200 ? .works(version: nil) : .fails(problem(alerts))
      }
      guard health.status == 200 else { return .fails(problem(health)) }
      return .works(version: version(try await http.send("GET", "/openapi.json")))
    } catch {
      return error.isNobodyThere ? .nobody : .fails("\(error)")
    }
  }

  private static func problem(_ answer: UnixHTTPClient.Answer) -> String {
    let problem = try? JSONDecoder().decode(APIProblem.self, from: Data(answer.body))
    return problem?.detail ?? "answers \(answer.status)"
  }

  private static func version(_ answer: UnixHTTPClient.Answer) -> String? {
    struct Description: Decodable {
      struct About: Decodable { var version: String }
      var info: About
    }
    return answer.status == 200
      ? (try? JSONDecoder().decode(Description.self, from: Data(answer.body)))?.info.version : nil
  }
}
