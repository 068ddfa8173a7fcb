import Alerting
import Events
import Foundation
import TestSupport
import Testing

/// What each kind of channel sends, whole.
@Suite struct ChannelTests {
  private func request(
    _ kind: String, _ message: AlertMessage, _ values: ChannelValues? = nil
  ) throws -> DeliveryRequest? {
    let type = try #require(AlertChannelKinds.named(kind))
    return type.init(values ?? MessageSamples.settings[kind] ?? ChannelValues()).request(for: message)
  }

  private func body(_ kind: String, _ message: AlertMessage, _ values: ChannelValues? = nil) throws -> [UInt8] {
    switch try #require(try request(kind, message, values)) {
    case .http(let http): http.body
    case .command(let command): command.input
    case .mail(let mail): mail.content
    case .terminal(let signal): signal.bytes
    }
  }

  private func json(_ kind: String, _ message: AlertMessage) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(try body(kind, message)))
  }

  private func text(of request: DeliveryRequest?) -> String {
    func shown(_ bytes: [UInt8]) -> String {
      // Line ends of mail are not those of a golden file.
      String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "␍\n").replacing("\u{1B}", with: "␛").replacing(
        "\u{7}", with: "␇")
    }
    switch request {
    case nil: return "nothing\n"
    case .http(let http):
      let head = ["\(http.method) \(http.url)"] + http.headers.map { "\($0.name): \($0.value)" }
      return head.joined(separator: "\n") + "\n\n" + shown(http.body) + "\n"
    case .mail(let mail):
      return "\(mail.security) \(mail.host):\(mail.port) from \(mail.from) to \(mail.to)\n\n" + shown(mail.content)
    case .command(let command): return "\(command.arguments)\n\n" + shown(command.input) + "\n"
    case .terminal(let signal): return shown(signal.bytes) + "\n"
    }
  }

  @Test(arguments: AlertChannelKinds.all.map { $0.name })
  func sendsWhatItsGoldenFileHas(_ kind: String) throws {
    var text = ""
    for (name, message) in [
      ("firing", MessageSamples.firing), ("resolved", MessageSamples.resolved),
      ("acknowledged", MessageSamples.acknowledged), ("group", MessageSamples.group),
      ("hostile", MessageSamples.hostile),
    ] where AlertChannelKinds.named(kind)?.groups == true || message.entries.count == 1 {
      text += "== \(name)\n" + self.text(of: try request(kind, message)) + "\n"
    }
    expectGolden(text, named: kind)
  }

  @Test func everyKindHasANameAndASummaryOfItsOwn() {
    let kinds = AlertChannelKinds.all
    #expect(
      kinds.map { $0.name } == [
        "webhook", "slack", "email", "pagerduty", "alertmanager", "ntfy", "command", "bell", "osc",
      ])
    #expect(Set(kinds.map { $0.summary }).count == kinds.count)
    #expect(AlertChannelKinds.named("carrier pigeon") == nil)
  }

  @Test func whatIsSecretIsMarkedAsSuch() throws {
    for (kind, key) in [
      ("webhook", "url"), ("webhook", "headers"), ("slack", "url"), ("pagerduty", "routing_key"), ("ntfy", "token"),
    ] {
      let keys = try #require(AlertChannelKinds.named(kind)?.keys)
      #expect(keys.first { $0.name == key }?.isSensitive == true, "\(kind) \(key)")
    }
  }

  // MARK: The rules of the formats

  @Test(arguments: [MessageSamples.firing, MessageSamples.resolved, MessageSamples.group, MessageSamples.hostile])
  func aWebhookIsWhatAlertmanagerPosts(_ message: AlertMessage) throws {
    let document = try #require(try json("webhook", message) as? [String: Any])
    #expect(
      Set(document.keys) == [
        "version", "groupKey", "truncatedAlerts", "status", "receiver", "groupLabels", "commonLabels",
        "commonAnnotations", "externalURL", "alerts",
      ])
    #expect(document["version"] as? String == "4")
    let alerts = try #require(document["alerts"] as? [[String: Any]])
    #expect(alerts.count == message.entries.filter { $0.news != .acknowledged }.count)
    for alert in alerts {
      #expect(
        Set(alert.keys) == [
          "status", "labels", "annotations", "startsAt", "endsAt", "generatorURL", "fingerprint",
        ])
      let labels = try #require(alert["labels"] as? [String: String])
      #expect(labels["alertname"] != nil && labels["severity"] != nil)
      let annotations = try #require(alert["annotations"] as? [String: String])
      #expect(Set(annotations.keys).isSuperset(of: ["summary", "description", "value", "threshold"]))
      #expect(annotations["value"] == "0.114" && annotations["threshold"] == "0.1")
      let entry = try #require(message.entries.first { $0.alert.id == alert["fingerprint"] as? String })
      #expect(alert["status"] as? String == (entry.news == .resolved ? "resolved" : "firing"))
    }
    let isFiring = alerts.contains { $0["status"] as? String == "firing" }
    #expect(document["status"] as? String == (isFiring ? "firing" : "resolved"))
  }

  @Test func theGroupOfAnAlertIsTheSameWhenItIsResolved() throws {
    let keys = try [MessageSamples.firing, MessageSamples.resolved].map {
      (try json("webhook", $0) as? [String: Any])?["groupKey"] as? String
    }
    #expect(keys[0] == #"{}:{alertname="high_error_rate", wrapper="checkout"}"# && keys[0] == keys[1])
  }

  @Test func aDocumentSaysHowManyAlertsAreNotInIt() throws {
    let document = try #require(try json("webhook", MessageSamples.crowd) as? [String: Any])
    #expect((document["alerts"] as? [Any])?.count == 500 && document["truncatedAlerts"] as? Int == 200)
  }

  @Test func pagerDutyGetsOneKeyForTheWholeLifeOfAnAlert() throws {
    var actions: [String] = []
    for news in AlertMessage.News.allCases {
      let event = try #require(
        try json("pagerduty", MessageSamples.message([(news, MessageSamples.alert())])) as? [String: Any])
      actions.append(try #require(event["event_action"] as? String))
      #expect(event["dedup_key"] as? String == "00000000000000a1")
      #expect((event["routing_key"] as? String)?.utf8.count == 32)
      guard news.isTold else { continue }
      let payload = try #require(event["payload"] as? [String: Any])
      #expect(payload["source"] as? String == "llm-1" && payload["severity"] as? String == "error")
      #expect((payload["timestamp"] as? String).flatMap { Timestamp($0) } == MessageSamples.alert().since)
    }
    #expect(actions == ["trigger", "trigger", "trigger", "acknowledge", "resolve"])
  }

  @Test func pagerDutysSummaryIsShortEnough() throws {
    var alert = MessageSamples.alert(of: .wrapper(String(repeating: "ä", count: 3000)))
    alert.reading.explanation = [String(repeating: "🧭", count: 3000)]
    let event = try #require(try json("pagerduty", MessageSamples.message([(.firing, alert)])) as? [String: Any])
    let summary = try #require((event["payload"] as? [String: Any])?["summary"] as? String)
    #expect(summary.unicodeScalars.count == 1024 && summary.hasSuffix("…"))
  }

  @Test func alertmanagerGetsAnEndOnlyWhenThereIsOne() throws {
    let alerts = try #require(try json("alertmanager", MessageSamples.group) as? [[String: Any]])
    #expect(alerts.count == MessageSamples.group.entries.count)
    for (alert, entry) in zip(alerts, MessageSamples.group.entries) {
      #expect((alert["labels"] as? [String: String])?["alertname"] == entry.alert.rule)
      #expect((alert["startsAt"] as? String).flatMap { Timestamp($0) } == entry.alert.since)
      #expect((alert["endsAt"] as? String).flatMap { Timestamp($0) } == entry.alert.resolvedAt)
    }
    #expect(AlertChannelKinds.named("alertmanager")?.refreshSeconds == 60)
  }

  @Test(arguments: ["http://a:9093", "http://a:9093/", "http://a:9093//"])
  func alertmanagersAddressIsTheBase(_ url: String) throws {
    guard case .http(let http)? = try request("alertmanager", MessageSamples.firing, ChannelValues(["url": .text(url)]))
    else {
      Issue.record("no request")
      return
    }
    #expect(http.url == "http://a:9093/api/v2/alerts")
  }

  @Test func slackGetsNothingThatItWouldTakeForALink() throws {
    let text = try #require((try json("slack", MessageSamples.hostile) as? [String: String])?["text"])
    #expect(!text.contains("<") && !text.contains(">") && text.contains("&lt;!channel&gt; &amp;"))
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" })
  }

  @Test func aLongMessageIsCutBetweenAlertsAndCountsTheRest() throws {
    let text = try #require((try json("slack", MessageSamples.crowd) as? [String: String])?["text"])
    let lines = text.split(separator: "\n")
    #expect(text.utf8.count <= 4000 && lines.count > 10)
    #expect(lines[0] == "CRITICAL: 700 firing: wrapper-600, wrapper-0, wrapper-1 and 697 more")
    #expect(lines[1].hasPrefix("CRITICAL wrapper-600: "))
    let told = lines.count - 2
    #expect(lines.last == "and \(700 - told) more: \(700 - told) firing")
  }

  @Test func onlyWhatFiresRings() throws {
    for news in AlertMessage.News.allCases {
      let message = MessageSamples.message([(news, MessageSamples.alert())])
      #expect((try request("bell", message) == .terminal(.bell)) == news.isTold)
    }
  }

  @Test func aNotificationEndsWhereItShould() throws {
    for sequence in ["9", "777"] {
      let bytes = try body("osc", MessageSamples.hostile, ChannelValues(["sequence": .text(sequence)]))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.hasPrefix(sequence == "9" ? "\u{1B}]9;CRITICAL" : "\u{1B}]777;notify;wraptop;CRITICAL"))
      #expect(text.hasSuffix("\u{1B}\\"))
      let inside = text.unicodeScalars.dropFirst().dropLast(2)
      #expect(!inside.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
    }
    let signal = TerminalSignal.notification(title: "a;b", text: "1;2")
    #expect(signal.bytes == Array("\u{1B}]777;notify;a,b;-1;2\u{1B}\\".utf8))
  }
}

extension AlertMessage.News {
  /// True if it is told as an alert that fires.
  fileprivate var isTold: Bool { self != .acknowledged && self != .resolved }
}
