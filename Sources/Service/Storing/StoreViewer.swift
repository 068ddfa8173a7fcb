import Events
import Monitoring
import Snapshots
import Storage

/// Shows what another process stores, as of its last commit.
package struct StoreViewer: Sendable {
  package let core: Core
  private let store: any Store
  private let status: StorageStatus

  /// - Parameter reason: why the store is only looked at.
  package init(store: any Store, path: String, reason: String, clock: @escaping @Sendable () -> Timestamp) {
    core = Core(seed: 0, clock: clock)
    self.store = store
    status = StorageStatus(path: path, state: .readOnly(reason))
  }

  /// Reads everything once.
  package func read() throws(StorageError) {
    let content = try store.load()
    var status = status
    status.lastCommit = content.lastCommit
    status.bytes = store.size
    core.show(status)
    core.show(content)
  }

  /// Looks for new commits once a second until the task is cancelled.
  package func follow() async {
    var last: UInt64?
    while !Task.isCancelled {
      do {
        let version = try store.version
        if version != last {
          try read()
          last = version
        }
      } catch {
        core.notice("\(error)")
      }
      try? await Task.sleep(for: .seconds(1))
    }
  }
}
