import Canvas
import Snapshots

/// Where header, panes and footer stand on a screen of a given size.
struct ScreenLayout {
  /// The size at which everything fits.
  static let full = Size(columns: 80, rows: 24)
  /// The size under which only a message is shown.
  static let least = Size(columns: 40, rows: 8)

  let size: Size
  let header: Rect
  /// The row of a critical alert that fires; empty if none does.
  let alert: Rect
  let notice: Rect
  let body: Rect
  let footer: Rect
  /// All but the footer.
  let screen: Rect
  /// Smaller than what everything needs: the footer says so.
  var isFolded: Bool { size.columns < Self.full.columns || size.rows < Self.full.rows }
  /// So small that nothing can be shown.
  var isTooSmall: Bool { size.columns < Self.least.columns || size.rows < Self.least.rows }

  /// - Parameters:
  ///   - size: the size of the terminal.
  ///   - snapshot: what is on the screen.
  ///   - alerts: the alerts of the present, whatever is on the screen.
  init(_ size: Size, snapshot: Snapshot?, alerts: AlertsState?) {
    self.size = size
    let headerRows = size.rows >= 20 ? 3 : size.rows >= 12 ? 2 : 1
    let hasNotice = snapshot.map { !$0.notices.isEmpty || $0.storage.flatMap(StoreBlock.notice) != nil } ?? false
    let noticeRows = !hasNotice || size.rows < 12 ? 0 : 1
    let all = Rect(x: 0, y: 0, width: size.columns, height: size.rows)
    header = all.rows(0, headerRows)
    let alertRows = alerts?.isLoud == true ? 1 : 0
    alert = all.rows(headerRows, alertRows)
    notice = all.rows(headerRows + alertRows, noticeRows)
    footer = all.rows(max(0, size.rows - 1), 1)
    screen = all.rows(0, size.rows - 1)
    let top = notice.y + noticeRows
    body = all.rows(top, size.rows - top - 1)
  }
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
