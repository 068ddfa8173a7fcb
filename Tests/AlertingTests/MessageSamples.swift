import Alerting
import Events

/// Messages that the tests of channels send.
enum MessageSamples {
  static let noon = Timestamp(seconds: 1_796_040_000)
  static let settings: [String: ChannelValues] = [
    "webhook": ChannelValues(["url": .text("https://hooks.example/T0/SECRET")]),
    "slack": ChannelValues(["url": .text("https://hooks.slack.com/services/T0/SECRET")]),
    "email": ChannelValues([
      "smtp": .group(ChannelValues(["host": .text("mail.example")])), "from": .text("wraptop <wraptop@example.org>"),
      "to": .texts(["ops@example.org", "Jürgen Ä. <j@example.org>"]),
    ]),
    "pagerduty": ChannelValues(["routing_key": .text("0123456789abcdef0123456789abcdef")]),
    "alertmanager": ChannelValues(["url": .text("http://127.0.0.1:9093/")]),
    "ntfy": ChannelValues(["url": .text("https://ntfy.sh/topic"), "token": .text("tk_1")]),
    "command": ChannelValues(["command": .texts(["/usr/bin/notify", "--urgent", "a b"])]),
    "bell": ChannelValues(), "osc": ChannelValues(),
  ]

  static func alert(
    _ id: String = "00000000000000a1", rule: String = "high_error_rate",
    of subject: AlertSubject = .wrapper("checkout"),
    _ severity: AlertSeverity = .error, since: Timestamp = noon.advanced(seconds: -120)
  ) -> Alert {
    var reading = AlertReading(metric: "error_rate", value: 0.114, comparison: .above, threshold: 0.1)
    reading.operations = 480
    reading.windowSeconds = 3600
    reading.explanation = ["mostly HTTP_429"]
    var alert = Alert(
      id: id, rule: rule, subject: subject, severity: severity, state: .firing, since: since, reading: reading)
    alert.firedAt = since.advanced(seconds: 60)
    return alert
  }

  static func message(_ entries: [(AlertMessage.News, Alert)], channel: String = "oncall") -> AlertMessage {
    AlertMessage(
      channel: channel, entries: entries.map { AlertMessage.Entry(news: $0.0, alert: $0.1) }, at: noon, host: "llm-1")
  }

  static let firing = message([(.firing, alert())])

  static var resolvedAlert: Alert {
    var over = alert(since: noon.advanced(seconds: -3720))
    over.state = .resolved
    over.resolvedAt = noon.advanced(seconds: -60)
    over.ending = .recovered
    return over
  }

  static let resolved = message([(.resolved, resolvedAlert)])

  static let acknowledged: AlertMessage = {
    var taken = alert()
    taken.state = .acknowledged
    taken.acknowledgement = Alert.Acknowledgement(by: "kim", at: noon, note: "looking at it")
    return message([(.acknowledged, taken)])
  }()

  /// Of everything something, not in the order of what matters.
  static let group: AlertMessage = {
    var quiet = resolvedAlert
    quiet.ending = .noTraffic
    return message([
      (.resolved, quiet), (.repeated, alert("00000000000000a2", of: .wrapper("search"), .warning)),
      (.acknowledged, acknowledged.entries[0].alert),
      (.firing, alert("00000000000000a3", rule: "critical_health", of: .wrapper("checkout"), .critical)),
      (.escalated, alert("00000000000000a4", rule: "source_failed", of: .source("/var/log/a.jsonl"))),
      (.firing, alert("00000000000000a5", rule: "store_failing", of: .store)),
      (.firing, alert("00000000000000a6", rule: "budget_exceeded_daily", of: .system, .warning)),
    ])
  }()

  /// What nobody should ever be told like this.
  static let hostile: AlertMessage = {
    let name = "a\r\nBcc: all@example.org\u{1B}]0;x\u{7}\u{202E}<!channel> & \"q\" \\ ; émile"
    var forged = alert(rule: "r<1>\n.\n", of: .wrapper(name), .critical)
    forged.reading.explanation = ["<script>&\u{2028}\u{9B}31m", "{{ id }}"]
    var told = message([(.firing, forged)], channel: "on\ncall")
    told.host = "llm\r\n1"
    return told
  }()

  /// As many alerts as nobody wants to read about.
  static let crowd = message(
    (0..<700).map { number in
      (.firing, alert("\(100_000 + number)", of: .wrapper("wrapper-\(number)"), number == 600 ? .critical : .warning))
    })
}
