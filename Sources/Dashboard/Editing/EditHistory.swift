/// What was before each change to something that is being edited, and what was undone.
struct EditHistory<State: Sendable & Equatable>: Sendable, Equatable {
  private var past: [State] = []
  private var future: [State] = []
  private var run: EditKind?

  /// The most steps that are kept; the very first state stays, so that undoing always leads back to it.
  static var limit: Int { 500 }

  /// Notes the state before a change that is made now.
  mutating func note(_ before: State, _ kind: EditKind) {
    future.removeAll()
    defer { run = kind }
    guard kind == .single || kind != run else { return }
    past.append(before)
    if past.count > Self.limit { past.remove(at: 1) }
  }

  /// The next change does not belong to the last one, of whatever kind.
  mutating func endRun() { run = nil }

  /// The state before the last change; nil if there was none.
  mutating func undo(from now: State) -> State? {
    run = nil
    guard let state = past.popLast() else { return nil }
    future.append(now)
    return state
  }

  /// The state that was left by the last `undo`; nil if there was none since the last change.
  mutating func redo(from now: State) -> State? {
    run = nil
    guard let state = future.popLast() else { return nil }
    past.append(now)
    return state
  }
}

/// What a change is like. Changes of one kind that follow one another undo as one, but for `single`.
enum EditKind: Sendable, Equatable {
  case typing, erasing, stepping, single
}
