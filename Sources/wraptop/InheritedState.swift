import Glibc
import Synchronization

/// What the program was started with and changes for itself, so that a command in its place can have it back.
enum InheritedState {
  private struct State {
    var ignoresBrokenPipes = false
    var descriptors: rlimit?
  }

  private static let state = Mutex(State())
  private static let descriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

  /// Remembers it; to be called before anything is changed.
  static func take() {
    var action = sigaction()
    sigaction(SIGPIPE, nil, &action)
    let ignored = unsafeBitCast(SIG_IGN, to: Int.self)
    let isIgnored = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == ignored
    var limit = rlimit()
    let hasLimit = getrlimit(descriptors, &limit) == 0
    state.withLock { $0 = State(ignoresBrokenPipes: isIgnored, descriptors: hasLimit ? limit : nil) }
  }

  /// Gives it back.
  static func restore() {
    let taken = state.withLock { $0 }
    if !taken.ignoresBrokenPipes { signal(SIGPIPE, SIG_DFL) }
    if var limit = taken.descriptors { setrlimit(descriptors, &limit) }
  }
}
