import Snapshots

/// Does what operators ask about alerts.
package protocol AlertHandling: Sendable {
  /// Does what is asked for. Returns why it could not be done, in words; nil if it was done.
  func answer(_ request: AlertRequest) async -> String?
}
