import Events
import Monitoring
import Snapshots
import Storage

/// Shows what another process stores, as of its last commit.
package struct StoreViewer: Sendable {
  private let core: Core
  private let store: any ReadableStore
  private let status: StorageStatus

  /// Shows a store in a core that takes nothing in itself.
  ///
  /// - Parameter reason: why the store is only looked at.
  package init(core: Core, store: any ReadableStore, path: String, reason: String) {
    self.core = core
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
    if !content.losses.isEmpty { core.notice("\(status.path): \(content.losses.summary)") }
  }

  /// Looks for new commits once a second until the task is cancelled.
  package func follow() async {
    var last: Timestamp?
    var isFirst = true
    while !Task.isCancelled {
      do {
        let newest = try store.lastCommit()
        if newest != last || isFirst { try read() }
        last = newest
        isFirst = false
      } catch {
        core.notice("\(error)")
      }
      try? await Task.sleep(for: .seconds(1))
    }
  }
}
