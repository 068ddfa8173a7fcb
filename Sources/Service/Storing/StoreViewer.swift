import Events
import Snapshots
import Storage

/// Shows what another process stores, as of its last commit.
package struct StoreViewer: Sendable {
  private let core: Core
  private let store: any ReadableStore
  private let path: String
  private let reason: @Sendable () -> String
  private let configuration: ViewedConfiguration?

  /// Shows a store in a core that takes nothing in itself.
  ///
  /// - Parameters:
  ///   - reason: tells why the store is only looked at, as it is by then.
  ///   - configuration: that of who writes it.
  package init(
    core: Core, store: any ReadableStore, path: String, configuration: ViewedConfiguration? = nil,
    reason: @escaping @Sendable () -> String
  ) {
    self.core = core
    self.store = store
    self.configuration = configuration
    self.path = path
    self.reason = reason
  }

  /// Reads everything once.
  package func read() throws(StorageError) { _ = try read(after: nil) }

  // Reads what came after a part of the journal, or everything; the answer is where the journal ends.
  private func read(after journalEnd: Int64?) throws(StorageError) -> Int64 {
    if let journalEnd, let news = try store.news(after: journalEnd) {
      show(news.lastCommit, news.losses)
      core.follow(news)
      return news.journalEnd
    }
    let content = try store.load()
    show(content.lastCommit, content.losses)
    core.replaceContent(with: content)
    return content.journalEnd
  }

  private func show(_ lastCommit: Timestamp?, _ losses: [StoreLoss]) {
    var status = StorageStatus(path: path, state: .readOnly(reason()))
    status.lastCommit = lastCommit
    status.bytes = store.size
    core.setStorage(status)
    if !losses.isEmpty {
      let text = "\(status.path): \(losses.summary)"
      core.notices.post(text, as: .store(text))
    }
  }

  /// Looks for new commits, and for who makes them, once a second until the task is cancelled. A store that cannot be read is
  /// said for as long as that lasts.
  package func follow() async {
    var last: Timestamp?
    var journalEnd: Int64?
    var lastReason: String?
    var problem: String?
    while !Task.isCancelled {
      await configuration?.look()
      do {
        let newest = try store.lastCommit()
        let reason = reason()
        if newest != last || reason != lastReason { journalEnd = try read(after: journalEnd) }
        last = newest
        lastReason = reason
        show(nil, before: &problem)
      } catch {
        show("cannot read the store, and tries again: \(error)", before: &problem)
      }
      try? await Task.sleep(for: .seconds(1), clock: .suspending)
    }
  }

  private func show(_ problem: String?, before: inout String?) {
    guard problem != before else { return }
    before = problem
    if let problem { core.notices.post(problem, as: .storeReading) } else { core.notices.withdraw(.storeReading) }
  }
}
