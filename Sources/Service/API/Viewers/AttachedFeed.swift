import Foundation
import Notifications
import Snapshots
import Synchronization

/// The snapshots of a core in another process: one stream of them, begun again whenever it ends.
final class AttachedFeed: SnapshotFeed {
  private struct Mailbox {
    var request = SnapshotRequest()
    /// The newest, and whether it was taken.
    var newest: Snapshot?
    var isNew = false
    var loss: CoreLink.Loss?
    /// The number of this viewer at the core, and what it asked for last; nil while there is no stream.
    var viewer: String?
    var asked: SnapshotRequest?
    var isClosed = false
  }

  private let core: AttachedCore
  private let mailbox = Mutex(Mailbox())
  private let changed = Bell()
  private let deliver: @Sendable () -> Void
  private let tasks = Mutex<[Task<Void, Never>]>([])

  /// Between two attempts to reach a core that is lost.
  private static let pause = (first: Duration.milliseconds(100), longest: Duration.seconds(1))

  init(of core: AttachedCore, deliver: @escaping @Sendable () -> Void) {
    self.core = core
    self.deliver = deliver
  }

  func start() {
    let streaming = Task.detached { [self] in await stream() }
    let asking = Task.detached { [self] in await ask() }
    tasks.withLock { $0 = [streaming, asking] }
  }

  func takeNewest() -> Snapshot? {
    let (newest, loss) = mailbox.withLock { mailbox in
      defer { mailbox.isNew = false }
      return (mailbox.isNew ? mailbox.newest : nil, mailbox.loss)
    }
    return newest.map { loss == nil ? core.shown($0) : core.marked($0, loss) }
  }

  func setRequest(_ request: SnapshotRequest) {
    mailbox.withLock { $0.request = request }
    changed.ring()
  }

  func close() {
    mailbox.withLock { $0.isClosed = true }
    for task in tasks.withLock({ $0 }) { task.cancel() }
  }

  // MARK: The stream

  private func stream() async {
    var pause = Self.pause.first
    while !Task.isCancelled {
      let request = mailbox.withLock { mailbox in
        mailbox.asked = mailbox.request
        return mailbox.request
      }
      let hasCome = Mutex(false)
      let reason = await receive(request) { hasCome.withLock { $0 = true } }
      guard !Task.isCancelled else { return }
      lose(because: reason)
      core.tryNext()
      pause = hasCome.withLock { $0 } ? Self.pause.first : min(pause * 2, Self.pause.longest)
      try? await Task.sleep(for: pause, clock: .suspending)
    }
  }

  // Receives until the stream ends; returns why it has.
  private func receive(_ request: SnapshotRequest, hasCome: @escaping @Sendable () -> Void) async -> String {
    guard let body = try? JSONEncoder().encode(request) else { return "what is asked for cannot be said" }
    let reader = Mutex(ViewerFrameReader())
    do throws(UnixHTTPClient.Failure) {
      try await UnixHTTPClient(socket: core.path).stream(
        "POST", "/v1/stream", body: Array(body), field: StreamRoutes.viewerField
      ) { [self] part in
        reader.withLock { reader in
          guard let snapshots = reader.take(part) else { return false }
          if let viewer = part.field { meet(viewer) }
          for snapshot in snapshots {
            hasCome()
            put(snapshot)
          }
          return true
        }
      }
      return reader.withLock { $0.problem } ?? "the core has ended"
    } catch {
      let problem = reader.withLock { $0.problem }
      return problem ?? (error.isNobodyThere ? "nobody listens there" : error.description)
    }
  }

  private func meet(_ viewer: String) {
    let isNew = mailbox.withLock { mailbox in
      defer { mailbox.viewer = viewer }
      return mailbox.viewer != viewer
    }
    if isNew { changed.ring() }
  }

  private func put(_ snapshot: Snapshot) {
    mailbox.withLock { mailbox in
      (mailbox.newest, mailbox.isNew, mailbox.loss) = (snapshot, true, nil)
    }
    deliver()
  }

  // What was last shown stays.
  private func lose(because reason: String) {
    mailbox.withLock { mailbox in
      mailbox.viewer = nil
      let since = mailbox.loss?.since ?? core.now
      mailbox.loss = CoreLink.Loss(since: since, reason: reason)
      mailbox.isNew = true
    }
    deliver()
  }

  // MARK: What is asked for

  // Tells the core what is wanted whenever that is something else, one thing after the other; the newest counts.
  private func ask() async {
    while !Task.isCancelled {
      await changed.wait()
      let (viewer, request) = mailbox.withLock { mailbox in
        (mailbox.viewer, mailbox.asked == mailbox.request ? nil : mailbox.request)
      }
      guard let viewer, let request, let body = try? JSONEncoder().encode(request) else { continue }
      mailbox.withLock { $0.asked = request }
      // A core that does not answer ends the stream as well, and the next one begins with what is wanted by then.
      _ = try? await UnixHTTPClient(socket: core.path).send("PUT", "/v1/stream/\(viewer)", body: Array(body))
      changed.ring()
    }
  }
}
