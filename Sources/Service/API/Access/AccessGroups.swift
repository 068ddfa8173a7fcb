import Ingestion
import SystemFiles

/// The groups whose members may use the sockets of a core (article Access).
package struct AccessGroups: Sendable, Equatable {
  /// May send events.
  package var ingest: UInt32?
  /// May read.
  package var view: UInt32?
  /// May do all.
  package var admin: UInt32?

  package init(ingest: UInt32? = nil, view: UInt32? = nil, admin: UInt32? = nil) {
    self.ingest = ingest
    self.view = view
    self.admin = admin
  }

  /// Who may connect to the socket for events.
  package var ingestSharing: SocketSharing { SocketSharing(groups: Self.known([admin, ingest]), passing: all) }

  /// Who may connect to the socket of the API.
  var apiSharing: SocketSharing { SocketSharing(groups: all, passing: all) }

  /// What somebody may do at a socket of `owner`.
  func rights(of peer: SocketPeer, owner: UInt32) -> APIRights {
    if peer.user == owner || peer.user == 0 { return .all }
    func isMember(_ group: UInt32?) -> Bool { group.map { peer.groups.contains($0) } ?? false }
    if isMember(admin) { return .all }
    var rights: APIRights = []
    if isMember(ingest) { rights.insert(.send) }
    if isMember(view) { rights.insert(.read) }
    return rights
  }

  private var all: [UInt32] { Self.known([admin, view, ingest]) }

  private static func known(_ groups: [UInt32?]) -> [UInt32] {
    groups.compactMap { $0 }.reduce(into: []) { known, group in if !known.contains(group) { known.append(group) } }
  }
}
