import Canvas
import Snapshots

extension KeyMode {
  /// The list of wrappers.
  static let overview = KeyMode("overview", [.view, .choosesWrapper, .opens])
}

/// All wrappers, and the one under the cursor in whatever room there is. It is always at the bottom of the stack.
///
/// The list itself is shared: other views are about the wrapper that is chosen here.
struct OverviewPane: Pane {
  static let modes = [KeyMode.overview]
  static let staysBelow = true

  /// What can be done in the list of wrappers alone.
  enum Own: Sendable {
    /// Opens the line of the filter.
    case filter
    /// Opens the chooser of the column to sort by.
    case chooseSort
    /// Turns the order round.
    case reverseSort
  }

  mutating func update(_ input: PaneInput<Own>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement):
      context.shared.listing.move(movement, page: layout(context).tableRows, now: context.now)
    case .accept:
      guard context.chosen != nil else {
        return context.refuse("No wrapper to open")
      }
      context.shared.listing.pin()
      return [.push(DetailPane())]
    case .back:
      // At the very last the cursor goes back to following the first row.
      if !context.shared.listing.filter.text.isEmpty {
        context.filterWrappers("")
      } else {
        context.shared.listing.unpin()
        context.shared.listing.rebuild(context.snapshot, now: context.now)
      }
    case .filter(let text): context.filterWrappers(text)
    case .own(.filter): return [.push(FilterPane(.wrappers, text: context.shared.listing.filter.text))]
    case .own(.chooseSort): return [.push(SortChooserPane(cursor: context.shared.listing.order.column))]
    case .own(.reverseSort): context.reverseSort()
    case .edit: break
    }
    return []
  }

  mutating func settle(_ context: inout PaneContext) {
    context.shared.listing.scroll(page: layout(context).tableRows)
  }

  func addNeeds(to request: inout SnapshotRequest, _ context: PaneContext) {
    let visible = context.shared.listing.visibleNames(page: layout(context).tableRows)
    // Below other panes, too, so that they are there when Esc leads back.
    request.scope.sparklines.add(visible)
    guard !context.isCovered else { return }
    // The lines of the list show an hour without them; other ranges are in the series of a detail.
    if context.shared.range != .hour { request.scope.detail.add(visible) }
    request.scope.trends.add(visible)
  }

  func parts(_ frame: Frame, in area: Rect) -> [PicturePart] {
    guard frame.shared.listing.total > 0 else {
      return [PicturePart(area) { WaitingView.draw($0, in: area, on: &$1) }]
    }
    let layout = OverviewLayout(area, frame.layout.size, frame.shared)
    let table = PicturePart(layout.table) { WrapperTable.draw($0, layout, in: layout.table, on: &$1) }
    switch layout.detailForm {
    case .none: return [table]
    case .strip: return [table, PicturePart(layout.detail) { DetailStrip.draw($0, in: layout.detail, on: &$1) }]
    case .pane:
      return [table, PicturePart(layout.detail) { DetailView.draw($0, open: nil, in: layout.detail, on: &$1) }]
    }
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    for part in parts(frame, in: area) { part.draw(frame, &grid) }
  }

  private func layout(_ context: PaneContext) -> OverviewLayout {
    OverviewLayout(context.body, context.surroundings.size, context.shared, isListOnly: context.isCovered)
  }
}

extension OverviewPane {
  static let bindings: [Binding] = [
    Binding(
      [.escape], .back, "back",
      "Clear the filter",
      in: [.overview], .look),
    Binding(
      [.character("/")], .own(Own.filter), "filter",
      "Filter wrappers: part of the name, idle, state:critical, err>5 (percent), fb>20 (percent), ok<95"
        + " (percent), p95>2000 (ms), ops>10 (a minute), cost>5 (dollars today), budget>80 (percent spent), budget:warning, budget:critical, budget:over, budget:none,"
        + " score<0.7, active>0, unseen; all terms must be"
        + " met; ! before a term turns it round", in: [.overview], .list, footer: 3),
    Binding(
      [.character("s")], .own(Own.chooseSort), "sort", "Choose the sort column", in: [.overview], .list,
      footer: 4),
    reverse(.own(Own.reverseSort), in: .overview),
  ]

  /// The key that turns the order round, which works in the chooser as well.
  static func reverse(_ action: Action, in mode: KeyMode) -> Binding {
    Binding(
      [.character("r"), .character("S")], action, "reverse", "Reverse the order", in: [mode], .list, footer: 13)
  }

  static func openings(_ digit: Key) -> [Binding] {
    [Binding([digit], .open(id, .plain), "overview", "The overview", where: \.isView, .look)]
  }
}

/// Where the list of wrappers and the one under the cursor stand in the overview.
struct OverviewLayout {
  /// The list of wrappers with its title and heading.
  private(set) var table: Rect
  /// The wrapper under the cursor, in whatever room there is; empty if there is none.
  private(set) var detail: Rect
  /// How the detail is to be drawn.
  private(set) var detailForm = DetailForm.none
  /// How many lines a wrapper has in the list: with a mark, a second one for the changes.
  let linesPerRow: Int

  /// How the wrapper under the cursor is shown beside the list.
  enum DetailForm { case none, strip, pane }

  /// - Parameters:
  ///   - body: where the pane is drawn.
  ///   - size: the size of the terminal.
  ///   - isListOnly: true to leave all room to the list.
  init(_ body: Rect, _ size: Size, _ shared: SharedState, isListOnly: Bool = false) {
    table = body
    detail = body.rows(body.height, 0)
    linesPerRow = shared.mark == nil ? 1 : 2
    let lines = shared.listing.total * linesPerRow
    // What wraptop waits for takes the whole room.
    guard lines > 0, !isListOnly else { return }
    if size.columns >= 160 && size.rows >= 24 {
      let width = min(120, size.columns * 6 / 10)
      table = body.columns(0, width)
      detail = body.columns(width + 2, body.width - width - 2)
      detailForm = .pane
    } else if size.rows >= 30 || size.rows >= 24 && body.height - 2 - lines >= Self.leastPane {
      let rows = 2 + max(size.rows >= 30 ? 6 : 3, min(lines, body.height - 2 - Self.leastPane))
      table = body.rows(0, rows)
      detail = body.rows(rows, body.height - rows)
      detailForm = .pane
    } else if size.rows >= 20 {
      table = body.rows(0, body.height - Self.strip)
      detail = body.rows(body.height - Self.strip, Self.strip)
      detailForm = .strip
    }
  }

  /// How many wrappers are listed at once.
  var tableRows: Int { max(1, (table.height - 2) / linesPerRow) }

  private static let strip = 6
  private static let leastPane = 12
}
