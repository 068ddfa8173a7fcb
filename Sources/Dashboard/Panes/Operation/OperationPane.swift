import Canvas
import Monitoring
import Snapshots

extension KeyMode {
  /// One operation in full.
  static let operation = KeyMode("one operation", .view)
}

/// One operation in full. It takes the list along, so that keys lead to the next one, and gives it back at the end.
struct OperationPane: Pane {
  static let layer = PaneLayer.part
  static let modes = [KeyMode.operation]

  /// The list, with the cursor on the operation that is shown.
  private(set) var list: OperationsList
  /// What is shown.
  private(set) var record: OperationRecord
  /// How far it is scrolled.
  private(set) var scroll = ScrollOffset()

  /// Shows an operation of a list.
  init(_ record: OperationRecord, in list: OperationsList) {
    self.record = record
    self.list = list
  }

  var result: PaneAction? { PaneAction(value: OperationsPane.Own.resume(list)) }

  mutating func update(_ input: PaneInput<Never>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement) where movement == .pageUp || movement == .pageDown:
      scroll.move(movement, page: context.page)
    case .move(let movement):
      let records = list.records(in: context.snapshot, isHeld: context.shared.pause != nil)
      list.move(movement, page: 1, among: records)
      record = list.pin(among: records) ?? record
      scroll = ScrollOffset()
    case .back: return [.close]
    case .accept, .edit, .filter: break
    }
    return []
  }

  mutating func settle(_ context: inout PaneContext) {
    list.settle(context)
    let lines = OperationView.lines(record, at: Moment(record.end), width: context.body.width).count
    scroll.settle(page: OperationView.rows(context.body), count: lines)
  }

  func wrapper(_ context: PaneContext) -> String? { record.wrapperName }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    OperationView.draw(self, frame, in: area, on: &grid)
  }
}
