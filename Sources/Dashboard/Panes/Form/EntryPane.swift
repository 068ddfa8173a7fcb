import Canvas
import Configuration
import Secrets

extension KeyMode {
  /// Whether an entry is added to a table.
  static let entryQuestion = KeyMode("new entry", .helped)
  /// The key of a new entry of a table is typed.
  static let entryKey = KeyMode("key of an entry", .typing)
}

/// A new entry of a table of a form: whether there is to be one, then its key.
struct EntryPane: FormDialog {
  static let modes = [KeyMode.entryQuestion, .entryKey]

  var form: FormPane
  /// The table's field.
  let table: String
  /// The key as it is typed; nil as long as the question is open.
  private(set) var key: LineEditor?

  var mode: KeyMode { key == nil ? .entryQuestion : .entryKey }

  mutating func update(_ input: PaneInput<FormAction>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .accept:
      if let key { return take(key.text, &context) }
      key = LineEditor()
    case .edit(let edit): return key?.apply(edit) ?? false ? [] : [.beep]
    case .back: return [.close]
    case .move, .own, .filter: return [.beep]
    }
    return []
  }

  private func take(_ key: String, _ context: inout PaneContext) -> [PaneEffect] {
    guard !key.isEmpty else { return [.beep] }
    guard !Redaction.holdsKey(key) else {
      return context.refuse("This key looks like a secret, and everyone sees the keys of entries")
    }
    let paths = form.draft.kind.entry(key, of: table)
    guard let path = paths.first(where: { $0.parts.last == "enabled" }) ?? paths.first else {
      return context.refuse("\(ShownText.name(key)) cannot be the key of an entry")
    }
    return [.close] + hand(.enter(path))
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let area = area.rows(1, area.height - 1)
    let width = FormBox.width(in: area) - 1
    let name = ShownText.name(table)
    guard let key else {
      let lines = Line.prose("Another entry of \(name), under a key of its own?", width: width)
      return FormBox(title: "add an entry", lines: lines, mode: mode).draw(in: area, on: &grid)
    }
    FormBox(
      title: "add an entry to \(name)",
      lines: Line.prose("What the entry is for, such as the domain law.", .dim, width: width),
      input: ("key", TextField(key, look: FieldLook(.editing))), mode: mode
    ).draw(in: area, on: &grid)
  }
}

extension Kind {
  /// The values of one entry of a table, in their order; empty if the key cannot be one.
  fileprivate func entry(_ key: String, of table: String) -> [FieldPath] {
    guard case .table(let parts) = fields.first(where: { $0.name == table })?.type else { return [] }
    return parts.compactMap { path("\(table).\(key).\($0.name)") }
  }
}
