import Configuration
import Events
import Monitoring
import Snapshots
import Synchronization

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
  private var id = Scene.newID()
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
    scene.id = Self.newID()
    scene.first = scene.firstSnapshot()
    return scene
  }

  // Of a crowd, no details are worked out before someone asks for them.
  private mutating func firstSnapshot() -> Snapshot {
    let scope = SnapshotScope(detail: .some([]), sparklines: .some([]), totalQuantiles: false)
    return snapshot(state.wrapperNames.count > 100 ? SnapshotRequest(scope: scope) : SnapshotRequest())
  }

  /// Takes in lines.
  private mutating func feed(_ lines: [String], at now: Timestamp = Scene.now) {
    guard !lines.isEmpty else { return }
    id = Self.newID()
    let bytes = Array(lines.joined().utf8)
    let chunk = Chunk(bytes: bytes + Array(repeating: 0, count: Chunk.padding), lines: 0..<bytes.count, offset: 0)
    var decoder = EventDecoder(seed: 3, keepsMetrics: true) { .random(in: 0...(.max)) }
    guard let batch = decoder?.decode(chunk, now: now) else { return }
    _ = state.apply(batch, now: now)
  }

  /// Takes in what happens until an instant.
  private mutating func advance(to now: Timestamp) {
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
    let answer = answer(request, at: now)
    snapshot.monitor = answer.monitor
    snapshot.operations = answer.operations
    snapshot.isPast = snapshot.at < now
    snapshot.earliest = state.earliest
    return snapshot
  }

  private struct Answer: Sendable {
    let scene: Int
    let request: SnapshotRequest
    let monitor: MonitorSnapshot
    let operations: [OperationRecord]?
  }

  /// What scenes have answered at `Scene.now`, the newest at the end: most tests ask the same.
  private static let answers = Mutex<[Answer]>([])
  private static let keptAnswers = 64

  private mutating func answer(_ request: SnapshotRequest, at now: Timestamp) -> Answer {
    let known = Self.answers.withLock { $0.first { $0.scene == id && $0.request == request } }
    if let known, now == Self.now { return known }
    let monitor = state.snapshot(at: now, scope: request.scope)
    let operations = request.operations.map { query in
      state.recentOperations.newest(query.limit) { $0.end <= monitor.at && query.matches($0) }
    }
    let answer = Answer(scene: id, request: request, monitor: monitor, operations: operations)
    if now == Self.now, fedThrough == Self.now {
      Self.answers.withLock {
        $0.append(answer)
        if $0.count > Self.keptAnswers { $0.removeFirst() }
      }
    }
    return answer
  }

  private static let ids = Atomic(0)

  // Tells apart what has been taken in, and against what budgets.
  private static func newID() -> Int { ids.add(1, ordering: .relaxed).newValue }
}
