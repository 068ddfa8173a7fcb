import Canvas
import Configuration
import Secrets

extension KeyMode {
  /// The name of a new wrapper is typed.
  static let wrapperName = KeyMode("name of a wrapper", .typing)
  /// The kind of a new wrapper is chosen.
  static let wrapperKind = KeyMode("kind of a wrapper", .helped)
}

/// A wrapper that is about to be configured for the first time: its name, then its kind.
struct NewWrapperPane: Pane {
  static let layer = PaneLayer.overlay
  static let modes = [KeyMode.wrapperName, .wrapperKind]

  private(set) var name: LineEditor
  private(set) var kinds: ChoiceEditor
  /// True while the name is typed, false while the kind is chosen.
  private(set) var isNaming: Bool
  /// The name is that of a wrapper that was chosen, and not asked for.
  private let isNameGiven: Bool

  /// - Parameters:
  ///   - name: the name, if it is not asked for.
  ///   - kinds: the kinds that there are.
  init(name: String?, kinds: [Kind]) {
    self.name = LineEditor(name ?? "")
    self.kinds = ChoiceEditor(kinds.map(\.name), text: Kind.external.name)
    isNaming = name == nil
    isNameGiven = name != nil
  }

  var mode: KeyMode { isNaming ? .wrapperName : .wrapperKind }

  static let bindings: [Binding] = [
    Binding(
      [.up, .character("k")], .move(.up), "choose", "Previous choice", in: [.wrapperKind], .form,
      footer: 3,
      as: "j k"),
    Binding(
      [.down, .character("j"), .space], .move(.down), "next", "Next choice", in: [.wrapperKind], .form),
    Binding(
      [.enter], .accept, "go on", "Continue to the kind, then to the form", in: [.wrapperName, .wrapperKind], .form,
      footer: 1),
    Binding(
      [.escape], .back, "back", "Return to the name, or cancel", in: [.wrapperName, .wrapperKind], .form, footer: 2),
  ]

  mutating func update(_ input: PaneInput<Never>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .edit(let edit): return (isNaming ? name.apply(edit) : kinds.apply(edit)) ? [] : [.beep]
    case .move(let movement):
      if isNaming { return [.beep] }
      kinds.move(movement, page: 8)
    case .accept:
      guard let configuration = context.configuration else { break }
      guard isNaming else {
        let begin = InspectorPane.Own.begin(name: name.text, kind: kinds.text)
        return [.close, .below(.own(PaneAction(value: begin)))]
      }
      if let fault = fault(in: configuration) { return context.refuse(fault) }
      isNaming = false
    case .back:
      guard !isNaming, !isNameGiven else { return [.close] }
      isNaming = true
    case .filter: break
    }
    return []
  }

  // Why the name cannot be that of a new wrapper; nil if it can.
  private func fault(in configuration: ConfigurationState) -> String? {
    let name = name.text
    if configuration.resolved.wrappers[name] != nil {
      return "\(ShownText.name(name)) is configured already: Esc, then J and K lead to it"
    }
    if Redaction.holdsKey(name) { return "This name looks like a secret, and everyone sees the names of wrappers" }
    return (1...256).contains(name.utf8.count) ? nil : "A name has 1 to 256 bytes: it is that of the events"
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    guard let configuration = frame.configuration else { return }
    NewWrapperView.draw(self, configuration, in: area.rows(1, area.height - 1), on: &grid)
  }
}

/// The name and the kind of a wrapper that is configured for the first time.
enum NewWrapperView {
  static func draw(_ new: NewWrapperPane, _ configuration: ConfigurationState, in area: Rect, on grid: inout CellGrid) {
    let kinds = configuration.resolved.kinds
    let width = FormBox.width(in: area)
    let dialog = Dialog(
      title: "new wrapper", hints: FormBox.hints(new.mode), role: .accent,
      contentSize: Size(columns: width, rows: 3 + kinds.count))
    dialog.draw(in: area, on: &grid)
    let content = dialog.content(in: area)
    guard !content.isEmpty else { return }
    let name = content.row(0)
    grid.draw(Line("name", .text, .bold), in: name)
    TextField(new.name, look: FieldLook(new.isNaming ? .editing : .none))
      .draw(in: name.columns(6, name.width - 6), on: &grid)
    let hint = new.isNaming ? "as it is called in its events" : "what it is, which says what fields it has"
    if content.height > 3 { grid.draw(Line(hint, .dim), in: content.row(1).columns(6, content.width - 6)) }
    let top = content.height > 4 ? 3 : content.height > 3 ? 2 : 1
    let list = content.rows(top, content.height - top)
    let cursor = new.isNaming ? nil : new.kinds.cursor
    let first = Table.firstRow(toShow: cursor, from: 0, rowCount: kinds.count, height: list.height + 1)
    for (row, kind) in kinds.dropFirst(first).prefix(list.height).enumerated() {
      let isChosen = first + row == cursor
      var line = Line(isChosen ? "\(grid.glyphs.pointer) " : "  ", .accent, .bold)
      line.add(ShownText.name(kind.name), isChosen ? .accent : new.isNaming ? .dim : .text, isChosen ? .bold : [])
      line.pad(to: 16)
      line.add("  \(kind.leaves.count) fields", .dim)
      line.pad(to: 29)
      line.add("  " + words(of: kind), new.isNaming ? .dim : .text)
      grid.draw(line, in: list.row(row))
      if isChosen { grid.select(list.row(row)) }
    }
  }

  private static func words(of kind: Kind) -> String {
    let required = kind.leaves.filter(\.description.isRequired).map { ShownText.name($0.path.description) }
    let needs = required.isEmpty ? "" : "; needs \(required.joined(separator: ", "))"
    switch kind.name {
    case "external": return "any tool that tells of itself" + needs
    case "routellm": return "routes between a strong and a weak model" + needs
    case "poml": return "renders prompts from templates" + needs
    default: return "declared in the configuration file" + needs
    }
  }
}
