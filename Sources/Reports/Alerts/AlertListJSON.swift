import Alerting
import PlainText
import Snapshots

/// What `wraptop alerts list --json` prints.
package enum AlertListJSON {
  /// One document: alerts as `status --json` has them, silences, and channels.
  package static func bytes(of state: AlertsState, withEnded: Bool) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { document in
      document.field("schema", 1)
      document.arrayField("alerts") { list in
        for item in state.items { list.alert(item) }
        if withEnded { for alert in state.ended { list.alert(AlertsState.Item(alert: alert)) } }
      }
      document.arrayField("silences") { list in
        for silence in state.silences {
          list.object {
            $0.field("id", silence.id)
            $0.field("rule", silence.rule)
            $0.field("wrapper", silence.subject)
            $0.field("created_at", "\(silence.createdAt)")
            $0.field("until", "\(silence.until)")
            $0.field("by", silence.by)
            $0.field("reason", silence.reason)
          }
        }
      }
      document.arrayField("channels") { list in
        for channel in state.channels {
          list.object {
            $0.field("channel", channel.name)
            $0.field("type", channel.kind)
            $0.field("waiting", channel.waiting)
            $0.field("undeliverable", channel.undeliverable)
            $0.field("last_delivered", channel.lastDelivered.map { "\($0)" })
            $0.field("problem", channel.problem)
          }
        }
      }
      document.arrayField("undeliverable") { list in
        for message in state.undeliverable {
          list.object {
            $0.field("channel", message.channel)
            $0.field("at", "\(message.at)")
            $0.arrayField("about") { about in for text in message.about { about.value(text) } }
            $0.field("reason", message.reason)
          }
        }
      }
      document.field("not_kept", state.shed)
    }
    writer.endLine()
    return writer.bytes
  }
}
