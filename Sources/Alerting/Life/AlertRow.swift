/// One thing that a store keeps of alerts.
package enum AlertRow: Codable, Sendable, Equatable {
  case entry(AlertEntry)
  case ended(Alert)
  case silence(Silence)
  case memory(Memory)
  case delivery(StoredDelivery)

  /// What rows are told apart by, beside their keys.
  package enum Kind: String, Sendable, CaseIterable {
    case entry, ended, silence, memory, delivery
  }

  /// What is remembered of a rule and a subject.
  package struct Memory: Codable, Sendable, Equatable {
    let key: AlertKey
    let memory: AlertMemory
  }

  /// A row that is new, has changed, or is to be removed.
  package struct Change: Sendable, Equatable {
    package var kind: Kind
    package var key: String
    /// Nil to remove it.
    package var row: AlertRow?

    package init(_ kind: Kind, _ key: String, _ row: AlertRow?) {
      self.kind = kind
      self.key = key
      self.row = row
    }
  }
}

extension AlertKey {
  /// The same for the same key; not to be read.
  var text: String {
    let kind =
      switch subject {
      case .wrapper: "wrapper"
      case .system: "system"
      case .source: "source"
      case .store: "store"
      }
    return "\(rule)\u{1F}\(kind)\u{1F}\(subject.name)"
  }
}
