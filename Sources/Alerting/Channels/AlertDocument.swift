import Events
import PlainText

/// Alerts in the words of Alertmanager: what its own webhook posts, so that what receives those receives these, and what
/// its API takes.
enum AlertDocument {
  /// How many alerts one document tells of.
  static let mostAlerts = 500

  /// What Alertmanager's webhook posts, in version 4; nil if no alert fires and none is resolved.
  static func webhook(_ message: AlertMessage) -> [UInt8]? {
    // An acknowledgement is something that Alertmanager does not know.
    let told = message.ordered.filter { $0.news != .acknowledged }
    guard !told.isEmpty else { return nil }
    let labels = shared(told.map { Self.labels(of: $0.alert) })
    let group = labels.filter { $0.name != "severity" }
    var writer = JSONWriter()
    writer.object { document in
      document.field("version", "4")
      document.field("groupKey", key(of: group))
      document.field("truncatedAlerts", max(0, told.count - mostAlerts))
      document.field("status", told.contains { $0.news.isFiring } ? "firing" : "resolved")
      document.field("receiver", message.channel)
      document.texts("groupLabels", group)
      document.texts("commonLabels", labels)
      document.texts("commonAnnotations", shared(told.map { annotations(of: $0, in: message) }))
      document.field("externalURL", "")
      document.arrayField("alerts") { list in
        for entry in told.prefix(mostAlerts) { list.webhookAlert(entry, in: message) }
      }
    }
    return writer.bytes
  }

  /// What the API of Alertmanager takes, in version 2. What is acknowledged here still fires there.
  static func api(_ message: AlertMessage) -> [UInt8] {
    var writer = JSONWriter()
    writer.array { list in
      for entry in message.entries {
        list.object { alert in
          alert.texts("labels", labels(of: entry.alert))
          alert.texts("annotations", annotations(of: entry, in: message))
          alert.field("startsAt", entry.alert.since)
          if entry.news == .resolved { alert.field("endsAt", entry.alert.resolvedAt ?? message.at) }
        }
      }
    }
    return writer.bytes
  }

  /// By which Alertmanager knows an alert, in the order of their names.
  fileprivate static func labels(of alert: Alert) -> [LabelPair] {
    var labels = [("alertname", alert.rule), ("severity", alert.severity.rawValue)]
    switch alert.subject {
    case .wrapper(let name): labels.append(("wrapper", name))
    case .source(let name): labels.append(("source", name))
    case .system, .store: break
    }
    return labels.map { LabelPair(name: $0.0, value: $0.1.withoutHarm) }.sorted { $0.name < $1.name }
  }

  fileprivate static func annotations(of entry: AlertMessage.Entry, in message: AlertMessage) -> [LabelPair] {
    [
      LabelPair(name: "description", value: entry.sentence(at: message.at)),
      LabelPair(name: "host", value: message.host.withoutHarm),
      LabelPair(name: "summary", value: entry.headline),
      LabelPair(name: "threshold", value: number(entry.alert.reading.threshold)),
      LabelPair(name: "value", value: number(entry.alert.reading.value)),
    ]
  }

  /// A figure in the unit of its metric, as JSON has it.
  static func number(_ figure: Double) -> String {
    var writer = JSONWriter()
    writer.number(figure)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Those that all lists have.
  private static func shared(_ lists: [[LabelPair]]) -> [LabelPair] {
    guard let first = lists.first else { return [] }
    return lists.dropFirst().reduce(first) { shared, list in shared.filter(list.contains) }
  }

  /// What Alertmanager calls a group: the route, which is the only one here, and the labels that its alerts share.
  private static func key(of labels: [LabelPair]) -> String {
    "{}:{" + labels.map { "\($0.name)=\(JSONText.quoted($0.value))" }.joined(separator: ", ") + "}"
  }
}

/// A name with a text, of labels or annotations.
struct LabelPair: Equatable {
  var name: String
  var value: String
}

extension JSONWriter {
  fileprivate mutating func texts(_ key: String, _ pairs: [LabelPair]) {
    objectField(key) { object in
      for pair in pairs { object.field(pair.name, pair.value) }
    }
  }

  fileprivate mutating func webhookAlert(_ entry: AlertMessage.Entry, in message: AlertMessage) {
    let isOver = entry.news == .resolved
    object { alert in
      alert.field("status", isOver ? "resolved" : "firing")
      alert.texts("labels", AlertDocument.labels(of: entry.alert))
      alert.texts("annotations", AlertDocument.annotations(of: entry, in: message))
      alert.field("startsAt", entry.alert.since)
      // What has no end yet has this one in Alertmanager.
      alert.field("endsAt", isOver ? (entry.alert.resolvedAt ?? message.at).description : "0001-01-01T00:00:00Z")
      alert.field("generatorURL", "")
      alert.field("fingerprint", entry.alert.id)
    }
  }
}
