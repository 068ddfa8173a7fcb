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
