import Canvas
import Snapshots

extension PaneID {
  static let overview = PaneID("overview")
}

extension KeyMode {
  static let overview = KeyMode("overview", [.view, .choosesWrapper, .opens])
}

/// All wrappers, and the one under the cursor in whatever room there is. It is always at the bottom of the stack.
///
/// The list itself is shared: other views are about the wrapper that is chosen here.
struct OverviewPane: Pane {
  static let id = PaneID.overview
  static let modes = [KeyMode.overview]
  static let staysBelow = true

  /// What can be done in the list of wrappers alone.
  enum Own: Sendable { case filter, chooseSort, reverseSort }

  var mode: KeyMode { .overview }

  mutating func update(
    _ input: PaneInput<Own>, _ shared: inout SharedState, _ context: PaneContext
  ) -> [PaneEffect] {
    switch input {
    case .move(let movement):
      shared.listing.move(movement, page: layout(shared, context).tableRows, now: context.now)
    case .accept:
      guard shared.listing.selected(in: context.snapshot) != nil else {
        return shared.refuse("No wrapper to open", context)
      }
      shared.listing.pin()
      return [.push(DetailPane())]
    case .back:
      // At the very last the cursor goes back to following the first row.
      if !shared.listing.filter.text.isEmpty {
        shared.filterWrappers("", context)
      } else {
        shared.listing.unpin()
        shared.listing.rebuild(context.snapshot, now: context.now)
      }
    case .filter(let text): shared.filterWrappers(text, context)
    case .own(.filter): return [.push(FilterPane(.wrappers, text: shared.listing.filter.text))]
    case .own(.chooseSort): return [.push(SortChooserPane(cursor: shared.listing.order.column))]
    case .own(.reverseSort): shared.reverseSort(context)
    case .edit: break
    }
    return []
  }

  mutating func settle(_ shared: inout SharedState, _ context: PaneContext) {
    shared.listing.scroll(page: layout(shared, context).tableRows)
  }

  func addNeeds(to request: inout SnapshotRequest, _ shared: SharedState, _ context: PaneContext) {
    let visible = shared.listing.visibleNames(page: layout(shared, context).tableRows)
    // Below other panes, too, so that they are there when Esc leads back.
    request.scope.sparklines.add(visible)
    guard !context.isCovered else { return }
    // The lines of the list show an hour without them; other ranges are in the series of a detail.
    if shared.range != .hour { request.scope.detail.add(visible) }
    request.scope.trends.add(visible)
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    guard frame.state.listing.total > 0 else {
      WaitingView.draw(frame, in: area, on: &grid)
      return
    }
    let layout = OverviewLayout(area, frame.layout.size, frame.state)
    WrapperTable.draw(frame, layout, in: layout.table, on: &grid)
    switch layout.detailForm {
    case .none: break
    case .strip: DetailStrip.draw(frame, in: layout.detail, on: &grid)
    case .pane: DetailView.draw(frame, open: nil, in: layout.detail, on: &grid)
    }
  }

  private func layout(_ shared: SharedState, _ context: PaneContext) -> OverviewLayout {
    OverviewLayout(context.body, context.surroundings.size, shared, isListOnly: context.isCovered)
  }
}
