import Monitoring
import Snapshots

// Actions on the views other than the overview: operations, trends, and what is scrolled.
extension DashboardState {
  /// The operations that are listed.
  func listedOperations(_ snapshot: Snapshot?) -> [OperationRecord] {
    operations.records(in: snapshot, isHeld: pause != nil)
  }

  mutating func showOperations(_ surroundings: UpdateContext) -> [Effect] {
    guard let wrapper = listing.selected(in: shown(surroundings.snapshot)) else {
      tell("No wrapper whose operations could be listed", surroundings)
      return [.beep]
    }
    listing.pin()
    limit(to: wrapper.name)
    show(.operations)
    return []
  }

  mutating func limitToWrapper(_ surroundings: UpdateContext) -> [Effect] {
    if operations.choice.wrapper != nil {
      limit(to: nil)
      return []
    }
    let records = listedOperations(shown(surroundings.snapshot))
    guard records.indices.contains(operations.cursor.row) else {
      tell("No operation whose wrapper could be taken", surroundings)
      return [.beep]
    }
    limit(to: records[operations.cursor.row].wrapperName)
    return []
  }

  private mutating func limit(to wrapper: String?) {
    guard operations.choice.wrapper != wrapper else { return }
    operations.choice.wrapper = wrapper
    operations.unpin()
  }

  mutating func limitToFailures(_ surroundings: UpdateContext) {
    operations.choice.failuresOnly.toggle()
    operations.unpin()
    tell(operations.choice.failuresOnly ? "Failed operations only" : "All operations", surroundings)
  }

  mutating func filterOperations(_ text: String) {
    guard operations.choice.text != text else { return }
    operations.choice.text = text
    operations.unpin()
  }

  mutating func openOperation(_ surroundings: UpdateContext) -> [Effect] {
    guard let record = operations.pin(among: listedOperations(shown(surroundings.snapshot))) else {
      tell("No operation to open", surroundings)
      return [.beep]
    }
    operations.open = record
    operations.openScroll = 0
    return []
  }

  /// Moves to the next operation and shows that one in full, or scrolls the one that is shown.
  mutating func moveInOperation(_ movement: Movement, page: Int, _ surroundings: UpdateContext) {
    switch movement {
    case .pageUp, .pageDown: Self.scroll(&operations.openScroll, movement, page: page)
    default:
      let records = listedOperations(shown(surroundings.snapshot))
      operations.move(movement, page: 1, among: records)
      operations.open = operations.pin(among: records) ?? operations.open
      operations.openScroll = 0
    }
  }

  /// Opens the detail of the wrapper whose trend is under the cursor.
  mutating func openTrend(_ surroundings: UpdateContext) -> [Effect] {
    let snapshot = shown(surroundings.snapshot)
    let rows = TrendRow.rows(snapshot)
    guard rows.indices.contains(scroll.trends) else {
      tell("No trend to open", surroundings)
      return [.beep]
    }
    if !listing.select(rows[scroll.trends].wrapper.name) {
      listing.filter = Filter()
      listing.rebuild(snapshot, now: surroundings.now)
      _ = listing.select(rows[scroll.trends].wrapper.name)
    }
    view = .overview
    isDetailOpen = true
    return []
  }

  /// Nothing is scrolled past its end.
  mutating func settleLists(_ surroundings: UpdateContext) {
    let snapshot = shown(surroundings.snapshot)
    let layout = ScreenLayout(surroundings.size, state: self, snapshot: snapshot)
    let records = listedOperations(snapshot)
    operations.refresh(records)
    operations.scroll(page: OperationsPane.rows(layout.body), count: records.count)
    scroll.trends = max(0, min(scroll.trends, TrendRow.rows(snapshot).count - 1))
    switch view {
    case .metrics:
      let lines = MetricsPane.lineCount(self, snapshot)
      scroll.metrics = max(0, min(scroll.metrics, lines - BreakdownPane.rows(layout.body)))
    case .groups:
      let lines = GroupsPane.lineCount(self, snapshot, width: layout.body.width)
      scroll.groups = max(0, min(scroll.groups, lines - BreakdownPane.rows(layout.body)))
    case .operations:
      guard let open = operations.open else { break }
      let lines = OperationPane.lines(open, at: open.end, width: layout.body.width).count
      operations.openScroll = max(0, min(operations.openScroll, lines - OperationPane.rows(layout.body)))
    default: break
    }
  }
}
