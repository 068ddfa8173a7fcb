import Canvas
import Events
import Monitoring
import Snapshots

@testable import Dashboard

/// Someone at the keyboard: presses keys, lets time pass, looks at the screen.
struct Operator {
  var state: DashboardState
  /// The core that answers requests; nil before there is one.
  private(set) var scene: Scene?
  private var answered: (request: SnapshotRequest, now: Timestamp, snapshot: Snapshot)?
  var surroundings: UpdateContext
  /// What the program was told to do since the last look, without requests.
  private(set) var effects: [Effect] = []
  private(set) var requests: [SnapshotRequest] = []
  var scopes: [SnapshotScope] { requests.map(\.scope) }

  init(
    _ scene: Scene? = .dozen, columns: Int = 80, rows: Int = 24, themes: [String] = ["dark", "light"]
  ) {
    state = DashboardState(themes: themes, theme: themes.first ?? "")
    self.scene = scene
    surroundings = UpdateContext(
      snapshot: scene?.first, size: Size(columns: columns, rows: rows), now: Scene.now)
    perform(.refresh)
  }

  mutating func perform(_ action: Action) {
    effects = []
    for effect in reduce(&state, action, in: surroundings) {
      if case .request(let request) = effect { requests.append(request) } else { effects.append(effect) }
    }
  }

  /// Presses keys by their names, as in `Key.name`.
  mutating func press(_ names: String...) {
    for name in names {
      guard let key = Key(name: name) else { preconditionFailure("no key \(name)") }
      if let action = state.action(for: key) { perform(action) } else { effects = [] }
    }
  }

  /// Types a text, a key for each character.
  mutating func type(_ text: String) {
    for scalar in text.unicodeScalars {
      if let action = state.action(for: Key.character(scalar)) { perform(action) }
    }
  }

  /// Lets time pass without news.
  mutating func wait(seconds: Int64) {
    surroundings.now = surroundings.now.advanced(seconds: seconds)
    perform(.refresh)
  }

  /// A new snapshot comes in after so many seconds, with wrappers that are changed by hand.
  mutating func receive(after seconds: Int64 = 0, _ change: (inout [WrapperSnapshot]) -> Void = { _ in }) {
    surroundings.now = surroundings.now.advanced(seconds: seconds)
    guard var snapshot = surroundings.snapshot else { return }
    snapshot.monitor.at = max(surroundings.now, snapshot.at.advanced(microseconds: 1))
    change(&snapshot.monitor.wrappers)
    snapshot.monitor.wrappers.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    surroundings.snapshot = snapshot
    perform(.refresh)
  }

  /// The core answers what was last asked of it, after so many seconds of traffic.
  mutating func answer(after seconds: Int64 = 0, _ change: (inout Snapshot) -> Void = { _ in }) {
    surroundings.now = surroundings.now.advanced(seconds: seconds)
    guard let request = requests.last else { return }
    // Asked the same at the same time, it answers the same.
    if answered?.request != request || answered?.now != surroundings.now {
      answered = (scene?.snapshot(request, at: surroundings.now)).map { (request, surroundings.now, $0) }
    }
    guard var snapshot = answered?.snapshot else { return }
    change(&snapshot)
    surroundings.snapshot = snapshot
    perform(.refresh)
  }

  /// Something that a service knows becomes another thing, in the snapshot that is there and in later ones.
  mutating func change(_ change: (inout Snapshot) -> Void) {
    if var snapshot = surroundings.snapshot {
      change(&snapshot)
      surroundings.snapshot = snapshot
    }
    scene = scene?.with(change)
    answered = nil
    perform(.refresh)
  }

  /// What a pane on top is told.
  var context: PaneContext { PaneContext(surroundings, state.shared) }

  /// The names of the listed wrappers, from the top.
  var listed: [String] {
    let wrappers = state.shown(surroundings.snapshot)?.monitor.wrappers ?? []
    return state.listing.rows.map { wrappers[$0].name }
  }

  /// The wrapper under the cursor.
  var selected: String? { state.listing.selected(in: state.shown(surroundings.snapshot))?.name }

  func screen(_ glyphs: GlyphSet = .braille) -> CellGrid {
    var picture = Picture()
    picture.update(state, in: surroundings, glyphs: glyphs)
    return picture.grid
  }

  /// The rows of the screen as text.
  var lines: [String] { screen().plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
}

// The state of panes, as tests look at it.
extension DashboardState {
  var listing: Listing { shared.listing }
  var range: TimeRange { shared.range }
  var pause: PinnedSnapshot? { shared.pause }
  var past: Timestamp? { shared.past }
  var mark: PinnedSnapshot? { shared.mark }
  func shown(_ newest: Snapshot?) -> Snapshot? { shared.shown(newest) }

  /// The pane on top.
  var top: any Pane { stack[stack.count - 1] }
  /// True if a dialog is on top.
  var isAsked: Bool { type(of: top).layer == .dialog }
  var operations: OperationsPane { pane() }
  var operation: OperationPane? { pane(OperationPane.self) }
  var costs: CostsState { pane(CostsPane.self)?.state ?? CostsState() }
  var inspector: InspectorPane { pane() }
  var form: FormPane? { pane(FormPane.self) }
  var history: HistoryPane? { pane(HistoryPane.self) }
  /// The fields of the form, if one is open, else those of the inspector.
  var fields: FieldList { form?.list ?? inspector.list }

  private func pane<P: TestablePane>() -> P { pane(P.self) ?? P() }
}

private protocol TestablePane: Pane { init() }
extension OperationsPane: TestablePane {}
extension InspectorPane: TestablePane {}

extension [WrapperSnapshot] {
  /// Changes the wrapper of that name.
  mutating func change(_ name: String, _ change: (inout WrapperSnapshot) -> Void) {
    if let place = firstIndex(where: { $0.name == name }) { change(&self[place]) }
  }

  /// Gives a wrapper another score.
  mutating func score(_ name: String, _ score: Double) {
    change(name) {
      $0.health.score = score
      $0.health.status = HealthPolicy().status(of: score)
    }
  }
}

extension WrapperSnapshot {
  /// A wrapper of which nothing is known but its health.
  static func new(_ name: String, score: Double) -> WrapperSnapshot {
    var wrapper = WrapperSnapshot(
      name: name, health: WrapperHealth(score: score, status: HealthPolicy().status(of: score)))
    wrapper.seen = score < 1
    wrapper.isIdle = !wrapper.seen
    return wrapper
  }
}
