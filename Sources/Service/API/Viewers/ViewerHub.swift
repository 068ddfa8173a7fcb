import CompactCoding
import Events
import Snapshots
import SystemFiles

/// Gives everybody who looks at the core from outside the snapshots that they ask for, as they change (article API, Streams).
///
/// Who asks for the same is in one group: its snapshot is taken once, and what changed is encoded once. A viewer takes what
/// is newest when it is ready for it, as a change to what it had before: nothing queues for one that is slow. A group rests
/// so long that its viewers take a hundredth of a core each, but at most a second.
///
/// It has a thread of its own, which does nothing while nobody looks.
package actor ViewerHub {
  /// How what a viewer gets is encoded.
  package enum Encoding: Hashable, Sendable {
    /// For a dashboard: a `CompactEncoder` and its keys.
    case compact
    /// Server-sent events with the document of `status --json`.
    case events
  }

  /// What a viewer gets.
  struct Want: Hashable, Sendable {
    var selection: SnapshotSelection
    var encoding: Encoding
    /// Why nothing may be changed by it; nil if it may.
    var readOnlyReason: String?
  }

  private struct Viewer {
    var group: Group
    /// What it has; nil for nothing.
    var base: Snapshot?
    var edition: UInt64?
    /// How many names of keys it has.
    var keys = 0
    var waiting: CheckedContinuation<Void, Never>?
  }

  private final class Group {
    let want: Want
    var members = 0
    var snapshot: Snapshot?
    /// The number of `snapshot`, which no other one of this hub has.
    var edition: UInt64 = 0
    /// When the snapshot was taken.
    var begun = SuspendingClock.now
    /// Until when it holds if nothing comes in.
    var holds = SuspendingClock.now
    /// Before which none is taken again.
    var due = SuspendingClock.now
    var isChanged = true
    /// The newest snapshot as a change to that of an edition.
    var frames: [UInt64?: [UInt8]] = [:]
    /// What the newest snapshot has cost by now.
    var cost = Duration.zero

    init(_ want: Want) { self.want = want }
  }

  /// The least time between two snapshots of a group, and the most while things change.
  private static let pace = (shortest: Duration.milliseconds(100), longest: Duration.milliseconds(800))
  /// The share of a core that one viewer may take, as one of so many.
  private static let share = 100
  /// The most viewers.
  package static let limit = 64

  private let executor = BlockingExecutor(label: "wraptop.viewers")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let core: Core
  /// Rings when there may be something new to show.
  private let news: Bell
  /// Rings when somebody asks for something else.
  private let asked = Bell()
  private let encoder = CompactEncoder()
  private var viewers: [UInt64: Viewer] = [:]
  private var groups: [Want: Group] = [:]
  private var edition: UInt64 = 0
  private var publishing: Task<Void, Never>?

  package init(of core: Core) {
    self.core = core
    news = core.changes.hang()
  }

  deinit { core.changes.takeDown(news) }

  /// How many look at present.
  package var count: Int { viewers.count }

  /// Takes a viewer in; `leave` has to follow. Returns its number, which nobody guesses; nil if there are too many.
  func join(_ want: Want) -> UInt64? {
    guard viewers.count < Self.limit else { return nil }
    let id = UInt64.random(in: 1 ... .max)
    viewers[id] = Viewer(group: group(want))
    if publishing == nil { publishing = Task { await publish() } }
    return id
  }

  /// Gives a viewer what another request asks for, from now on. False if there is no such viewer.
  func change(_ id: UInt64, to request: SnapshotRequest) -> Bool {
    guard let viewer = viewers[id] else { return false }
    var want = viewer.group.want
    guard want.selection.request != request else { return true }
    want.selection.request = request
    release(viewer.group)
    viewers[id]?.group = group(want)
    wake(id)
    return true
  }

  func leave(_ id: UInt64) {
    guard let viewer = viewers.removeValue(forKey: id) else { return }
    release(viewer.group)
    viewer.waiting?.resume()
    if viewers.isEmpty {
      publishing?.cancel()
      publishing = nil
    }
  }

  /// The next thing to send to a viewer: waits until there is something that it has not; an empty one after a while in which
  /// there is not, so that both sides see that the other is there.
  ///
  /// - Throws: if the task is cancelled.
  func next(for id: UInt64, within patience: Duration = .seconds(5)) async throws -> [UInt8] {
    let timer = Task {
      try await Task.sleep(for: patience, clock: .suspending)
      wake(id)
    }
    defer { timer.cancel() }
    if let viewer = viewers[id], viewer.group.snapshot == nil || viewer.edition == viewer.group.edition {
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          guard !Task.isCancelled, viewers[id] != nil else { return continuation.resume() }
          viewers[id]?.waiting = continuation
        }
      } onCancel: {
        Task { await wake(id) }
      }
    }
    try Task.checkCancellation()
    return frame(for: id)
  }

  // MARK: Groups

  private func group(_ want: Want) -> Group {
    let group = groups[want] ?? Group(want)
    group.members += 1
    groups[want] = group
    asked.ring()
    news.ring()
    return group
  }

  private func release(_ group: Group) {
    group.members -= 1
    if group.members == 0 { groups[group.want] = nil }
  }

  private func wake(_ id: UInt64) {
    viewers[id]?.waiting?.resume()
    viewers[id]?.waiting = nil
  }

  // MARK: Publishing

  private func publish() async {
    while !Task.isCancelled {
      asked.clear()
      let now = SuspendingClock.now
      for group in groups.values where group.isChanged && group.due <= now { take(group) }
      if let due = groups.values.lazy.filter(\.isChanged).map(\.due).min() {
        await asked.wait(until: due)
      } else {
        await news.wait(until: groups.values.map(\.holds).min() ?? now + Self.pace.longest)
        for group in groups.values { group.isChanged = true }
      }
    }
  }

  private func take(_ group: Group) {
    let begun = SuspendingClock.now
    group.isChanged = false
    var snapshot = core.snapshot(group.want.selection.request, isLive: true)
    if group.want.encoding == .events { snapshot = group.want.selection.narrow(snapshot) }
    if let reason = group.want.readOnlyReason {
      snapshot.alerts.readOnlyReason = reason
      snapshot.configuration?.readOnlyReason = reason
    }
    edition += 1
    group.edition = edition
    group.begun = begun
    group.holds = begun + snapshot.validity
    group.frames = [:]
    group.snapshot = snapshot
    group.cost = SuspendingClock.now - begun
    group.due = begun + rest(of: group)
    for (id, viewer) in viewers where viewer.group === group { wake(id) }
  }

  private func rest(of group: Group) -> Duration {
    min(max(group.cost * Self.share / max(1, group.members), Self.pace.shortest), Self.pace.longest)
  }

  // MARK: Frames

  private func frame(for id: UInt64) -> [UInt8] {
    guard let viewer = viewers[id] else { return [] }
    let group = viewer.group
    guard let snapshot = group.snapshot, viewer.edition != group.edition else {
      return ViewerFrame.empty(group.want.encoding)
    }
    let begun = SuspendingClock.now
    let body = group.frames[viewer.edition] ?? encode(snapshot, from: viewer.base, group)
    group.frames[viewer.edition] = body
    let additions = encoder.additions(since: viewer.keys)
    viewers[id]?.base = snapshot
    viewers[id]?.edition = group.edition
    viewers[id]?.keys = encoder.keyCount
    group.cost += SuspendingClock.now - begun
    group.due = group.begun + rest(of: group)
    return group.want.encoding == .compact ? ViewerFrame.bytes(additions, body) : body
  }

  private func encode(_ snapshot: Snapshot, from base: Snapshot?, _ group: Group) -> [UInt8] {
    switch group.want.encoding {
    case .compact:
      // Snapshots are made of values that are always encoded.
      (try? encoder.encode(SnapshotChange(from: base, to: snapshot))) ?? []
    case .events:
      ViewerFrame.event(snapshot, from: base, range: group.want.selection.range, edition: group.edition)
    }
  }
}
