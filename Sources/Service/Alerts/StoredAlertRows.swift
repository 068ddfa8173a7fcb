import Alerting

/// Alerts as they are stored, or will be with the next commit, so that a store that begins anew can have all of them.
struct StoredAlertRows {
  private struct Key: Hashable {
    var kind: AlertRow.Kind
    var key: String
  }

  private var rows: [Key: AlertRow] = [:]
  /// How many changes a store has, by `StoreBacklog.alertMark`.
  var storedMark: UInt64 = 0

  mutating func apply(_ changes: [AlertRow.Change]) {
    for change in changes { rows[Key(kind: change.kind, key: change.key)] = change.row }
  }

  /// Every row as if it were new.
  var all: [AlertRow.Change] { rows.map { AlertRow.Change($0.key.kind, $0.key.key, $0.value) } }
}
