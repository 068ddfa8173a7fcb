import Canvas

extension KeyMode {
  /// A filter is typed.
  static let filter = KeyMode("filter line", .typing)
}

/// The line in which the filter of the pane below is typed, in the title of that.
struct FilterPane: Pane {
  static let layer = PaneLayer.overlay
  static let modes = [KeyMode.filter]

  /// What is filtered.
  enum Subject: String, Sendable {
    case wrappers = "name  err>5  p95>2000  state:critical  budget:over  !idle"
    case operations = "a piece of an id, a type, a status, an error or a metric"
    case fields = "a piece of a name, a description or a value"

    /// What can be typed, for those who do not know.
    var hint: String { rawValue }
  }

  private let subject: Subject
  private var field: LineEditor

  /// - Parameters:
  ///   - text: what was typed before.
  ///   - replaces: true if what is typed takes the place of that.
  init(_ subject: Subject, text: String, replaces: Bool = false) {
    self.subject = subject
    field = LineEditor(text)
    if replaces { field.apply(.selectAll) }
  }

  var line: LineEditor? { field }

  static let bindings: [Binding] = [
    Binding([.enter], .accept, "keep", "Keep the filter", in: [.filter], .filter, footer: 2),
    Binding([.escape], .back, "clear", "Clear the filter", in: [.filter], .filter, footer: 1),
    Binding([.down], .move(.down), "down", "Next row", in: [.filter], .filter),
    Binding([.up], .move(.up), "up", "Previous row", in: [.filter], .filter),
  ]

  mutating func update(_ input: PaneInput<Never>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement): return [.below(.move(movement))]
    case .accept: return [.close]
    case .back: return [.below(.filter("")), .close]
    case .edit(let edit):
      field.apply(edit)
      return [.below(.filter(field.text))]
    case .filter: return []
    }
  }

  func remark(_ shared: SharedState) -> Line? {
    let problem = subject == .wrappers ? shared.listing.filter.problem : nil
    return Line(problem ?? subject.hint, problem == nil ? .dim : .notice)
  }
}

/// The line in which the filter is typed, with how many wrappers meet it.
enum FilterLine {
  /// Draws it in a row, behind the title of what is filtered.
  static func draw(_ field: LineEditor, title: Line, in row: Rect, on grid: inout CellGrid) {
    var left = Line(String(repeating: String(grid.glyphs.rule), count: 2) + " ", .border)
    left.add(title)
    left.add("  / ", .key, .bold)
    grid.fill(row)
    grid.draw(left, in: row)
    TextField(text: field.text, cursor: field.cursor, selection: field.selection)
      .draw(in: row.columns(left.width, row.width - left.width), on: &grid)
  }
}
