import Canvas
import Configuration
import Monitoring
import Snapshots

/// What the operator has set up on the screen: everything that is shown and does not come from a `Snapshot`.
///
/// A stack of panes, of which the one on top has the keys, and what they share. `reduce` is all that changes it. What is
/// derived from a snapshot (`Listing.rows`) is derived there, once per snapshot.
package struct DashboardState: Sendable, Equatable {
  /// What all panes share.
  package private(set) var shared: SharedState
  /// The panes from the bottom up; there is at least one.
  private(set) var stack: [any Pane]
  /// The state of views that are not on the stack.
  private(set) var resting: [PaneID: any Pane] = [:]
  /// What was last asked of the core.
  package private(set) var request: SnapshotRequest?

  /// The state in which the dashboard starts.
  ///
  /// - Parameters:
  ///   - themes: the names of all themes, in the order in which the key cycles through them.
  ///   - theme: the one in force; the first if it is none of them.
  package init(themes: [String] = [], theme: String = "") {
    let choice = ThemeChoice(names: themes, index: themes.firstIndex(of: theme) ?? 0)
    shared = SharedState(themes: choice)
    stack = PaneRegistry.entries.prefix(1).compactMap { $0.make?() }
  }

  /// A line for the operator; nil for none.
  package var message: Message? { shared.message }
  /// The mode that the keys are in.
  package var mode: KeyMode { top.mode }
  /// The view that the pane on top belongs to.
  package var view: PaneID { id(top: PaneRegistry.views.contains) }

  private var top: any Pane { stack[stack.count - 1] }

  private func id(top isMeant: (PaneID) -> Bool) -> PaneID {
    let ids = stack.map { type(of: $0).id }
    return ids.last(where: isMeant) ?? ids[0]
  }

  package static func == (a: DashboardState, b: DashboardState) -> Bool {
    a.shared == b.shared && a.request == b.request && a.stack.count == b.stack.count
      && zip(a.stack, b.stack).allSatisfy { $0.equals($1) } && a.resting.count == b.resting.count
      && a.resting.allSatisfy { id, pane in b.resting[id].map(pane.equals) ?? false }
  }

  /// What a key means now; nil if nothing.
  package func action(for key: Key) -> Action? {
    Binding.action(for: key, in: mode) ?? key.text.flatMap { top.action(forText: String(Character($0))) }
  }

  /// What pasted text means now; nil if nothing is being typed.
  package func action(forPasted text: String) -> Action? { top.action(forText: text) }
}

/// The one place where the dashboard's state changes.
///
/// - Parameters:
///   - state: what the operator has set up; changed in place.
///   - action: what has happened.
///   - surroundings: the newest snapshot, the size of the terminal and the time.
/// - Returns: what the program is to do, in order.
package func reduce(_ state: inout DashboardState, _ action: Action, in surroundings: UpdateContext) -> [Effect] {
  state.reduce(action, in: surroundings)
}

extension DashboardState {
  fileprivate mutating func reduce(_ action: Action, in surroundings: UpdateContext) -> [Effect] {
    shared.refresh(surroundings)
    if action != .refresh { settle(surroundings) }
    if action.isOfOperator { shared.dismissMessage(isInterrupting: action == .interrupt) }
    var effects = apply(action, in: surroundings)
    settle(surroundings)
    if let request = neededSnapshot(surroundings), request != self.request {
      self.request = request
      effects.append(.request(request))
    }
    return effects
  }

