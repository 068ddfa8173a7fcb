import Alerting

/// What the engine of alerts goes by: rules, channels, and who is told that the core lives.
package struct AlertPlan: Sendable {
  /// A channel, and how what it sends is made.
  package struct Channel: Sendable {
    package var channel: AlertChannel
    /// The name of its kind.
    package var kind: String
    /// Its settings with secrets resolved, or why that cannot be done. Asked for with every message, so that a credential store
    /// that is unlocked later, or a secret that is changed, is enough.
    package var values: @Sendable () async -> Result<ChannelValues, UnresolvedSecret>

    package init(
      _ channel: AlertChannel, kind: String,
      values: @escaping @Sendable () async -> Result<ChannelValues, UnresolvedSecret>
    ) {
      var channel = channel
      if let type = AlertChannelKinds.named(kind) {
        channel.groups = type.groups
        channel.refreshSeconds = type.refreshSeconds
      }
      self.channel = channel
      self.kind = kind
      self.values = values
    }
  }

  /// Whom to tell again and again that the core lives.
  package struct Heartbeat: Sendable {
    package var seconds: Int64
    package var url: @Sendable () async -> Result<String, UnresolvedSecret>

    package init(seconds: Int64, url: @escaping @Sendable () async -> Result<String, UnresolvedSecret>) {
      self.seconds = seconds
      self.url = url
    }
  }

  package var rules = AlertRule.builtIn
  package var channels: [Channel] = []
  package var heartbeat: Heartbeat?

  /// The built-in rules, and nobody to tell.
  package init() {}
}

/// Why a secret that settings refer to is not known here, and what to do.
package struct UnresolvedSecret: Error, Sendable, Equatable {
  package var reason: String

  package init(_ reason: String) { self.reason = reason }
}
