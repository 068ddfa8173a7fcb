import Alerting
import Events
import Foundation
import Notifications
import TestSupport
import Testing

/// Debian's own Alertmanager: an alert fires in it, and is gone again.
@Suite(.waiting) struct AlertmanagerTests {
  private static let program = "/usr/bin/prometheus-alertmanager"

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: program), "the package prometheus-alertmanager"))
  func anAlertFiresAndIsGone() async throws {
    let folder = try TemporaryFolder()
    try folder.append("route: {receiver: none}\nreceivers: [{name: none}]\n", to: "config.yml")
    let port = try freePort()
    let manager = try RunningProgram(
      Self.program,
      [
        "--config.file=\(folder("config.yml"))", "--storage.path=\(folder("data"))", "--cluster.listen-address=",
        "--web.listen-address=127.0.0.1:\(port)",
      ], environment: ["HOME": folder.path], errorsPath: folder("errors"))
    #expect(await eventually { (try? alerts(port)) != nil || !manager.isRunning }, "\(manager.errors)")
    #expect(try alerts(port).isEmpty)

    let now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
    var alert = Alert(
      id: "00000000000000a1", rule: "high_error_rate", subject: .wrapper("größe \"q\""), severity: .error,
      state: .firing,
      since: now.advanced(seconds: -60),
      reading: AlertReading(metric: "error_rate", value: 0.2, comparison: .above, threshold: 0.1))
    #expect(await Notifier().deliver(try request(.firing, alert, now, port)) == .delivered)
    let firing = try #require(try alerts(port).first)
    #expect(
      firing["labels"] as? [String: String]
        == ["alertname": "high_error_rate", "severity": "error", "wrapper": "größe \"q\""])
    #expect((firing["annotations"] as? [String: String])?["value"] == "0.2")
    // The same again is the same alert.
    #expect(await Notifier().deliver(try request(.repeated, alert, now, port)) == .delivered)
    #expect(try alerts(port).count == 1)

    alert.state = .resolved
    alert.resolvedAt = now
    #expect(await Notifier().deliver(try request(.resolved, alert, now, port)) == .delivered)
    #expect(await eventually { (try? alerts(port).isEmpty) == true })
  }

  private func request(
    _ news: AlertMessage.News, _ alert: Alert, _ now: Timestamp, _ port: UInt16
  ) throws -> DeliveryRequest {
    let kind = try #require(AlertChannelKinds.named("alertmanager"))
    let channel = kind.init(ChannelValues(["url": .text("http://127.0.0.1:\(port)")]))
    let entry = AlertMessage.Entry(news: news, alert: alert)
    return try #require(channel.request(for: AlertMessage(channel: "am", entries: [entry], at: now, host: "h")))
  }

  /// Those that fire.
  private func alerts(_ port: UInt16) throws -> [[String: Any]] {
    let client = try TestHTTPClient(port)
    client.send("GET /api/v2/alerts HTTP/1.1\r\nHost: localhost\r\n\r\n")
    let answer = try client.answer()
    try #require(answer.status == 200)
    return try #require(JSONSerialization.jsonObject(with: Data(answer.body)) as? [[String: Any]])
  }

  private func freePort() throws -> UInt16 {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(number) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let outcome = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(number, pointer, size) == 0 && getsockname(number, pointer, &size) == 0
      }
    }
    try #require(outcome)
    return UInt16(bigEndian: address.sin_port)
  }
}
