import Canvas
import Events
import Monitoring
import Snapshots

@testable import Dashboard

/// Someone at the keyboard: presses keys, lets time pass, looks at the screen.
struct Operator {
  var state: DashboardState
  var surroundings: UpdateContext
  /// What the program was told to do since the last look, without requests.
  private(set) var effects: [Effect] = []
  private(set) var requests: [SnapshotRequest] = []
  var scopes: [SnapshotScope] { requests.map(\.scope) }

  init(
    _ snapshot: Snapshot? = Sample.snapshot(), columns: Int = 80, rows: Int = 24, themes: [String] = ["dark", "light"]
  ) {
    state = DashboardState(themes: themes, theme: themes.first ?? "")
    surroundings = UpdateContext(
      snapshot: snapshot, size: Size(columns: columns, rows: rows), now: snapshot?.at ?? Sample.now)
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

  /// A new snapshot comes in after so many seconds.
  mutating func receive(after seconds: Int64 = 0, _ change: (inout [WrapperSnapshot]) -> Void = { _ in }) {
    surroundings.now = surroundings.now.advanced(seconds: seconds)
    var wrappers = surroundings.snapshot?.monitor.wrappers ?? []
    change(&wrappers)
    let at = max(surroundings.now, (surroundings.snapshot?.at ?? surroundings.now).advanced(microseconds: 1))
    surroundings.snapshot = Sample.snapshot(wrappers, at: at)
    perform(.refresh)
  }

  /// The core answers what was last asked of it, after so many seconds.
  mutating func answer(after seconds: Int64 = 0, _ change: (inout Snapshot) -> Void = { _ in }) {
    surroundings.now = surroundings.now.advanced(seconds: seconds)
    guard let request = requests.last, var snapshot = surroundings.snapshot else { return }
    snapshot.monitor.at = request.scope.at ?? surroundings.now
    snapshot.isPast = request.scope.at != nil
    Sample.fill(&snapshot, for: request)
    change(&snapshot)
    surroundings.snapshot = snapshot
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

  func screen(_ glyphs: GlyphSet = .braille) -> CellGrid { render(state, in: surroundings, glyphs: glyphs) }

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
