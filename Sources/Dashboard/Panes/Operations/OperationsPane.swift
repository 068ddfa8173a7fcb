import Canvas
import Monitoring
import Snapshots

extension KeyMode {
  /// The last operations.
  static let operations = KeyMode("operations", [.view, .opens])
}

/// Latest operations of all wrappers.
struct OperationsPane: Pane {
  static let modes = [KeyMode.operations]

  /// What is listed, and the cursor.
  private(set) var list = OperationsList()

  /// What can be done in the list of operations alone.
  enum Own: Sendable, Equatable {
    /// Opens the line of the filter.
    case filter
    /// Lists the operations of the wrapper under the cursor only, or those of all.
    case limitToWrapper
    /// Lists failed operations only, or all.
    case limitToFailures
    /// Goes on with the list as the pane above has left it.
    case resume(OperationsList)
  }

  static let bindings: [Binding] = [
    Binding(
      [.character("/")], .own(Own.filter), "filter",
      "Filter operations: part of the id, type, status, wrapper, error, fallback reason, or a metric",
      in: [.operations], .operations, footer: 3),
    Binding(
      [.character("f")], .own(Own.limitToFailures), "failures", "Show failed operations only, or all",
      in: [.operations], .operations, footer: 4),
    Binding(
      [.character("w")], .own(Own.limitToWrapper), "wrapper",
      "Show the operations of the wrapper under the cursor, or of all wrappers", in: [.operations],
      .operations, footer: 5),
  ]

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [digit], .open(id, .plain), "operations", "Latest operations of all wrappers", where: \.isView,
        .look),
      Binding(
        [.character("o")], .open(id, .forWrapper), "operations", "Latest operations of the wrapper",
        where: \.choosesWrapper, .look, footer: 7),
    ]
  }

  mutating func enter(_ origin: PaneOrigin, _ context: inout PaneContext) -> Bool {
    guard origin.isForWrapper else { return true }
    guard let wrapper = context.chosen else {
      context.tell("No wrapper whose operations could be listed")
      return false
    }
    context.shared.listing.pin()
    list.limit(to: wrapper.name)
    return true
  }

  mutating func update(_ input: PaneInput<Own>, _ context: inout PaneContext) -> [PaneEffect] {
    let records = list.records(in: context.snapshot, isHeld: context.shared.pause != nil)
    switch input {
    case .move(let movement):
      list.move(movement, page: OperationsView.rows(context.body), among: records)
    case .accept:
      guard let record = list.pin(among: records) else { return context.refuse("No operation to open") }
      return [.push(OperationPane(record, in: list))]
    case .back:
      guard !list.choice.text.isEmpty else { return [.close] }
      list.search("")
    case .filter(let text): list.search(text)
    case .own(.filter): return [.push(FilterPane(.operations, text: list.choice.text))]
    case .own(.limitToWrapper):
      if list.choice.wrapper != nil {
        list.limit(to: nil)
      } else if records.indices.contains(list.cursor.row) {
        list.limit(to: records[list.cursor.row].wrapperName)
      } else {
        return context.refuse("No operation whose wrapper could be taken")
      }
    case .own(.limitToFailures):
      list.toggleFailures()
      context.tell(list.choice.failuresOnly ? "Failed operations only" : "All operations")
    case .own(.resume(let list)): self.list = list
    case .edit: break
    }
    return []
  }

  mutating func settle(_ context: inout PaneContext) { list.settle(context) }

  func addNeeds(to request: inout SnapshotRequest, _ context: PaneContext) {
    request.operations = list.choice
  }

  func wrapper(_ context: PaneContext) -> String? {
    let records = list.records(in: context.snapshot, isHeld: context.shared.pause != nil)
    return records.indices.contains(list.cursor.row)
      ? records[list.cursor.row].wrapperName : context.chosen?.name
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    OperationsView.draw(list, frame, in: area, on: &grid)
  }
}
