import SystemFiles

/// Who may use a socket, besides its owner and the superuser (article Security).
package struct SocketSharing: Sendable, Equatable {
  /// The groups that may connect.
  package var groups: [UInt32] = []
  /// The groups that have to reach the folder: those of all sockets in it.
  package var passing: [UInt32] = []

  package init(groups: [UInt32] = [], passing: [UInt32] = []) {
    self.groups = groups
    self.passing = passing
  }

  /// Whether somebody may connect to a socket of `owner`.
  func isAllowed(_ peer: SocketPeer, owner: UInt32) -> Bool {
    peer.user == owner || peer.user == 0 || groups.contains { peer.groups.contains($0) }
  }
}