  private mutating func apply(_ action: Action, in surroundings: UpdateContext) -> [Effect] {
    switch action {
    case .refresh: return []
    case .move(let movement): return send(.move(movement), in: surroundings)
    case .accept: return send(.accept, in: surroundings)
    case .back: return send(.back, in: surroundings)
    case .edit(let edit): return send(.edit(edit), in: surroundings)
    case .pane(let action): return send(.own(action), in: surroundings)
    case .open(let id, let opening): return open(id, opening, in: surroundings)
    case .toggle(let id):
      if type(of: top).id == id {
        pop(to: stack.count - 1, in: surroundings)
      } else if let pane = PaneRegistry.entry(id)?.make?() {
        stack.append(pane)
      }
      return []
    case .nextView: return step(1, in: surroundings)
    case .previousView: return step(-1, in: surroundings)
    case .togglePause: return change(surroundings) { $0.togglePause() }
    case .changeRange(let isLonger): return change(surroundings) { $0.changeRange(isLonger: isLonger) }
    case .scrub(let points): return change(surroundings) { $0.scrub(points) }
    case .goLive: return change(surroundings) { $0.goLive() }
    case .setMark: return change(surroundings) { $0.setMark() }
    case .clearMark: return change(surroundings) { $0.clearMark() }
    case .nextTheme: return change(surroundings) { $0.nextTheme() }
    case .interrupt: return change(surroundings) { $0.interrupt() }
    case .quit: return isKeptFromQuitting(surroundings) ? [.beep] : [.quit]
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .configurationReply(let reply): return answer(reply, in: surroundings)
    case .alertReply(let request, let problem): return change(surroundings) { $0.tell(of: request, problem) }
    }
  }

  // MARK: Panes

  // Hands something to a pane, by default that on top.
  private mutating func send(
    _ input: PaneInput<PaneAction>, to place: Int? = nil, in surroundings: UpdateContext
  ) -> [Effect] {
    let place = place ?? stack.count - 1
    let effects = change(place, surroundings) { $0.receive(input, &$1) }
    return perform(effects, of: place, in: surroundings)
  }

  // What a pane wants of the others; a place that is none stands for what belongs to no pane.
  private mutating func perform(
    _ effects: [PaneEffect], of place: Int = 0, in surroundings: UpdateContext
  ) -> [Effect] {
    effects.flatMap { effect -> [Effect] in
      switch effect {
      case .program(let effect): return [effect]
      case .push(let pane): stack.append(pane)
      case .close: pop(to: place, in: surroundings)
      case .cover(let dialog):
        pop(to: place + 1, in: surroundings)
        if let dialog { stack.append(dialog) }
      case .show(let id): return open(id, .plain, in: surroundings)
      case .below(let input): if place > 0 { return send(input, to: place - 1, in: surroundings) }
      }
      return []
    }
  }

  // Closes the pane at that place and all above it; the one at the bottom stays.
  private mutating func pop(to place: Int, in surroundings: UpdateContext) {
    while stack.count > max(1, place) {
      let pane = stack.removeLast()
      if PaneRegistry.views.contains(type(of: pane).id) { resting[type(of: pane).id] = pane }
      if let result = pane.result { _ = send(.own(result), in: surroundings) }
    }
  }

  private mutating func open(_ id: PaneID, _ opening: Action.Opening, in surroundings: UpdateContext) -> [Effect] {
    guard let entry = PaneRegistry.entry(id) else { return [] }
    let origin = PaneOrigin(
      isForWrapper: opening != .plain, wrapper: top.wrapper(context(of: stack.count - 1, surroundings)),
      isOfWrapper: mode.isOfWrapper)
    let place = stack.firstIndex { type(of: $0).id == id }
    // A view that is there already is only uncovered.
    if let place, opening == .plain, view == id {
      pop(to: place + 1, in: surroundings)
      return []
    }
    guard var pane = place.map({ stack[$0] }) ?? resting[id] ?? entry.make?() else { return [] }
    var context = context(of: stack.count, surroundings)
    let isEntered = pane.enter(origin, &context)
    shared = context.shared
    guard isEntered else { return [.beep] }
    if let place {
      pop(to: place + 1, in: surroundings)
      stack[place] = pane
    } else {
      let isKept: (any Pane) -> Bool = { pane in
        opening == .forWrapperOnTop ? type(of: pane).layer == .view : type(of: pane).staysBelow
      }
      pop(to: (stack.lastIndex(where: isKept) ?? 0) + 1, in: surroundings)
      stack.append(pane)
    }
    return []
  }

  private mutating func step(_ by: Int, in surroundings: UpdateContext) -> [Effect] {
    open(PaneRegistry.views.next(after: view, by), .plain, in: surroundings)
  }

