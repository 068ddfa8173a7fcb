import Events

/// Decides which channel is told what, and when (article Alerts, Channels). It has no state: what is due follows from what each
/// channel was told before, which the book of alerts keeps, so that nothing is lost or told twice when a process ends in between.
package struct AlertRouter: Sendable {
  package var channels: [AlertChannel]
  package var rules: [AlertRule]
  /// The name of this machine.
  package var host: String

  package init(channels: [AlertChannel], rules: [AlertRule], host: String) {
    self.channels = channels
    self.rules = rules
    self.host = host
  }

  /// A message, and whether it has to outlive the process. What only reminds a receiver that would forget need not.
  package struct Outgoing: Sendable, Equatable {
    package var message: AlertMessage
    package var isKept: Bool
  }

  private struct Due {
    var id: String
    var news: AlertMessage.News
    /// Since when it could have been told.
    var since: Timestamp
    var isKept = true
  }

  /// The messages that are due, which the book records as told.
  package func takeMessages(from book: inout AlertBook, now: Timestamp) -> [Outgoing] {
    guard !book.entries.isEmpty else { return [] }
    let byName = Dictionary(rules.map { ($0.name, $0) }) { first, _ in first }
    var messages: [Outgoing] = []
    // In the order in which they came about.
    let entries = book.entries.values.filter { $0.alert.state != .pending }.sorted {
      ($0.alert.firedAt ?? now, $0.alert.id) < ($1.alert.firedAt ?? now, $1.alert.id)
    }
    for channel in channels {
      let due = entries.compactMap { news(of: $0, for: channel, byName[$0.alert.rule], now: now) }
      guard let first = due.map(\.since).min() else { continue }
      // A clock that was set back must not hold a message for longer than is usual.
      let waited = now.microseconds &- first.microseconds
      guard waited < 0 || waited >= channel.groupWaitSeconds &* 1_000_000 else { continue }
      messages += tell(due, to: channel, book: &book, now: now)
    }
    for entry in entries where entry.alert.state == .resolved && isDone(book.entries[entry.alert.id]) {
      book.close(entry.alert.id)
    }
    return messages
  }

  // What a channel has yet to hear of an alert.
  private func news(of entry: AlertEntry, for channel: AlertChannel, _ rule: AlertRule?, now: Timestamp) -> Due? {
    let alert = entry.alert
    let told = entry.told[channel.name]
    func due(_ news: AlertMessage.News, _ since: Timestamp, isKept: Bool = true) -> Due {
      Due(id: alert.id, news: news, since: since, isKept: isKept)
    }
    if alert.state == .resolved {
      guard let told, !told.isResolved, channel.sendsResolved else { return nil }
      return due(.resolved, alert.resolvedAt ?? now)
    }
    let waits = entry.waitsUntil.map { $0 > now } ?? false
    guard alert.silencedUntil == nil, !entry.isInhibited, !waits else { return nil }
    let ready = max(entry.newsAt, entry.waitsUntil ?? entry.newsAt)
    guard let told else {
      if let since = escalation(of: entry, to: channel, now: now) { return due(.escalated, since) }
      // What was acknowledged before a channel heard of it is somebody's business already, and what is not true at this
      // instant may be over.
      guard alert.acknowledgement == nil, entry.clear == 0, channel.takes(alert, of: rule) else { return nil }
      return due(.firing, ready)
    }
    if let acknowledgement = alert.acknowledgement {
      return told.isAcknowledged
        ? refresh(told, alert, channel, now).map { due(.repeated, $0, isKept: false) }
        : due(.acknowledged, acknowledgement.at)
    }
    if told.severity < alert.severity { return due(.firing, ready) }
    let repeatAt = told.last.advanced(seconds: channel.repeatSeconds)
    if channel.repeatSeconds > 0, repeatAt <= now { return due(.repeated, repeatAt) }
    return refresh(told, alert, channel, now).map { due(.repeated, $0, isKept: false) }
  }

  private func refresh(
    _ told: AlertEntry.Told, _ alert: Alert, _ channel: AlertChannel, _ now: Timestamp
  ) -> Timestamp? {
    guard let seconds = channel.refreshSeconds, told.last.advanced(seconds: seconds) <= now else { return nil }
    return told.last
  }

  // Since when a channel should be told of an alert that another one was told, and that nobody acknowledged.
  private func escalation(of entry: AlertEntry, to channel: AlertChannel, now: Timestamp) -> Timestamp? {
    guard entry.alert.acknowledgement == nil else { return nil }
    return channels.compactMap { source -> Timestamp? in
      guard let escalation = source.escalation, escalation.to == channel.name, let told = entry.told[source.name]
      else { return nil }
      let at = told.first.advanced(seconds: escalation.afterSeconds)
      return at <= now ? at : nil
    }.min()
  }

  private func tell(
    _ due: [Due], to channel: AlertChannel, book: inout AlertBook, now: Timestamp
  ) -> [Outgoing] {
    var entries: [(entry: AlertMessage.Entry, isKept: Bool)] = []
    for item in due {
      guard let entry = book.entries[item.id] else { continue }
      let severity = entry.alert.severity
      var told = entry.told[channel.name] ?? AlertEntry.Told(first: now, last: now, severity: severity)
      switch item.news {
      case .firing, .escalated, .repeated:
        told.last = now
        told.isAcknowledged = entry.alert.acknowledgement != nil && told.isAcknowledged
      case .acknowledged: told.isAcknowledged = true
      case .resolved: told.isResolved = true
      }
      told.severity = max(told.severity, severity)
      book.record(told, to: channel.name, of: item.id, isKept: item.isKept)
      entries.append((AlertMessage.Entry(news: item.news, alert: entry.alert), item.isKept))
    }
    guard !entries.isEmpty else { return [] }
    func outgoing(_ part: [(entry: AlertMessage.Entry, isKept: Bool)]) -> Outgoing {
      Outgoing(
        message: AlertMessage(channel: channel.name, entries: part.map(\.entry), at: now, host: host),
        isKept: part.contains { $0.isKept })
    }
    return channel.groups ? [outgoing(entries)] : entries.map { outgoing([$0]) }
  }

  // True if everybody who was told that it fires, and wants to know, was told that it is over.
  private func isDone(_ entry: AlertEntry?) -> Bool {
    guard let entry else { return false }
    return channels.allSatisfy { channel in
      guard let told = entry.told[channel.name] else { return true }
      return told.isResolved || !channel.sendsResolved
    }
  }
}
