import Glibc

/// Which file it is, for as long as it exists.
package struct FileIdentity: Hashable, Sendable {
  package var device: UInt64
  package var inode: UInt64

  package init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }

  package init(_ status: stat) { self.init(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)) }
}

extension stat {
  /// The status of what `path` leads to; nil, with errno, if that cannot be told.
  ///
  /// - Parameter followsLinks: false for the status of a link itself.
  package init?(of path: String, followsLinks: Bool = true) {
    self.init()
    guard fstatat(AT_FDCWD, path, &self, followsLinks ? 0 : AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
  }

  /// When the file was last written to, in nanoseconds since the epoch.
  package var modified: Int64 { Int64(st_mtim.tv_sec) * 1_000_000_000 + Int64(st_mtim.tv_nsec) }

  package var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
  package var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
  package var isLink: Bool { st_mode & S_IFMT == S_IFLNK }
  package var isSocket: Bool { st_mode & S_IFMT == S_IFSOCK }

  /// Whether it belongs to the user that this process acts as.
  package var isOwn: Bool { st_uid == geteuid() }
  /// Whether it belongs to the user or the superuser, who can change everything anyway.
  package var isTrusted: Bool { isOwn || st_uid == 0 }
  /// Whether users that it does not belong to may write to it.
  package var isWritableByOthers: Bool { st_mode & 0o022 != 0 }
  /// Whether users that it does not belong to may do anything with it.
  package var isOpenToOthers: Bool { st_mode & 0o077 != 0 }
  /// The permissions as chmod(1) has them: `0644`.
  package var modeText: String { "0" + String(st_mode & 0o7777, radix: 8) }
}
