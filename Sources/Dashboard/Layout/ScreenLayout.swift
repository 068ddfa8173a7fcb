import Canvas
import Snapshots

/// Where everything stands on a screen of a given size. `reduce` asks it for the length of a page, `render` draws by it.
struct ScreenLayout {
  /// The size at which everything fits.
  static let full = Size(columns: 80, rows: 24)
  /// The size under which only a message is shown.
  static let least = Size(columns: 40, rows: 8)

  let size: Size
  let header: Rect
  let notice: Rect
  let body: Rect
  let footer: Rect
  /// The list of wrappers with its title and heading.
  private(set) var table: Rect
  /// The wrapper under the cursor, in whatever room there is; empty if there is none.
  private(set) var detail: Rect
  /// How the detail is to be drawn.
  private(set) var detailForm: DetailForm

  /// How many lines a wrapper has in the list: with a mark, a second one for the changes.
  let linesPerRow: Int

  enum DetailForm { case none, strip, pane }

  /// Smaller than what everything needs: the footer says so.
  var isFolded: Bool { size.columns < Self.full.columns || size.rows < Self.full.rows }
  /// So small that nothing can be shown.
  var isTooSmall: Bool { size.columns < Self.least.columns || size.rows < Self.least.rows }

  init(_ size: Size, state: DashboardState, snapshot: Snapshot?) {
    self.size = size
    let headerRows = size.rows >= 20 ? 3 : size.rows >= 12 ? 2 : 1
    let hasNotice = snapshot.map { !$0.notices.isEmpty || $0.storage.flatMap(StoreBlock.notice) != nil } ?? false
    let noticeRows = !hasNotice || size.rows < 12 ? 0 : 1
    let all = Rect(x: 0, y: 0, width: size.columns, height: size.rows)
    header = all.rows(0, headerRows)
    notice = all.rows(headerRows, noticeRows)
    footer = all.rows(max(0, size.rows - 1), 1)
    body = all.rows(headerRows + noticeRows, size.rows - headerRows - noticeRows - 1)
    table = body
    detail = Rect(x: 0, y: body.maxY, width: 0, height: 0)
    detailForm = .none
    linesPerRow = state.mark == nil ? 1 : 2
    if state.view == .overview { place(lines: state.listing.total * linesPerRow, fullDetail: state.isDetailOpen) }
  }

  /// How many wrappers are listed at once.
  var tableRows: Int { max(1, (table.height - 2) / linesPerRow) }
  /// How many lines of the other lists are shown at once.
  var listRows: Int { max(1, body.height - 4) }
  /// By how many failures a page key scrolls.
  var failureRows: Int { max(2, body.height / 3) }

  private mutating func place(lines wrappers: Int, fullDetail: Bool) {
    if fullDetail {
      detail = body
      detailForm = .pane
    } else if wrappers == 0 {
      // What wraptop waits for takes the whole room.
    } else if size.columns >= 160 && size.rows >= 24 {
      let width = min(120, size.columns * 6 / 10)
      table = Rect(x: 0, y: body.y, width: width, height: body.height)
      detail = Rect(x: width + 2, y: body.y, width: body.width - width - 2, height: body.height)
      detailForm = .pane
    } else if size.rows >= 30 || size.rows >= 24 && body.height - 2 - wrappers >= Self.leastPane {
      let rows = 2 + max(size.rows >= 30 ? 6 : 3, min(wrappers, body.height - 2 - Self.leastPane))
      table = body.rows(0, rows)
      detail = body.rows(rows, body.height - rows)
      detailForm = .pane
    } else if size.rows >= 20 {
      table = body.rows(0, body.height - Self.strip)
      detail = body.rows(body.height - Self.strip, Self.strip)
      detailForm = .strip
    }
  }

  private static let strip = 6
  private static let leastPane = 12
}

extension Rect {
  /// The part from `first`, counted from its top, with `count` rows.
  func rows(_ first: Int, _ count: Int) -> Rect {
    let start = min(max(0, first), height)
    return Rect(x: x, y: y + start, width: width, height: max(0, min(count, height - start)))
  }

  /// The part from `first`, counted from its left side, with `count` columns.
  func columns(_ first: Int, _ count: Int) -> Rect {
    let start = min(max(0, first), width)
    return Rect(x: x + start, y: y, width: max(0, min(count, width - start)), height: height)
  }
}
