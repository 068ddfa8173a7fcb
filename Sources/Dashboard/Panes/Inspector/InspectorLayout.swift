import Canvas

/// Where the parts of the inspector stand: the list of fields on the left and the other sections beside it, where there is
/// room; else one section at a time, the list with the chosen field in short below it.
struct InspectorLayout {
  let title: Rect
  /// What has to be known before all else; empty if there is nothing.
  let notice: Rect
  /// The names of the sections.
  let tabs: Rect
  /// The sections whose names stand there.
  let tabSections: [InspectorSection]
  /// Which of them is shown below the tabs.
  let shown: InspectorSection
  /// The list of fields with its heading; empty where another section takes its place.
  let list: Rect
  /// The row above what is told of the chosen field; empty if the tabs stand there.
  let fieldHead: Rect
  /// What is told of the chosen field; empty where it is not shown.
  let field: Rect
  /// Findings, variables or files; empty where they are not shown.
  let section: Rect

  /// The least room in which the list and another section stand side by side.
  static let sideBySide = Size(columns: 110, rows: 16)
  /// From this height on, the chosen field and another section stand above each other.
  private static let bothPanels = 44

  init(_ area: Rect, _ section: InspectorSection, hasNotice: Bool) {
    title = area.row(0)
    let isNoticed = hasNotice && area.height >= 5
    notice = area.rows(1, isNoticed ? 1 : 0)
    let below = area.rows(1 + notice.height, area.height - 1 - notice.height)
    let nothing = below.rows(0, 0)
    guard area.width >= Self.sideBySide.columns, area.height >= Self.sideBySide.rows else {
      tabs = below.row(0)
      tabSections = InspectorSection.allCases
      shown = section
      let rest = below.rows(1, below.height - 1)
      switch shown {
      case .fields:
        // No less than half is left to the list.
        let panel = rest.height < 9 ? 0 : min(11, rest.height * 2 / 5)
        list = rest.rows(0, rest.height - panel)
        fieldHead = rest.rows(list.height, panel == 0 ? 0 : 1)
        field = rest.rows(list.height + fieldHead.height, panel - fieldHead.height)
        self.section = nothing
      case .field:
        (list, self.section) = (nothing, nothing)
        fieldHead = rest.row(0)
        field = rest.rows(1, rest.height - 1)
      case .findings, .variables, .files:
        (list, fieldHead, field) = (nothing, nothing, nothing)
        self.section = rest
      }
      return
    }
    let wide = max(76, min(area.width * 58 / 100, 120))
    let right = below.columns(wide + 2, area.width - wide - 2)
    list = below.columns(0, wide)
    let isOfField = section == .fields || section == .field
    if below.height >= Self.bothPanels {
      tabSections = [.findings, .variables, .files]
      shown = isOfField ? .findings : section
      let lower = max(14, below.height * 2 / 5)
      fieldHead = right.row(0)
      field = right.rows(1, right.height - lower - 1)
      tabs = right.row(right.height - lower)
      self.section = right.rows(right.height - lower + 1, lower - 1)
    } else {
      tabSections = [.field, .findings, .variables, .files]
      shown = isOfField ? .field : section
      tabs = right.row(0)
      fieldHead = nothing
      let panel = right.rows(1, right.height - 1)
      (field, self.section) = isOfField ? (panel, nothing) : (nothing, panel)
    }
  }

  /// How many lines of the list are shown at once.
  var listRows: Int { max(1, list.height - 1) }
}
