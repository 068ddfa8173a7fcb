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
package func reduce(_ state: inout DashboardState, _ action: Action, in surroundings: UpdateContext) -> [Effect] {
  state.refresh(surroundings)
  if action.isOfOperator { state.dismissMessage(before: action) }
  var effects = state.apply(action, in: surroundings)
  state.settle(surroundings)
  if let request = state.snapshotRequest(surroundings), request != state.request {
    state.request = request
    effects.append(.request(request))
  }
  return effects
}

extension DashboardState {
  // What follows from the world having moved on.
  fileprivate mutating func refresh(_ surroundings: UpdateContext) {
    if let message, surroundings.time >= message.until { dismissMessage(before: .refresh) }
    if let snapshot = surroundings.snapshot {
      if snapshot.at != arrival?.snapshot { arrival = Arrival(snapshot: snapshot.at, time: surroundings.now) }
      if !snapshot.isPast, snapshot.at != present?.snapshot { present = arrival }
    }
    pause?.complete(with: surroundings.snapshot)
    mark?.complete(with: surroundings.snapshot)
    // A held picture stays until that of the past that was asked for is there.
    if past != nil, surroundings.snapshot?.isPast == true { pause = nil }
    let snapshot = shown(surroundings.snapshot)
    listing.refresh(snapshot, now: surroundings.now)
    operations.refresh(operations.records(in: snapshot, isHeld: pause != nil))
    followConfiguration(surroundings)
    refreshInspector(surroundings)
  }

  fileprivate mutating func dismissMessage(before action: Action) {
    message = nil
    if action != .interrupt { interrupted = false }
  }

  // What must hold after any action: nothing is scrolled past its end, the cursor is on the screen.
  fileprivate mutating func settle(_ surroundings: UpdateContext) {
    let snapshot = shown(surroundings.snapshot)
    listing.scroll(page: ScreenLayout(surroundings.size, state: self, snapshot: snapshot).tableRows)
    scroll.rejected = max(0, min(scroll.rejected, (snapshot?.rejected.count ?? 0) - 1))
    scroll.sources = max(0, min(scroll.sources, (snapshot?.sources.count ?? 0) - 1))
    let failures = listing.selected(in: snapshot)?.detail?.recentFailures.count ?? 0
    scroll.failures = max(0, min(scroll.failures, failures - 1))
    settleLists(surroundings)
    settleCosts(surroundings)
    settleInspector(surroundings)
    if case .help(let offset) = overlay {
      overlay = .help(offset: max(0, min(offset, HelpPane.scrollLimit(surroundings.size))))
    }
  }

  fileprivate mutating func apply(_ action: Action, in surroundings: UpdateContext) -> [Effect] {
    switch action {
    case .refresh: return []
    case .move(let movement): return move(movement, in: surroundings)
    case .accept: return accept(surroundings)
    case .back: goBack(surroundings)
    case .startFilter: startFilter()
    case .chooseSort: overlay = .sortChooser(cursor: listing.order.column.rawValue)
    case .pickSort(let column): sort(by: column, in: surroundings)
    case .reverseSort:
      listing.order.isReversed.toggle()
      listing.rebuild(shown(surroundings.snapshot), now: surroundings.now)
    case .togglePause: return togglePause(surroundings)
    case .changeRange(let isLonger): return changeRange(isLonger: isLonger, surroundings)
    case .scrub(let points): return scrub(points, surroundings)
    case .goLive: return goLive(surroundings)
    case .setMark: return setMark(surroundings)
    case .clearMark: return clearMark(surroundings)
    case .toggleHelp: overlay = place == .help ? nil : .help(offset: 0)
    case .show(let view): show(view)
    case .showCosts: showCosts(surroundings)
    case .costs(let action): return apply(action, in: surroundings)
    case .showConfiguration: showConfiguration(surroundings)
    case .inspector(let action): return apply(action, in: surroundings)
    case .form(let action): return apply(action, in: surroundings)
    case .history(let action): return apply(action, in: surroundings)
    case .showOperations: return showOperations(surroundings)
    case .limitToWrapper: return limitToWrapper(surroundings)
    case .limitToFailures: limitToFailures(surroundings)
    case .nextView: step(1)
    case .previousView: step(-1)
    case .nextTheme: return nextTheme(surroundings)
    case .edit(let edit):
      if isFilling { return fill(.edit(edit), in: surroundings) }
      editFilter(edit, in: surroundings)
    case .quit:
      if asksBeforeLeaving() { return [.beep] }
      return [.quit]
    case .interrupt:
      if interrupted { return [.quit] }
      interrupted = true
      tell("Press Ctrl-C again to quit", surroundings, seconds: Message.interruptDuration)
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .configurationReply(let reply): return take(reply, in: surroundings)
    }
    return []
  }

  mutating func tell(_ text: String, _ surroundings: UpdateContext, seconds: Int64 = Message.duration) {
    message = Message(text: text, until: surroundings.time.advanced(seconds: seconds))
  }

  mutating func show(_ view: ViewName) {
    // The detail of a wrapper stays open behind the views that are reached from it, so that Esc leads back there.
    if view == .overview { isDetailOpen = false }
    if view.isOfWrapper, view != self.view { listing.pin() }
    if view == .configuration, view != self.view {
      // The wrapper that is chosen by now, and the way back that every view has.
      inspector.wrapper = nil
      inspector.origin = .overview
    }
    self.view = view
    operations.open = nil
    costs.open = nil
    overlay = nil
  }

  private mutating func step(_ by: Int) {
    let all = ViewName.allCases
    let place = all.firstIndex(of: view) ?? 0
    show(all[(place + by + all.count) % all.count])
  }

  private mutating func nextTheme(_ surroundings: UpdateContext) -> [Effect] {
    guard themes.names.count > 1 else {
      tell("There is no other theme", surroundings)
      return [.beep]
    }
    themes.index = (themes.index + 1) % themes.names.count
    guard let name = themes.current else { return [] }
    tell("Theme: \(name) (\(themes.index + 1) of \(themes.names.count))", surroundings)
    return [.theme(name)]
  }
}
