import Events
import PlainText

/// How a message is said to people, for channels that carry text (article Alert channels, What a message says).
extension AlertMessage {
  /// The entries, what matters most first: what fires by severity, then what somebody took care of, then what is over.
  var ordered: [Entry] {
    func rank(_ entry: Entry) -> Int {
      switch entry.news {
      case .firing, .repeated, .escalated: AlertSeverity.allCases.firstIndex(of: entry.alert.severity).map { -$0 } ?? 0
      case .acknowledged: 1
      case .resolved: 2
      }
    }
    return entries.enumerated().sorted { a, b in
      (rank(a.element), a.offset) < (rank(b.element), b.offset)
    }.map(\.element)
  }

  /// True if an alert fires that is not acknowledged.
  var isFiring: Bool { entries.contains { $0.news.isFiring } }

  /// The whole in one short line, such as "ERROR checkout: high_error_rate" or "CRITICAL: 3 firing, 1 resolved: checkout,
  /// search and 2 more".
  var title: String {
    let ordered = ordered
    guard ordered.count != 1 else { return ordered[0].headline }
    let counts = [
      (ordered.count { $0.news.isFiring }, "firing"), (ordered.count { $0.news == .acknowledged }, "acknowledged"),
      (ordered.count { $0.news == .resolved }, "resolved"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    var names: [String] = []
    for entry in ordered where !names.contains(entry.subjectName) { names.append(entry.subjectName) }
    let shown = names.prefix(names.count == 4 ? 4 : 3).joined(separator: ", ")
    let rest = names.count > 4 ? " and \(names.count - 3) more" : ""
    let severity = ordered.first.flatMap { $0.news.isFiring ? $0.alert.severity.rawValue.uppercased() + ": " : nil }
    return (severity ?? "") + counts.joined(separator: ", ") + ": " + shown + rest
  }

  /// A line for each entry, what matters most first; what finds no room is counted: "and 12 more: 3 firing, 9 resolved".
  ///
  /// - Parameters:
  ///   - limit: the most bytes that it may have, with room for the first line at least.
  ///   - escape: makes a line fit for where it goes.
  func text(limit: Int, escape: (String) -> String = { $0 }) -> String {
    let ordered = ordered
    // What the line takes that counts the rest.
    let reserve = 80
    var text = ""
    for (index, entry) in ordered.enumerated() {
      let line = escape(entry.sentence(at: at))
      let isLast = index == ordered.count - 1
      guard index == 0 || text.utf8.count + line.utf8.count + 1 <= limit - (isLast ? 0 : reserve) else {
        return text + "\n" + Self.rest(ordered[index...])
      }
      if index > 0 { text += "\n" }
      text += line
    }
    return text
  }

  private static func rest(_ entries: ArraySlice<Entry>) -> String {
    let firing = entries.count { $0.news.isFiring }
    let resolved = entries.count { $0.news == .resolved }
    var parts: [String] = []
    if firing > 0 { parts.append("\(firing) firing") }
    if entries.count > firing + resolved { parts.append("\(entries.count - firing - resolved) acknowledged") }
    if resolved > 0 { parts.append("\(resolved) resolved") }
    return "and \(entries.count) more: " + parts.joined(separator: ", ")
  }
}

extension AlertMessage.News {
  /// True if the alert fires, and nobody has said that they take care of it.
  var isFiring: Bool { self == .firing || self == .repeated || self == .escalated }
}

extension AlertMessage.Entry {
  private static let longestName = 80
  private static let longestSentence = 900

  /// The name of what the alert is about.
  var subjectName: String { alert.subject.name.withoutHarm.cut(to: Self.longestName) }

  /// What it is about in one short line: "ERROR checkout: high_error_rate".
  var headline: String { "\(word) \(subjectName): \(rule)" }

  /// What has happened, in figures.
  var why: String { AlertText.why(alert).withoutHarm }

  /// The whole in one line.
  func sentence(at time: Timestamp) -> String {
    let since = "since \(Self.clock(alert.since))"
    let text =
      switch news {
      case .firing: "\(word) \(subjectName): \(why); \(since) (\(rule))"
      case .repeated: "\(word) \(subjectName): \(why); still firing, \(since), for \(age(at: time)) (\(rule))"
      case .escalated:
        "\(word) \(subjectName): \(why); not acknowledged, \(since), for \(age(at: time)) (\(rule))"
      case .acknowledged: headline + acknowledgement + ", \(since)"
      case .resolved: headline + " is over after \(age(at: alert.resolvedAt ?? time))" + ending
      }
    return text.cut(to: Self.longestSentence)
  }

  private var rule: String { alert.rule.withoutHarm.cut(to: Self.longestName) }

  private var word: String {
    news.isFiring ? alert.severity.rawValue.uppercased() : news.rawValue.uppercased()
  }

  private var acknowledgement: String {
    guard let by = alert.acknowledgement else { return "" }
    return " by \(by.by.withoutHarm.cut(to: Self.longestName))" + (by.note.map { " (\($0.withoutHarm))" } ?? "")
  }

  private var ending: String {
    switch alert.ending {
    case .recovered, nil: ""
    case .noTraffic: "; no traffic, so nobody knows whether it would work"
    case .periodEnded: "; the period of its budget has ended"
    case .ruleChanged: "; its rule has changed"
    }
  }

  private func age(at time: Timestamp) -> String {
    NumberFormat.age(seconds: max(0, time.milliseconds(since: alert.since) / 1000))
  }

  private static func clock(_ time: Timestamp) -> String {
    let text = time.description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))Z"
  }
}
