import Alerting
import Canvas
import Snapshots

extension KeyMode {
  /// Alerts, silences and channels.
  static let alerts = KeyMode("alerts", [.view, .opens])
}

/// What fires and why, who takes care of it, who was told; silences, channels, and what is over.
struct AlertsPane: Pane {
  static let modes = [KeyMode.alerts]
  static let bindings = Binding.alertActions

  /// The cursor among the rows.
  private(set) var cursor = ListCursor<AlertsList.RowID>()
  /// Those that are over are listed.
  private(set) var showsHistory = false

  static func openings(_ key: Key) -> [Binding] {
    [
      Binding(
        [key], .open(id, .plain), "alerts", "Alerts: what fires and why, silences, channels, history", where: \.isView,
        .look, footer: 9)
    ]
  }

  mutating func update(_ input: PaneInput<AlertAction>, _ context: inout PaneContext) -> [PaneEffect] {
    let list = list(context)
    switch input {
    case .move(let movement):
      cursor.move(movement, page: AlertsLayout(context.body).page, count: list.count, id: list.id)
    case .accept:
      guard let item = list.item(cursor.row) else { return context.refuse("No alert to open") }
      cursor.hold(.alert(item.alert.id))
      return [.push(AlertPane(item))]
    case .back: return [.close]
    case .own(.toggleHistory):
      guard list.total(.history) > 0 else { return context.refuse("No alert is over yet") }
      showsHistory.toggle()
    case .own(let action):
      // What is done is done to that alert, wherever it is listed by then.
      if let id = list.id(cursor.row) { cursor.hold(id) }
      return context.act(action, on: list.item(cursor.row)?.alert, silence: silence(list))
    case .edit, .filter: break
    }
    return []
  }

  private func silence(_ list: AlertsList) -> Silence? {
    if case .silence(let place) = list[cursor.row] { list.alerts.silences[place] } else { nil }
  }

  private func list(_ context: PaneContext) -> AlertsList {
    AlertsList(
      context.shared.alerts, context.snapshot?.alerts ?? AlertsState(), showsHistory: showsHistory)
  }

  mutating func settle(_ context: inout PaneContext) {
    let list = list(context)
    cursor.settle(page: AlertsLayout(context.body).page, count: list.count, id: list.id)
    // The heading of the first section comes into sight with its first row.
    if cursor.row == 1 { cursor.scroll(page: AlertsLayout(context.body).page, count: list.count, block: 0...1) }
  }

  func wrapper(_ context: PaneContext) -> String? {
    list(context).item(cursor.row)?.alert.subject.wrapper ?? context.chosen?.name
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    AlertsView.draw(self, frame, in: area, on: &grid)
  }
}
