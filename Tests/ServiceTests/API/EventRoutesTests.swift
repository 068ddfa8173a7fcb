import Events
import Foundation
import Ingestion
import Storage
import TestSupport
import Testing

@testable import Service

/// Events that are posted (article API).
@Suite(.waiting) struct EventRoutesTests {
  private func totals(_ core: Core) -> [String: UInt64] {
    Dictionary(uniqueKeysWithValues: core.snapshot().monitor.wrappers.map { ($0.name, $0.totals.total) })
  }

  @Test func theAnswerTellsWhatIsStored() async throws {
    let served = try ServedSession()
    try await served.serve { client in
      let body = line("a", #","operation_id":"1""#) + "{\n" + line("b") + line("a", #","operation_id":"1""#)
      let answer = try client.ask("POST", "/v1/events", body: body)
      let reply = try answer.object()
      #expect(answer.status == 200 && reply["accepted"] as? Int == 2 && reply["rejected"] as? Int == 1)
      #expect(reply["duplicates"] as? Int == 1 && reply["durable"] as? Bool == true && reply["flushed"] == nil)
      let rejection = try #require((reply["rejections"] as? [[String: Any]])?.first)
      #expect(rejection["line"] as? Int == 2 && rejection["reason"] as? String == "notJSON")
      // It is on the disk before it is answered.
      let stored = Core(standsStill: true) { testNow }
      stored.replaceContent(with: try StoreReader(path: served.folder("store.db")).load())
      #expect(totals(stored) == ["a": 1, "b": 1])
      // Each answer is of its own request.
      let again = try client.ask("POST", "/v1/events", body: line("c")).object()
      #expect(again["accepted"] as? Int == 1 && again["rejected"] as? Int == 0)
    }
  }

  @Test func anArrayIsItsElements() async throws {
    try await ServedSession(keepsStore: false).serve { client in
      let body = """
        [ {"wrapper_name": "a", "status": "success", "operation_type": "x,]",
           "end_time": "2026-01-01T23:59:00Z", "metadata": {"list": [1, 2], "text": "a \\"quoted\\" , { ["}},
          {"wrapper_name": "b",
           "status": "success", "end_time": "2026-01-01T23:59:00Z"} , 5 ]

        """
      let reply = try client.ask("POST", "/v1/events", body: body).object()
      #expect(reply["accepted"] as? Int == 2 && reply["rejected"] as? Int == 1 && reply["durable"] as? Bool == false)
      let empty = try client.ask("POST", "/v1/events", body: "[]").object()
      #expect(empty["accepted"] as? Int == 0 && empty["rejected"] as? Int == 0)
      #expect(try client.ask("POST", "/v1/events", body: "").status == 200)
    }
  }

  @Test func aLineThatIsTooLongIsRejectedAndTheOthersCount() async throws {
    let served = try ServedSession(keepsStore: false, maxLine: LineLimits(300))
    try await served.serve { client in
      let body = line("a") + line(String(repeating: "x", count: 1000)) + line("b")
      let reply = try client.ask("POST", "/v1/events", body: body).object()
      #expect(reply["accepted"] as? Int == 2 && reply["rejected"] as? Int == 1)
      #expect(totals(served.core) == ["a": 1, "b": 1])
    }
  }

  @Test func whatCannotBeStoredIsNotAnswered() async throws {
    let served = try ServedSession()
    let before = PostedEvents()
    await #expect(throws: (any Error).self) { try await before.take(Array(line("a").utf8)) }
    try await served.serve { client in
      let answer = try client.ask("POST", "/v1/events", body: line("a"))
      #expect(answer.status == 200)
    }
    // Nothing is taken in any more.
    #expect(!served.session.posted.isOpen)
  }

  @Test func manyAtOnceAllCount() async throws {
    let served = try ServedSession()
    try await served.serve { _ in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for sender in 0..<8 {
          group.addTask {
            let client = try TestHTTPClient(socket: served.folder("run/api.sock"))
            let lines = (0..<500).map { line("w\(sender)", #","operation_id":"\#(sender)-\#($0)""#) }.joined()
            let reply = try client.ask("POST", "/v1/events", body: lines).object()
            return reply["accepted"] as? Int ?? 0
          }
        }
        let accepted = try await group.reduce(0, +)
        #expect(accepted == 4000)
      }
      #expect(totals(served.core).values.reduce(0, +) == 4000)
    }
  }
}
