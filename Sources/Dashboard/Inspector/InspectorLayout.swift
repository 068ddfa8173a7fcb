import Canvas

/// Where the parts of the inspector stand: what is told of the chosen field beside the list where there is room, else
/// below it, and the other sections in its place, or in place of all.
struct InspectorLayout {
  let title: Rect
  /// What has to be known before all else; empty if there is nothing.
  let notice: Rect
  /// The names of the sections.
  let tabs: Rect
  /// The list of fields with its heading; empty where another section takes its place.
  let list: Rect
  /// The row above what is told of the chosen field; empty if the tabs stand there.
  let fieldHead: Rect
  /// What is told of the chosen field; empty where it is not shown.
  let field: Rect
  /// Findings, variables or files; empty where they are not shown.
  let section: Rect
  /// Which of them.
  let shown: InspectorSection

  /// The least room in which the list and a panel stand side by side.
  static let sideBySide = Size(columns: 110, rows: 16)
  /// From this height on, both panels are shown.
  private static let bothPanels = 44

  init(_ area: Rect, _ state: InspectorState, hasNotice: Bool) {
    title = area.row(0)
    let isNoticed = hasNotice && area.height >= 5
    notice = area.rows(1, isNoticed ? 1 : 0)
    let below = area.rows(1 + notice.height, area.height - 1 - notice.height)
    let isFields = state.section == .fields
    let nothing = below.rows(0, 0)
    guard area.width >= Self.sideBySide.columns, area.height >= Self.sideBySide.rows else {
      tabs = below.row(0)
      let rest = below.rows(1, below.height - 1)
      shown = state.section
      section = isFields ? nothing : rest
      // What is told of a field takes what it needs, the list no less than half.
      let panel = !isFields || rest.height < 9 ? 0 : min(10, rest.height * 2 / 5)
      list = isFields ? rest.rows(0, rest.height - panel) : nothing
      fieldHead = rest.rows(list.height, panel == 0 ? 0 : 1)
      field = panel == 0 ? nothing : rest.rows(list.height + 1, panel - 1)
      return
    }
    let wide = max(74, min(area.width * 58 / 100, 120))
    let right = below.columns(wide + 2, area.width - wide - 2)
    list = below.columns(0, wide)
    if below.height >= Self.bothPanels {
      shown = isFields ? .findings : state.section
      let lower = max(14, below.height * 2 / 5)
      fieldHead = right.row(0)
      field = right.rows(1, right.height - lower - 1)
      tabs = right.row(right.height - lower)
      section = right.rows(right.height - lower + 1, lower - 1)
    } else {
      shown = state.section
      tabs = right.row(0)
      fieldHead = nothing
      field = isFields ? right.rows(1, right.height - 1) : nothing
      section = isFields ? nothing : right.rows(1, right.height - 1)
    }
  }

  /// How many lines of the list are shown at once.
  var listRows: Int { max(1, list.height - 1) }
}
