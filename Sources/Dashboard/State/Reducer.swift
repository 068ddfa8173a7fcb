import Canvas
import Events
import Monitoring
import Snapshots

/// The one place where the dashboard's state changes.
///
/// - Parameters:
///   - state: what the operator has set up; changed in place.
///   - action: what has happened.
///   - surroundings: the newest snapshot, the size of the terminal and the time.
/// - Returns: what the program is to do, in order.
package func reduce(_ state: inout DashboardState, _ action: Action, in surroundings: Surroundings) -> [Effect] {
  state.refresh(surroundings)
  if action != .refresh { state.dismissMessage(before: action) }
  var effects = state.apply(action, in: surroundings)
  state.settle(surroundings)
  if let scope = state.wantedScope(surroundings), scope != state.scope {
    state.scope = scope
    effects.append(.scope(scope))
  }
  return effects
}

extension DashboardState {
  // What follows from the world having moved on.
  fileprivate mutating func refresh(_ surroundings: Surroundings) {
    if let message, surroundings.now >= message.until { dismissMessage(before: .refresh) }
    if let at = surroundings.snapshot?.at, at != arrival?.snapshot {
      arrival = Arrival(snapshot: at, time: surroundings.now)
    }
    completePause(surroundings.snapshot)
    listing.refresh(shown(surroundings.snapshot), now: surroundings.now)
  }

  // The picture that was frozen explains one wrapper only; the next one, asked for with all details, takes its place at
  // once, so that the others can be looked at as well.
  private mutating func completePause(_ live: Snapshot?) {
    guard let pause, !pause.isComplete, let live, live.carriesAllDetails,
      live.at < pause.snapshot.at.advanced(seconds: 3)
    else { return }
    self.pause = Pause(snapshot: live, isComplete: true)
  }

  fileprivate mutating func dismissMessage(before action: Action) {
    message = nil
    if action != .interrupt { interrupted = false }
  }

  // What must hold after any action: nothing is scrolled past its end, the cursor is on the screen.
  fileprivate mutating func settle(_ surroundings: Surroundings) {
    let snapshot = shown(surroundings.snapshot)
    listing.scroll(page: ScreenLayout(surroundings.size, state: self, snapshot: snapshot).tableRows)
    scroll.rejected = max(0, min(scroll.rejected, (snapshot?.rejected.count ?? 0) - 1))
    scroll.sources = max(0, min(scroll.sources, (snapshot?.sources.count ?? 0) - 1))
    let failures = listing.selected(in: snapshot)?.detail?.recentFailures.count ?? 0
    scroll.failures = max(0, min(scroll.failures, failures - 1))
    if case .help(let offset) = overlay {
      overlay = .help(offset: max(0, min(offset, HelpPane.scrollLimit(surroundings.size))))
    }
  }

  fileprivate mutating func apply(_ action: Action, in surroundings: Surroundings) -> [Effect] {
    switch action {
    case .refresh: return []
    case .move(let movement): return move(movement, in: surroundings)
    case .accept: return accept(surroundings)
    case .back: goBack(surroundings)
    case .startFilter: overlay = .filter(LineEditor(listing.filter.text))
    case .chooseSort: overlay = .sortChooser(cursor: listing.order.column.rawValue)
    case .pickSort(let digit): return pickSort(digit, in: surroundings)
    case .reverseSort:
      listing.order.isReversed.toggle()
      listing.rebuild(shown(surroundings.snapshot), now: surroundings.now)
    case .togglePause: return togglePause(surroundings)
    case .toggleHelp: overlay = place == .help ? nil : .help(offset: 0)
    case .show(let view): show(view)
    case .nextView: step(1)
    case .previousView: step(-1)
    case .nextTheme: return nextTheme(surroundings)
    case .edit(let edit): editFilter(edit, in: surroundings)
    case .quit: return [.quit]
    case .interrupt:
      if interrupted { return [.quit] }
      interrupted = true
      tell("Press Ctrl-C again to quit", surroundings)
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    }
    return []
  }

  mutating func tell(_ text: String, _ surroundings: Surroundings) {
    message = Message(text: text, until: surroundings.now.advanced(seconds: Message.duration))
  }

  private mutating func show(_ view: ViewName) {
    self.view = view
    isDetailOpen = false
    overlay = nil
  }

  private mutating func step(_ by: Int) {
    let all = ViewName.allCases
    let place = all.firstIndex(of: view) ?? 0
    show(all[(place + by + all.count) % all.count])
  }

  private mutating func nextTheme(_ surroundings: Surroundings) -> [Effect] {
    guard themes.names.count > 1 else {
      tell("There is no other theme", surroundings)
      return [.beep]
    }
    themes.index = (themes.index + 1) % themes.names.count
    guard let name = themes.current else { return [] }
    tell("Theme: \(name) (\(themes.index + 1) of \(themes.names.count))", surroundings)
    return [.theme(name)]
  }

  private mutating func togglePause(_ surroundings: Surroundings) -> [Effect] {
    if pause != nil {
      pause = nil
      listing.refresh(surroundings.snapshot, now: surroundings.now)
    } else if let live = surroundings.snapshot {
      pause = Pause(snapshot: live, isComplete: live.carriesAllDetails)
    } else {
      tell("Nothing to hold yet: the first snapshot has not come", surroundings)
      return [.beep]
    }
    return []
  }
}
