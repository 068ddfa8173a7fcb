import Canvas
import Configuration
import Secrets

extension PaneID {
  static let newWrapper = PaneID("new wrapper")
}

extension KeyMode {
  static let wrapperName = KeyMode("name of a wrapper", .typing)
  static let wrapperKind = KeyMode("kind of a wrapper", .helped)
}

/// A wrapper that is about to be configured for the first time: its name, then its kind.
struct NewWrapperPane: Pane {
  typealias Own = Never

  static let id = PaneID.newWrapper
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
      [.up, .character("k")], .move(.up), "choose", "The choice before", in: [.wrapperKind], .form,
      footer: 3,
      as: "j k"),
    Binding(
      [.down, .character("j"), .space], .move(.down), "next", "The next choice", in: [.wrapperKind], .form),
    Binding(
      [.enter], .accept, "go on", "Go on to the kind, and to the form", in: [.wrapperName, .wrapperKind], .form,
      footer: 1),
    Binding([.escape], .back, "back", "Back to the name, or out", in: [.wrapperName, .wrapperKind], .form, footer: 2),
  ]

  mutating func update(
    _ input: PaneInput<Never>, _ shared: inout SharedState, _ context: PaneContext
  ) -> [PaneEffect] {
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
      if let fault = fault(in: configuration) { return shared.refuse(fault, context) }
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