  private mutating func answer(_ reply: ConfigurationReply, in surroundings: UpdateContext) -> [Effect] {
    for place in stack.indices.reversed() {
      if let effects = change(place, surroundings, { $0.answer(reply, &$1) }) {
        return perform(effects, of: place, in: surroundings)
      }
    }
    for id in PaneRegistry.views {
      var context = PaneContext(surroundings, shared)
      let effects = resting[id]?.answer(reply, &context)
      shared = context.shared
      if let effects { return perform(effects, in: surroundings) }
    }
    return []
  }

  private mutating func isKeptFromQuitting(_ surroundings: UpdateContext) -> Bool {
    for place in stack.indices.reversed() {
      let end = stack[(place + 1)...].firstIndex { type(of: $0).layer != .dialog } ?? stack.count
      guard let effects = stack[place].effectsInsteadOfQuitting(isOnTop: end == stack.count) else { continue }
      pop(to: end, in: surroundings)
      _ = perform(effects, of: place, in: surroundings)
      return true
    }
    return false
  }

  // MARK: What holds for all panes

  // Lets a pane change, and with it what all share.
  private mutating func change<T>(
    _ place: Int, _ surroundings: UpdateContext, _ change: (inout any Pane, inout PaneContext) -> T
  ) -> T {
    var context = context(of: place, surroundings)
    let result = change(&stack[place], &context)
    shared = context.shared
    return result
  }

  // Does what belongs to no pane.
  private mutating func change(
    _ surroundings: UpdateContext, _ change: (inout PaneContext) -> [PaneEffect]
  ) -> [Effect] {
    var context = PaneContext(surroundings, shared)
    let effects = change(&context)
    shared = context.shared
    return perform(effects, in: surroundings)
  }

  private func context(of place: Int, _ surroundings: UpdateContext) -> PaneContext {
    PaneContext(
      surroundings, shared, isCovered: stack.dropFirst(place + 1).contains { !type(of: $0).layer.liesOver },
      below: place > 0 ? stack[place - 1] : nil, above: stack.dropFirst(place + 1).first.map { type(of: $0).id })
  }

  /// The places of the panes that the screen needs: those on top, down to a view of its own, and the one to which all
  /// ways lead back.
  private var placesInUse: [Int] {
    let last = stack.lastIndex { type(of: $0).layer == .view } ?? 0
    return (last == 0 ? [] : [0]) + Array(last..<stack.count)
  }

  private mutating func settle(_ surroundings: UpdateContext) {
    for place in placesInUse where stack.indices.contains(place) {
      _ = perform(change(place, surroundings) { $0.follow(&$1) }, of: place, in: surroundings)
    }
    for place in placesInUse { change(place, surroundings) { $0.settle(&$1) } }
  }

  // What the screen needs; nil while nothing is known of the wrappers.
  private func neededSnapshot(_ surroundings: UpdateContext) -> SnapshotRequest? {
    var request = shared.neededSnapshot(surroundings)
    for place in placesInUse {
      stack[place].addNeeds(to: &request, context(of: place, surroundings))
    }
    // An instant before the first wrapper has to be left again.
    let isKnown = shared.listing.total > 0 || shared.past != nil || surroundings.snapshot?.isPast == true
    return isKnown || request.operations != nil ? request : nil
  }

  /// The panes that are seen, from the bottom up.
  var visible: ArraySlice<any Pane> { stack[(stack.lastIndex { !type(of: $0).layer.liesOver } ?? 0)...] }

  /// The newest state of a pane, on the stack or not; nil if it was never opened.
  func pane<P: Pane>(_ type: P.Type) -> P? {
    stack.lazy.reversed().compactMap { $0 as? P }.first ?? resting[P.id] as? P
  }
}

extension Collection where Element: Equatable {
  /// The element so many places behind another one, or before it, round and round.
  func next(after current: Element, _ by: Int) -> Element {
    let all = Array(self)
    let place = (all.firstIndex(of: current) ?? 0) + by
    return all[((place % all.count) + all.count) % all.count]
  }
}
