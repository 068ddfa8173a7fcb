import Events
import Foundation
import Monitoring
import Reports
import Snapshots
import TestSupport
import Testing

@testable import Service

/// What scripts read over the API says the same as `status --json` and `export` do (article API).
@Suite(.waiting) struct ReadingRoutesTests {
  private static let lines =
    (0..<30).map { line("bot", #","duration_ms":\#($0),"custom_metrics":{"api_cost":0.5,"model":"m"}"#) }.joined()
    + line("other/one", #","status":"error","error_message":"timed out""#)
    + "no json\n"

  private func serving(_ body: (ServedSession, TestHTTPClient) async throws -> Void) async throws {
    let served = try ServedSession()
    try await served.serve { client in
      let answer = try client.ask("POST", "/v1/events", body: Self.lines)
      #expect(answer.status == 200, "\(answer.text)")
      try await body(served, client)
    }
  }

  @Test func theSnapshotIsThatOfStatus() async throws {
    try await serving { served, client in
      let answer = try client.ask("GET", "/v1/snapshot")
      #expect(answer.status == 200 && answer["Content-Type"] == "application/json")
      #expect(answer.body == StatusJSON().bytes(of: served.core.snapshot()))
      let wrappers = try #require(try answer.object()["wrappers"] as? [[String: Any]])
      #expect(wrappers.map { $0["wrapper_name"] as? String } == ["bot", "other/one"])
      let one = try client.ask("GET", "/v1/snapshot?wrapper=b*&detail=false&range=24h").object()
      let bot = try #require((one["wrappers"] as? [[String: Any]])?.first)
      #expect((one["wrappers"] as? [Any])?.count == 1 && bot["stats"] is NSNull)
      #expect((bot["range"] as? [String: Any])?["total_operations"] as? Int == 30)
      let past = try client.ask("GET", "/v1/snapshot?at=2026-01-01").object()
      #expect(past["at"] as? String == "2026-01-01T00:00:00.000000Z")
      // Nothing had been seen by then.
      #expect((past["wrappers"] as? [Any])?.isEmpty == true)
    }
  }

  @Test func partsAreThoseOfTheSnapshot() async throws {
    try await serving { served, client in
      let snapshot = try client.ask("GET", "/v1/snapshot").object()
      let wrappers = try #require(snapshot["wrappers"] as? [[String: Any]])
      let list = try #require(try client.ask("GET", "/v1/wrappers").object()["wrappers"] as? [[String: Any]])
      #expect(list as NSArray == wrappers as NSArray)
      let one = try #require(try client.ask("GET", "/v1/wrappers/other%2Fone").object()["wrapper"] as? [String: Any])
      #expect(one as NSDictionary == wrappers[1] as NSDictionary)
      let sources = try client.ask("GET", "/v1/sources").object()["sources"] as? NSArray
      #expect(sources == snapshot["sources"] as? NSArray && sources?.count == 2)
      let rejects = try #require(try client.ask("GET", "/v1/rejects").object()["rejects"] as? [[String: Any]])
      #expect(rejects.count == 1 && rejects[0]["reason"] as? String == "notJSON")
      #expect(rejects[0]["sample"] as? String == "no json" && rejects[0]["source"] as? String == "/v1/events")
      #expect(try (client.ask("GET", "/v1/trends").object()["trends"] as? [Any])?.isEmpty == true)
      let none = try client.ask("GET", "/v1/wrappers/bott")
      #expect(none.status == 404 && none.text.contains("did you mean bot?"))
    }
  }

  @Test func rowsAreThoseOfExport() async throws {
    try await serving { served, client in
      for (target, subject) in [
        ("/v1/costs", ExportSubject.costs(.day)), ("/v1/costs?by=model", .costs(.model)),
        ("/v1/recommendations", .costs(.recommendation)), ("/v1/costs?by=hour&wrapper=b*", .costs(.hour)),
      ] {
        let selection = ExportSelection(wrappers: target.contains("wrapper") ? NameGlob("b*") : nil)
        for format in ExportFormat.allCases {
          let answer = try client.ask("GET", target + (target.contains("?") ? "&" : "?") + "format=\(format.rawValue)")
          #expect(answer.status == 200 && answer["Content-Type"] == format.mediaType)
          var expected: [UInt8] = []
          let rows = Rows()
          try await RowExport(subject, of: selection, as: format).run(from: CoreExport(served.core)) {
            rows.bytes += $0
          }
          expected = rows.bytes
          #expect(answer.text == String(decoding: expected, as: UTF8.self), "\(target)")
        }
      }
      let costs = try client.ask("GET", "/v1/costs?wrapper=bot").rows()
      #expect(costs.count == 1 && costs[0]["cost_usd"] as? String == "15")
      let series = try client.ask("GET", "/v1/wrappers/bot/series?step=1h").rows()
      #expect(series.reduce(0) { $0 + ($1["total_operations"] as? Int ?? 0) } == 30)
      #expect(try client.ask("GET", "/v1/wrappers/bot/series?since=2026-01-03").rows().isEmpty)
    }
  }

  @Test func operationsAreTheNewestThatFit() async throws {
    try await serving { served, client in
      #expect(try client.ask("GET", "/v1/operations").rows().count == 31)
      let newest = try client.ask("GET", "/v1/operations?limit=2&wrapper=b*").rows()
      #expect(newest.map { $0["duration_ms"] as? Int } == [29, 28])
      let failed = try client.ask("GET", "/v1/operations?failures=true").rows()
      #expect(failed.count == 1 && failed[0]["error_message"] as? String == "timed out")
      #expect(try client.ask("GET", "/v1/operations?text=TIMED+out").rows().count == 1)
      #expect(try client.ask("GET", "/v1/wrappers/bot/operations?text=timed%20out").rows().isEmpty)
      #expect(try client.ask("GET", "/v1/wrappers/bot/operations?since=1h&limit=10000").rows().count == 30)
      #expect(try client.ask("GET", "/v1/operations?until=1h").rows().isEmpty)
      #expect(try client.ask("GET", "/v1/wrappers/nobody/operations").status == 404)
    }
  }

  @Test(arguments: [
    ("/v1/snapshot?wraper=b", "wraper: no parameter has that name; did you mean wrapper?"),
    ("/v1/snapshot?range=2h", "range: has to be one of 5m, 1h, 24h, 7d, 30d"),
    ("/v1/snapshot?at=yesterday", "at: has to be a time such as 2026-01-02T00:00:00Z"),
    ("/v1/operations?limit=0", "limit: has to be a whole number from 1 to 10000"),
    ("/v1/operations?failures=yes", "failures: has to be true or false"),
    ("/v1/operations?limit=1&limit=2", "limit: is there twice"),
    ("/v1/costs?by=moon", "by: has to be one of day, hour, model"),
    ("/v1/costs?by=%zz", "the query is not encoded"), ("/v1/sources?x=1", "this path takes none"),
  ]) func aQueryThatMakesNoSenseIsRefused(target: String, message: String) async throws {
    try await ServedSession(keepsStore: false).serve { client in
      let answer = try client.ask("GET", target)
      #expect(answer.status == 400 && answer["Content-Type"] == "application/problem+json")
      #expect(try (answer.object()["detail"] as? String ?? "").contains(message), "\(answer.text)")
    }
  }

  @Test func aHealthyCoreSaysSoAndOneThatStoresNothingSaysWhy() async throws {
    let served = try ServedSession()
    try await served.serve { client in
      #expect(await eventually { served.core.snapshot().storage != nil })
      #expect(try client.ask("GET", "/healthz").status == 200)
      var storage = StorageStatus(path: "s.db", state: .failing("disk full"))
      storage.bytes = 1
      served.core.setStorage(storage)
      let answer = try client.ask("GET", "/healthz")
      #expect(answer.status == 503 && answer.text.contains("disk full"))
    }
  }

  @Test func whoMayOnlySendReadsNothing() async throws {
    try await ServedSession(keepsStore: false).serve(.send) { client in
      let sent = try client.ask("POST", "/v1/events", body: Self.lines)
      #expect(sent.status == 200)
      for path in ["/v1/snapshot", "/v1/operations", "/v1/alerts", "/v1/config", "/v1/rejects"] {
        #expect(try client.ask("GET", path).status == 403)
      }
    }
    try await ServedSession(keepsStore: false).serve(.read) { client in
      let sent = try client.ask("POST", "/v1/events", body: Self.lines)
      #expect(sent.status == 403)
      #expect(try client.ask("POST", "/v1/silences", body: #"{"seconds": 60}"#).status == 403)
    }
  }

  @Test func alertsAreThoseOfTheCommand() async throws {
    let served = try ServedSession(keepsStore: false)
    try await served.serve { client in
      let made = try client.ask("POST", "/v1/silences", body: #"{"rule": "r*", "seconds": 600, "reason": "x"}"#)
      #expect(made.status == 200)
      let list = try client.ask("GET", "/v1/alerts?all=true")
      #expect(list.body == AlertListJSON.bytes(of: served.core.alerts, withEnded: true))
      let silence = try #require(try (list.object()["silences"] as? [[String: Any]])?.first)
      #expect(silence["by"] as? String == "ann" && silence["rule"] as? String == "r*")
      // In whose name something is done is not for the body to say.
      #expect(try client.ask("POST", "/v1/silences", body: #"{"seconds": 60, "by": "eve"}"#).status == 400)
      #expect(try client.ask("POST", "/v1/alerts/ab12/ack", body: "{}").status == 404)
    }
  }
}

/// What an export wrote.
private final class Rows {
  var bytes: [UInt8] = []
}
