import Alerting
import Configuration
import Events
import Glibc
import Ingestion
import Snapshots
import Synchronization
import SystemFiles
import TestSupport
import Testing

@testable import Service

/// Commands reach a core over its Unix socket (article Alerts, Commands).
@Suite(.waiting) struct APIServerTests {
  private let folder: TemporaryFolder
  private let session: MonitorSession

  init() throws {
    folder = try TemporaryFolder()
    session = MonitorSession(plan: IntakePlan(), storePath: nil, clock: { testNow })
  }

  private func serving(_ body: (APIClient) async throws -> Void) async throws {
    let server = try #require(APIServer.open(of: session, configuration: nil, path: folder("run/api.sock")))
    let running = Task { await server.run() }
    try await body(APIClient(path: folder("run/api.sock")))
    running.cancel()
    await running.value
    // Nothing is left behind.
    #expect(access(folder("run/api.sock"), F_OK) != 0)
  }

  private func failure(_ body: () async throws -> AlertsState) async -> APIClientError? {
    do {
      _ = try await body()
      return nil
    } catch {
      return error as? APIClientError
    }
  }

  @Test func whatIsAskedIsDoneInTheNameOfWhoAsks() async throws {
    try await serving { client in
      #expect(try await client.alerts() == AlertsState())
      let request = AlertRequest.silence(rule: "r*", subject: "w", seconds: 600, reason: "a \"deploy\"")
      let silences = try await client.send(request).silences
      #expect(silences.count == 1 && silences[0].by == UserNames.user(geteuid()))
      #expect(silences[0].reason == "a \"deploy\"")
      #expect(silences[0].until == testNow.advanced(seconds: 600))
      #expect(try await client.send(.unsilence(id: silences[0].id)).silences.isEmpty)
    }
  }

  @Test func whatCannotBeDoneIsSaid() async throws {
    try await serving { client in
      let gone = await failure { try await client.send(.acknowledge(id: "ab12", note: nil)) }
      #expect(gone == .refused("no alert ab12 fires any more"))
      // An id is no path.
      let odd = await failure { try await client.send(.unsilence(id: "../x")) }
      #expect(odd == .refused("there is no silence -; it may have ended"))
      let long = await failure {
        try await client.send(.silence(rule: nil, subject: nil, seconds: 100_000_000, reason: nil))
      }
      guard case .refused(let reason) = long else {
        Issue.record("\(String(describing: long))")
        return
      }
      #expect(reason.contains("30 days"))
    }
    let nobody = await failure { try await APIClient(path: folder("run/api.sock")).alerts() }
    #expect(nobody == .nobodyThere(folder("run/api.sock")))
  }

  @Test func theSocketIsItsOwnersAndTakenOnce() async throws {
    try await serving { _ in
      var about = stat()
      #expect(lstat(folder("run/api.sock"), &about) == 0 && about.st_mode & 0o777 == 0o600)
      #expect(lstat(folder("run"), &about) == 0 && about.st_mode & 0o777 == 0o700)
      #expect(APIServer.open(of: session, configuration: nil, path: folder("run/api.sock")) == nil)
    }
  }
}
