import Alerting
import Canvas
import Events
import Formatting
import PlainText
import Snapshots

/// What `wraptop alerts list` prints for people.
package struct AlertListText: Sendable {
  private let rendering: TextRendering
  private let now: Timestamp

  /// - Parameter now: the present, from which ages are told.
  package init(color: Bool, glyphs: GlyphSet, now: Timestamp) {
    rendering = TextRendering(usesColor: color, glyphs: glyphs)
    self.now = now
  }

  /// Alerts, then silences, then channels. With `withEnded`, those that are over come after those that are not.
  package func text(of state: AlertsState, withEnded: Bool) -> String {
    var text = ""
    for item in state.items { text += block(item, hasChannels: !state.channels.isEmpty) }
    if state.items.isEmpty { text += "Nothing fires.\n" }
    if state.shed > 0 {
      text += "\(NumberFormat.grouped(state.shed)) more conditions were true: too many to keep.\n"
    }
    if withEnded {
      text += section("over")
      for alert in state.ended { text += block(AlertsState.Item(alert: alert), hasChannels: !state.channels.isEmpty) }
    }
    if !state.silences.isEmpty {
      text += section("silences")
      for silence in state.silences {
        let reason = silence.reason.map { ": \($0)" } ?? ""
        text += "\(silence.id)  \(safe(silence.scope))  until \(silence.until)  by \(safe(silence.by + reason))\n"
      }
    }
    if !state.channels.isEmpty {
      text += section("channels")
      for channel in state.channels {
        let parts = DeliveryText.of(channel) { "\($0)" }
        text += safe("\(channel.name) (\(channel.kind))  " + parts.joined(separator: "  ")) + "\n"
      }
    }
    if !state.undeliverable.isEmpty {
      text += section("undeliverable")
      for message in state.undeliverable {
        text += safe("\(message.at)  \(message.channel)  \(message.about.joined(separator: ", "))") + "\n"
        text += "    \(safe(message.reason))\n"
      }
    }
    return text
  }

  private func section(_ name: String) -> String { "\n" + rendering.styled(name, .title) + "\n" }

  private func block(_ item: AlertsState.Item, hasChannels: Bool) -> String {
    let alert = item.alert
    let age = NumberFormat.age(seconds: max(0, now.milliseconds(since: alert.firedAt ?? alert.since) / 1000))
    let state = "\(alert.state.word) \(alert.severity.word)"
    var text = "\(alert.id)  \(state)  \(safe(alert.rule))  \(safe(alert.subject.name))  \(age)\n"
    text += "    \(safe(AlertText.why(alert)))\n"
    if let care = alert.care(clock: { "\($0)" }) { text += "    acknowledged by \(safe(care))\n" }
    if let end = alert.end { return text + "    \(end)\n" }
    let delivery = DeliveryText.of(item, hasChannels: hasChannels) {
      "\($0)"
    } span: {
      NumberFormat.age(seconds: max(0, $0.milliseconds(since: now) / 1000))
    }
    return text + rendering.styled("    \(safe(delivery))", .dim) + "\n"
  }

  private func safe(_ text: String) -> String { rendering.safe(text).string }
}
