import Configuration

/// What somebody may do who asks (article Access).
package struct APIRights: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Send events.
  package static let send = APIRights(rawValue: 1)
  /// Read figures, alerts and the masked configuration.
  package static let read = APIRights(rawValue: 2)
  /// Acknowledge, silence, and change the configuration.
  package static let change = APIRights(rawValue: 4)

  /// What one of them is called, or none of them.
  var name: String {
    switch self {
    case []: "none"
    case .send: "send"
    case .read: "read"
    default: "change"
    }
  }

  package static let all: APIRights = [.send, .read, .change]
}

/// Who asks, and what they may do.
package struct APICaller: Sendable, Equatable {
  package var rights: APIRights
  /// Who that is, for the audit trail and for acknowledgements.
  package var actor: AuditActor
  /// Whether they ask over TCP, where secrets are never taken.
  package var isRemote: Bool

  /// Somebody without a name, who may read.
  static func anyone(from address: String) -> APICaller {
    APICaller(rights: .read, actor: AuditActor(uid: .max, user: "anyone", from: address), isRemote: true)
  }

  package init(rights: APIRights, actor: AuditActor, isRemote: Bool = false) {
    self.rights = rights
    self.actor = actor
    self.isRemote = isRemote
  }
}
