import Events

/// A message on its way to its channel.
package struct Delivery: Codable, Sendable, Equatable, Identifiable {
  /// Grows from one to the next.
  package let id: Int64
  package let message: AlertMessage
  /// When it was added.
  package let created: Timestamp
  /// How often it was tried in vain.
  package internal(set) var attempts = 0
  /// Whether it has to outlive the process.
  package let isKept: Bool
  /// When it may be tried next.
  package internal(set) var nextAttempt: Timestamp
  /// For how many seconds in all it was put off, which no clock that is set can change.
  package internal(set) var waitedSeconds: Int64 = 0
  /// Why the last attempt failed; nil before.
  package internal(set) var fault: String?

  init(id: Int64, message: AlertMessage, created: Timestamp, isKept: Bool) {
    self.id = id
    self.message = message
    self.created = created
    self.isKept = isKept
    nextAttempt = created
  }

  package var channel: String { message.channel }

  /// The alerts that it tells of.
  var alerts: [Alert.ID] { message.entries.map(\.alert.id) }
}

/// A message that was given up.
package struct UndeliverableMessage: Codable, Sendable, Equatable, Identifiable {
  package let delivery: Delivery
  /// Why, in words.
  package let reason: String
  package let at: Timestamp

  package var id: Int64 { delivery.id }
}

/// A row of a store.
package enum StoredDelivery: Codable, Sendable, Equatable {
  case waiting(Delivery)
  case undeliverable(UndeliverableMessage)
}

extension StoredDelivery {
  /// The number of the delivery.
  package var id: Int64 {
    switch self {
    case .waiting(let delivery): delivery.id
    case .undeliverable(let message): message.id
    }
  }
}

/// What has to be stored since the last time.
package struct DeliveryChanges: Sendable, Equatable {
  /// Rows that are new or have changed.
  package var changed: [Int64: StoredDelivery] = [:]
  /// Rows that are gone.
  package var removed: [Int64] = []

  package var isEmpty: Bool { changed.isEmpty && removed.isEmpty }
}

/// How a channel does.
package struct ChannelStanding: Codable, Sendable, Equatable {
  /// How many messages wait, those under way included.
  package var waiting = 0
  /// When a message was last delivered; nil for never since the start.
  package var lastDelivered: Timestamp?
  /// Why an attempt failed last; nil for never since the start.
  package var lastFault: String?
  /// When that was. The channel works if a message was delivered later.
  package var lastFaultAt: Timestamp?
  /// How many messages were given up.
  package var undeliverable = 0

  package init() {}
}
