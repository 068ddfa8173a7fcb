import Events

/// What one channel is told at one time: the alerts whose news came together.
package struct AlertMessage: Codable, Sendable, Equatable {
  /// What there is to tell of an alert.
  package enum News: String, Codable, Sendable, CaseIterable {
    /// It fires, or fires with a higher severity than was told before.
    case firing
    /// It still fires, and nobody has acknowledged it.
    case repeated
    /// It still fires, nobody has acknowledged it, and another channel was told before.
    case escalated
    case acknowledged
    case resolved
  }

  /// The news of one alert, with the alert as it was then.
  package struct Entry: Codable, Sendable, Equatable {
    package var news: News
    package var alert: Alert

    package init(news: News, alert: Alert) {
      self.news = news
      self.alert = alert
    }
  }

  /// The name of the channel, as the settings have it.
  package var channel: String
  /// In the order in which they came about; never empty.
  package var entries: [Entry]
  /// When it was put together.
  package var at: Timestamp
  /// The name of the machine that the core runs on.
  package var host: String

  package init(channel: String, entries: [Entry], at: Timestamp, host: String) {
    self.channel = channel
    self.entries = entries
    self.at = at
    self.host = host
  }
}
