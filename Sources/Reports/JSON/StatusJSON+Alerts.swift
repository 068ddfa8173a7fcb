import PlainText
import Alerting
import Snapshots

extension JSONWriter {
  /// One element of `alerts` (article Command line): an alert that is pending or fires.
  mutating func alert(_ item: AlertsState.Item) {
    let alert = item.alert
    object { entry in
      entry.field("id", alert.id)
      entry.field("rule", alert.rule)
      entry.field("wrapper_name", alert.subject.wrapper)
      entry.field("severity", alert.severity.rawValue)
      entry.field("state", alert.state.rawValue)
      entry.field("message", AlertText.why(alert))
      entry.field("since", alert.since)
      entry.field("fired_at", alert.firedAt)
      entry.field("subject", alert.subject.name)
      entry.field("metric", alert.reading.metric)
      entry.field("value", alert.reading.value)
      entry.field("threshold", alert.reading.threshold)
      entry.field("operations", alert.reading.operations)
      entry.field("acknowledged_by", alert.acknowledgement?.by)
      entry.field("acknowledged_at", alert.acknowledgement?.at)
      entry.field("note", alert.acknowledgement?.note)
      entry.field("silenced_until", alert.silencedUntil)
    }
  }
}
