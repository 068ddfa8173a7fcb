import Alerting
import Events
import PlainText
import Snapshots

// How alerts are said, wherever they are shown; `AlertText.why` says what they are about.
extension Alert.State {
  /// The word for it, in capitals.
  package var word: String {
    switch self {
    case .pending: "PENDING"
    case .firing: "FIRING"
    case .acknowledged: "ACKED"
    case .silenced: "SILENCED"
    case .resolved: "ENDED"
    }
  }
}

extension AlertSeverity {
  /// The word for it, in capitals.
  package var word: String { rawValue.uppercased() }
}

extension Alert {
  /// For how many seconds it fired; nil if it still does, or never did.
  package var secondsFired: Double? {
    guard let firedAt, let resolvedAt else { return nil }
    return max(0, resolvedAt.milliseconds(since: firedAt) / 1000)
  }

  /// Who takes care of it, since when, and what they added: `ops since 14:31Z: a deploy`; nil if nobody does.
  ///
  /// - Parameter clock: how instants are said.
  package func care(clock: (Timestamp) -> String) -> String? {
    guard let acknowledgement else { return nil }
    let who = "\(acknowledgement.by) since \(clock(acknowledgement.at))"
    return acknowledgement.note.map { "\(who): \($0)" } ?? who
  }

  /// How it ended, and after how long: `recovered after 12m`; nil if it did not.
  package var end: String? {
    guard let ending = AlertText.ending(self) else { return nil }
    return secondsFired.map { "\(ending), after \(NumberFormat.age(seconds: $0))" } ?? ending
  }
}

/// What became of the news of an alert.
package enum DeliveryText {
  /// What keeps an alert from being sent, or who was told of it and when: `waits 8m more (cooldown)`,
  /// `told oncall 14:28Z`.
  ///
  /// - Parameters:
  ///   - hasChannels: true if there is anyone to tell.
  ///   - clock: how instants are said.
  ///   - span: how long it is until an instant.
  package static func of(
    _ item: AlertsState.Item, hasChannels: Bool, clock: (Timestamp) -> String, span: (Timestamp) -> String
  ) -> String {
    let told = item.told.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
      .map { "\($0.key) \(clock($0.value))" }.joined(separator: ", ")
    let wait: String?
    if let until = item.alert.silencedUntil {
      wait = "silenced until \(clock(until))"
    } else {
      switch item.heldBack {
      case .cooldown(let until): wait = "waits \(span(until)) more (cooldown)"
      case .worseAlert: wait = "held back: worse alert"
      case nil: wait = nil
      }
    }
    if let wait { return told.isEmpty ? wait : "\(wait); told \(told)" }
    if !told.isEmpty { return "told \(told)" }
    switch item.alert.state {
    case .pending: return "not sent: pending"
    case .resolved: return "nobody was told"
    default: return hasChannels ? "nobody is told yet" : "no channel is set up"
    }
  }

  /// How a channel fares, worst first: why it fails, what was given up, what waits, when it last took something.
  ///
  /// - Parameter clock: how instants are said.
  package static func of(_ channel: AlertsState.Channel, clock: (Timestamp) -> String) -> [String] {
    var parts: [String] = []
    if let problem = channel.problem { parts.append("failing: \(problem)") }
    if channel.undeliverable > 0 { parts.append("\(NumberFormat.grouped(channel.undeliverable)) undeliverable") }
    if channel.waiting > 0 { parts.append("\(NumberFormat.grouped(channel.waiting)) waiting") }
    parts.append(channel.lastDelivered.map { "last delivered \(clock($0))" } ?? "nothing delivered yet")
    return parts
  }
}

extension Silence {
  /// What it holds back: `high_error_rate of support-bot`.
  package var scope: String { Self.scope(rule: rule, subject: subject) }

  /// What such patterns hold back.
  package static func scope(rule: String?, subject: String?) -> String {
    switch (rule, subject) {
    case (nil, nil): "every alert"
    case (let rule?, nil): "\(rule) everywhere"
    case (nil, let subject?): "everything of \(subject)"
    case (let rule?, let subject?): "\(rule) of \(subject)"
    }
  }
}
