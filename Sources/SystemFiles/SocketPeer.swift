import CLinux
import Glibc

/// The process at the other end of a connected Unix socket, as the kernel knew it when it connected.
package struct SocketPeer: Sendable, Equatable {
  package var user: UInt32
  /// Its group, then its supplementary groups.
  package var groups: [UInt32]
  package var process: Int32

  package init(user: UInt32, groups: [UInt32], process: Int32) {
    self.user = user
    self.groups = groups
    self.process = process
  }
}

extension SocketPeer {
  /// Who connected to the socket with this descriptor; nil if the kernel does not tell.
  package init?(of socket: Int32) {
    var peer = cl_peer()
    guard cl_socket_peer(socket, &peer) == 0 else { return nil }
    self.init(user: peer.uid, groups: [peer.gid] + Self.supplementaryGroups(of: socket), process: peer.pid)
  }

  // None where the kernel is too old to tell: whoever is in one of them has less rights then, never more.
  private static func supplementaryGroups(of socket: Int32) -> [UInt32] {
    var groups = [UInt32](repeating: 0, count: 64)
    var count = groups.count
    var failure = cl_socket_peer_groups(socket, &groups, &count)
    if failure == ERANGE {
      groups = [UInt32](repeating: 0, count: count)
      failure = cl_socket_peer_groups(socket, &groups, &count)
    }
    return failure == 0 ? Array(groups.prefix(count)) : []
  }
}
