import Canvas
import Events
import Monitoring
import Snapshots

/// What a pane draws from.
struct Frame {
  let state: DashboardState
  /// What is on the screen: the frozen snapshot while paused.
  let snapshot: Snapshot?
  /// The newest snapshot, whatever is on the screen.
  let live: Snapshot?
  let layout: ScreenLayout
  /// The time by the wall clock.
  let now: Timestamp

  /// The instant against which ages are told: that of the picture, which a frozen one keeps, and which a live one
  /// carries on from when it came.
  var at: Timestamp {
    guard let snapshot else { return now }
    guard state.pause == nil, let arrival = state.arrival, arrival.snapshot == snapshot.at else { return snapshot.at }
    return snapshot.at.advanced(microseconds: max(0, now.microseconds - arrival.time.microseconds))
  }
  /// The wrapper under the cursor.
  var selected: WrapperSnapshot? { state.listing.selected(in: snapshot) }
}

/// Draws the screen.
///
/// Rows are listed as the last `reduce` found them; it must have seen the same snapshot.
///
/// - Parameters:
///   - state: what the operator has set up.
///   - surroundings: the newest snapshot, the size of the grid and the time.
///   - glyphs: the characters that the terminal can show.
/// - Returns: a grid of `surroundings.size`.
package func render(_ state: DashboardState, in surroundings: Surroundings, glyphs: GlyphSet) -> CellGrid {
  let snapshot = state.shown(surroundings.snapshot)
  let layout = ScreenLayout(surroundings.size, state: state, snapshot: snapshot)
  let frame = Frame(
    state: state, snapshot: snapshot, live: surroundings.snapshot, layout: layout, now: surroundings.now)
  var grid = CellGrid(surroundings.size, glyphs: glyphs)
  guard !layout.isTooSmall else {
    TooSmallPane.draw(frame, on: &grid)
    return grid
  }
  HeaderPane.draw(frame, on: &grid)
  switch state.view {
  case .overview where state.listing.total == 0: WaitingPane.draw(frame, in: layout.body, on: &grid)
  case .overview:
    if !state.isDetailOpen { WrapperTable.draw(frame, in: layout.table, on: &grid) }
    switch layout.detailForm {
    case .none: break
    case .strip: DetailStrip.draw(frame, in: layout.detail, on: &grid)
    case .pane: DetailPane.draw(frame, in: layout.detail, on: &grid)
    }
  case .sources: SourcesPane.draw(frame, in: layout.body, on: &grid)
  case .rejected: RejectedPane.draw(frame, in: layout.body, on: &grid)
  }
  switch state.overlay {
  case .help(let offset): HelpPane.draw(frame, offset: offset, on: &grid)
  case .sortChooser(let cursor): SortChooserPane.draw(frame, cursor: cursor, on: &grid)
  case .filter, nil: break
  }
  FooterPane.draw(frame, on: &grid)
  return grid
}
