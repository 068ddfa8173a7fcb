import Configuration
import Events
import Monitoring
import Snapshots

@testable import Dashboard

/// A core without a process around it: the real monitoring, fed with lines, and what a service would add to its
/// snapshots.
struct Scene: Sendable {
  /// 2026-01-02T14:32:07Z.
  static let now = Timestamp(seconds: 1_767_364_327)

  /// What it is that has been taken in.
  private(set) var state: MonitorState
  /// What a service adds: sources, the store, the configuration.
  var service: Snapshot
  private var loads: [Load] = []
  private var fedThrough = Timestamp(microseconds: .min)
  private(set) var first: Snapshot

  /// A core that has taken in nothing yet, with or without sources.
  init(sources: [SourceStatus] = SourceSamples.usual) {
    state = MonitorState(breakdownHours: 721)
    service = Snapshot(monitor: state.snapshot(at: Self.now), sources: sources)
    first = service
  }

  /// A core that has run for a month with such wrappers.
  init(_ loads: [Load], lines: [String] = [], budgets: BudgetPlan = BudgetPlan(), prices: PriceTable? = nil) {
    self.init()
    self.loads = loads
    state.budgets = budgets
    state.prices = prices
    advance(to: Self.now)
    feed(lines)
    first = firstSnapshot()
  }

  /// The same with something that a service knows.
  func with(_ change: (inout Snapshot) -> Void) -> Scene {
    var scene = self
    change(&scene.service)
    change(&scene.first)
    return scene
  }

  /// The same with other budgets.
  func with(budgets: BudgetPlan) -> Scene {
    var scene = self
    scene.state.budgets = budgets
    scene.first = scene.firstSnapshot()
    return scene
  }

  /// The same after lines have come in.
  func with(lines: [String], at now: Timestamp = Scene.now) -> Scene {
    var scene = self
    scene.feed(lines, at: now)
    scene.first = scene.firstSnapshot()
    return scene
  }

  // Of a crowd, no details are worked out before someone asks for them.
  private mutating func firstSnapshot() -> Snapshot {
    let scope = SnapshotScope(detail: .some([]), sparklines: .some([]), totalQuantiles: false)
    return snapshot(state.wrapperNames.count > 100 ? SnapshotRequest(scope: scope) : SnapshotRequest())
  }

  /// Takes in lines.
  mutating func feed(_ lines: [String], at now: Timestamp = Scene.now) {
    guard !lines.isEmpty else { return }
    let bytes = Array(lines.joined().utf8)
    let chunk = Chunk(bytes: bytes + Array(repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0)
    var decoder = EventDecoder(seed: 3, keepsMetrics: true) { .random(in: 0...(.max)) }
    guard let batch = decoder?.decode(chunk, now: now) else { return }
    _ = state.apply(batch, now: now)
  }

  /// Takes in what happens until an instant.
  mutating func advance(to now: Timestamp) {
    guard now > fedThrough else { return }
    let from = max(fedThrough, Self.now.advanced(seconds: -32 * 86_400))
    fedThrough = now
    let lines = loads.enumerated().flatMap { $1.lines(after: from, through: now, seed: $0) }
    feed(lines.sorted { ($0.time, $0.line) < ($1.time, $1.line) }.map(\.line), at: now)
  }

  /// What the core tells at an instant when it is asked for that.
  mutating func snapshot(_ request: SnapshotRequest = SnapshotRequest(), at now: Timestamp = Scene.now) -> Snapshot {
    advance(to: now)
    var snapshot = service
    snapshot.monitor = state.snapshot(at: now, scope: request.scope)
    snapshot.isPast = snapshot.at < now
    snapshot.earliest = state.earliest
    snapshot.operations = request.operations.map { query in
      state.recentOperations.newest(query.limit) { $0.end <= snapshot.at && query.matches($0) }
    }
    return snapshot
  }
}
