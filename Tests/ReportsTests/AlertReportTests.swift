import Alerting
import Events
import Foundation
import Monitoring
import Snapshots
import Testing

@testable import Reports

/// What documents tell of alerts.
@Suite struct AlertReportTests {
  private static let evil = "a\u{1B}[31m|<b>`x`"

  private static func alert(
    _ id: String, _ state: Alert.State, at: Timestamp, minutesAgo: Int64, _ change: (inout Alert) -> Void = { _ in }
  ) -> Alert {
    var reading = AlertReading(metric: "error_rate", value: 0.114, comparison: .above, threshold: 0.1)
    reading.operations = 480
    reading.windowSeconds = 3600
    var alert = Alert(
      id: id, rule: "high_error_rate", subject: .wrapper("Zeta"), severity: .error, state: state,
      since: at.advanced(seconds: -60 * minutesAgo - 60), reading: reading)
    if state != .pending { alert.firedAt = at.advanced(seconds: -60 * minutesAgo) }
    change(&alert)
    return alert
  }

  private static func alerts(at: Timestamp) -> AlertsState {
    var alerts = AlertsState()
    alerts.items = [
      AlertsState.Item(alert: alert("a1", .firing, at: at, minutesAgo: 8)),
      AlertsState.Item(
        alert: alert("a2", .acknowledged, at: at, minutesAgo: 30) {
          $0.acknowledgement = Alert.Acknowledgement(by: "ops", at: at, note: evil)
        }),
      AlertsState.Item(alert: alert("a3", .pending, at: at, minutesAgo: 0)),
    ]
    alerts.ended = [
      alert("b1", .resolved, at: at, minutesAgo: 50) {
        $0.resolvedAt = at.advanced(seconds: -60 * 20)
        $0.ending = .recovered
      },
      alert("b2", .resolved, at: at, minutesAgo: 60 * 24 * 400) {
        $0.resolvedAt = at.advanced(seconds: -86_400 * 399)
        $0.ending = .recovered
      },
    ]
    return alerts
  }

  private func snapshot() -> Snapshot {
    var snapshot = Sample.snapshot()
    snapshot.alerts = Self.alerts(at: snapshot.at)
    return snapshot
  }

  @Test func statusForPrograms() throws {
    let snapshot = snapshot()
    let bytes = Data(StatusJSON().bytes(of: snapshot))
    let document = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    let alerts = try #require(document["alerts"] as? [[String: Any]])
    #expect(alerts.map { $0["id"] as? String } == ["a1", "a2", "a3"])
    #expect(alerts.map { $0["state"] as? String } == ["firing", "acknowledged", "pending"])
    #expect(alerts[0]["wrapper_name"] as? String == "Zeta")
    #expect(alerts[0]["message"] as? String == "error rate 11.4 % is above 10.0 % (480 operations in 1h00m)")
    #expect(alerts[0]["severity"] as? String == "error")
    #expect(alerts[0]["since"] as? String == snapshot.at.advanced(seconds: -540).description)
    #expect(alerts[0]["acknowledged_by"] is NSNull)
    #expect(alerts[1]["acknowledged_by"] as? String == "ops")
    #expect(alerts[1]["note"] as? String == Self.evil)
    #expect(alerts[2]["fired_at"] is NSNull)
    #expect(Set(alerts.map { Set($0.keys) }).count == 1)
  }

  @Test func statusForPeople() {
    let text = String(decoding: StatusText().bytes(of: snapshot()), as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("FIRING") && $0.contains("high_error_rate") && $0.hasSuffix("8m00s ago") })
    #expect(text.contains("error rate 11.4 % is above 10.0 % (480 operations in 1h00m)"))
    #expect(text.contains("acknowledged by ops since"))
    #expect(!text.contains("PENDING"))
    #expect(!text.unicodeScalars.contains("\u{1B}"))
    #expect(!String(decoding: StatusText().bytes(of: Sample.snapshot()), as: UTF8.self).contains("ALERT"))
  }

  @Test(arguments: CostDocumentFormat.allCases) func reports(format: CostDocumentFormat) {
    var document = CostSample.rich()
    #expect(!text(document, format).contains("Firing at"))
    document.snapshot.alerts = Self.alerts(at: document.through)
    let report = text(document, format)
    #expect(report.contains("Firing at"))
    #expect(report.contains("Over by then"))
    #expect(report.contains("30m00s"))
    // What was over before the time of the report is not in it, and what was written by others does no harm.
    #expect(report.components(separatedBy: "recovered").count == 2)
    #expect(!report.contains("<b>") && !report.unicodeScalars.contains("\u{1B}"))
    document.pattern = "other*"
    #expect(!text(document, format).contains("Firing at"))
  }
}
