import Glibc

/// How many files this process may have open, and how they are shared out, so that none of those that need them takes all.
package struct OpenFileLimit: Sendable, Equatable {
  /// How many descriptors there can be.
  package let descriptors: Int

  /// What the store, the log, the terminal and the program itself need.
  private static let reserve = 32
  /// More than this is of no use here.
  private static let most = 65536

  /// For a process that may have so many descriptors.
  package init(descriptors: Int) { self.descriptors = descriptors }

  /// The limit of this process. What it may raise by itself is raised first.
  package static func current() -> OpenFileLimit {
    var limit = rlimit()
    let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(kind, &limit) == 0 else { return OpenFileLimit(descriptors: 256) }
    let wanted = min(limit.rlim_max, rlim_t(most))
    if limit.rlim_cur < wanted {
      limit.rlim_cur = wanted
      if setrlimit(kind, &limit) != 0 { _ = getrlimit(kind, &limit) }
    }
    return OpenFileLimit(descriptors: Int(min(limit.rlim_cur, rlim_t(Int32.max))))
  }

  /// Files that are followed and open at once: a quarter, and no more than are worth it.
  package var followedFiles: Int { max(4, min(256, descriptors / 4)) }

  /// Connections of clients at once.
  package var connections: Int { max(8, min(1024, descriptors - followedFiles - Self.reserve)) }
}
