import Alerting
import Events
import Snapshots

@testable import Dashboard

/// Alerts as an engine would tell of them.
enum AlertSamples {
  static func instant(_ minutesAgo: Int64) -> Timestamp { Scene.now.advanced(seconds: -60 * minutesAgo) }

  static func alert(
    _ id: String, _ rule: String, _ subject: AlertSubject, _ severity: AlertSeverity, _ state: Alert.State,
    minutesAgo: Int64, metric: String = "error_rate", value: Double = 0.114, threshold: Double = 0.1,
    _ change: (inout Alert) -> Void = { _ in }
  ) -> Alert {
    var reading = AlertReading(metric: metric, value: value, comparison: .above, threshold: threshold)
    reading.operations = 480
    reading.windowSeconds = 3600
    var alert = Alert(
      id: id, rule: rule, subject: subject, severity: severity, state: state, since: instant(minutesAgo + 1),
      reading: reading)
    if state != .pending { alert.firedAt = instant(minutesAgo) }
    change(&alert)
    return alert
  }

  /// Of every state, in the order in which an engine has them.
  static let items: [AlertsState.Item] = [
    AlertsState.Item(
      alert: alert(
        "00000000000000a1", "critical_health", .wrapper("router"), .critical, .firing, minutesAgo: 4,
        metric: "health_score", value: 0.21, threshold: 0.3
      ) {
        $0.reading.comparison = .below
        $0.reading.explanation = ["most failed with HTTP_502", "the error rate rose from 1.2 %"]
      }, told: ["oncall": instant(4), "pager": instant(3)]),
    AlertsState.Item(
      alert: alert("00000000000000a2", "high_error_rate", .wrapper("support-bot"), .error, .firing, minutesAgo: 8),
      heldBack: .cooldown(until: instant(-8))),
    AlertsState.Item(
      alert: alert("00000000000000a3", "high_error_rate", .wrapper("router"), .error, .firing, minutesAgo: 6),
      heldBack: .worseAlert),
    AlertsState.Item(
      alert: alert(
        "00000000000000a4", "high_fallback_rate", .wrapper("rag-search"), .warning, .acknowledged, minutesAgo: 41,
        metric: "fallback_rate", value: 0.62, threshold: 0.5
      ) {
        $0.acknowledgement = Alert.Acknowledgement(by: "ops", at: instant(31), note: "provider is told")
      }, told: ["oncall": instant(40)]),
    AlertsState.Item(
      alert: alert(
        "00000000000000a5", "source_lag", .source("/var/log/wrappers/events.jsonl"), .warning, .silenced,
        minutesAgo: 90,
        metric: "source_lag_bytes", value: 104_857_600, threshold: 67_108_864
      ) {
        $0.silencedUntil = instant(-32)
        $0.reading.operations = nil
      }),
    AlertsState.Item(
      alert: alert("00000000000000a6", "high_error_rate", .wrapper("codegen"), .error, .pending, minutesAgo: 0)),
  ]

  static let ended: [Alert] = [
    alert("00000000000000b1", "high_error_rate", .wrapper("support-bot"), .error, .resolved, minutesAgo: 50) {
      $0.resolvedAt = instant(20)
      $0.ending = .recovered
    },
    alert("00000000000000b2", "low_health_score", .wrapper("embed"), .warning, .resolved, minutesAgo: 300) {
      $0.resolvedAt = instant(240)
      $0.ending = .noTraffic
    },
  ]

  /// Of everything something.
  static let all: AlertsState = {
    var alerts = AlertsState()
    alerts.items = items
    alerts.ended = ended
    alerts.silences = [
      Silence(
        id: "0000000c", rule: "source_lag", subject: nil, createdAt: instant(60), until: instant(-32), by: "ops",
        reason: "the disk is being moved")
    ]
    var pager = AlertsState.Channel(name: "pager", kind: "pagerduty")
    pager.lastDelivered = instant(3)
    var slack = AlertsState.Channel(name: "oncall", kind: "slack")
    slack.waiting = 2
    slack.undeliverable = 1
    slack.problem = "HTTP 503 from hooks.example"
    alerts.channels = [slack, pager]
    return alerts
  }()

  /// So many that fire, the worst first.
  static func many(_ count: Int) -> AlertsState {
    var alerts = AlertsState()
    alerts.items = (0..<count).map { number in
      AlertsState.Item(
        alert: alert(
          "many-\(number)", "high_error_rate", .wrapper("w\(number)"), number < count / 10 ? .critical : .error,
          .firing,
          minutesAgo: Int64(count - number)))
    }
    return alerts
  }
}

extension Scene {
  /// The dozen with alerts of every state.
  static let alerts = dozen.with { $0.alerts = AlertSamples.all }
  /// The dozen without a critical alert.
  static let mildAlerts = dozen.with {
    $0.alerts = AlertSamples.all
    $0.alerts.items.removeFirst()
  }
}
