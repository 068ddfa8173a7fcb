import Canvas
import Configuration
import Snapshots

extension KeyMode {
  /// The configuration of a wrapper.
  static let inspector = KeyMode("configuration", [.view, .choosesWrapper])
}

/// The configuration of one wrapper: every field, where its value comes from, what is wrong.
struct InspectorPane: Pane {
  static let modes = [KeyMode.inspector]

  /// The fields.
  private(set) var list = FieldList()
  /// The section that keys go to.
  private(set) var section = InspectorSection.fields
  /// The cursor among what is wrong.
  private(set) var findings = ListCursor<String>()
  /// The cursor among environment variables.
  private(set) var variables = ListCursor<String>()
  /// How far the files are scrolled.
  private(set) var fileScroll = ScrollOffset()

  /// What can be done in the inspector alone.
  enum Own: Sendable, Equatable {
    /// Moves to another section.
    case section(Int)
    /// Lists fields that some layer sets only, or all.
    case onlyChanged
    /// To the next wrapper of the list, or so many on.
    case wrapper(Int)
    /// Searches for fields.
    case search
    /// Opens the form at the field under the cursor.
    case edit
    /// Has all files read again.
    case check
    /// Opens the history of the wrapper.
    case history
    /// Begins a wrapper that is not configured yet.
    case newWrapper
    /// Begins the configuration of a wrapper of that kind.
    case begin(name: String, kind: String)
    /// Goes on with the list as the form has left it.
    case resume(FieldList)
  }

  mutating func enter(_ origin: PaneOrigin, _ context: inout PaneContext) -> Bool {
    look(at: nil)
    // Without a wrapper there, the chosen one is shown.
    if origin.isForWrapper { inspect(origin.wrapper, &context) }
    return true
  }

  mutating func update(_ input: PaneInput<Own>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement): move(movement, context)
    case .accept: return open(&context)
    case .back:
      guard !list.search.isEmpty else { return [.close] }
      list.search = ""
    case .filter(let text): list.find(text, context.configuration)
    case .own(let action): return apply(action, &context)
    case .edit: break
    }
    return []
  }

  private mutating func apply(
    _ action: Own, _ context: inout PaneContext
  ) -> [PaneEffect] {
    switch action {
    case .section(let by): section = InspectorSection.allCases.next(after: section, by)
    case .onlyChanged:
      list.onlyChanged.toggle()
      section = .fields
      context.tell(list.onlyChanged ? "Showing only fields that some layer sets; f shows all" : "All fields")
    case .wrapper(let by): return inspectNext(by, &context)
    case .search:
      section = .fields
      // Another field is looked for: what is typed takes the place of the search before.
      return [.push(FilterPane(.fields, text: list.search, replaces: true))]
    case .edit: return edit(&context)
    case .check:
      guard context.configuration != nil, list.wrapper != nil else {
        return context.refuse(context.noConfiguration)
      }
      context.tell("Reading all files again…")
      return [.configure(.reload)]
    case .history:
      guard context.configuration != nil else { return context.refuse(context.noConfiguration) }
      guard let wrapper = list.wrapper else { return context.refuse("No wrapper to tell of") }
      return [.push(HistoryPane(of: wrapper)), .configure(.history(wrapper: wrapper))]
    case .newWrapper:
      guard let configuration = context.configuration else { return context.refuse(context.noConfiguration) }
      if let reason = configuration.readOnlyReason {
        return context.refuse("Nothing can be changed: \(ShownText.path(reason))")
      }
      return [.push(NewWrapperPane(name: nil, kinds: configuration.resolved.kinds))]
    case .begin(let name, let kind):
      guard let configuration = context.configuration else { return [] }
      inspect(name, &context)
      section = .fields
      list.onlyChanged = false
      list.search = ""
      list.cursor = ListCursor(holdsFirst: true)
      return [.push(FormPane(Draft(of: name, in: configuration, newKind: kind), list))]
    case .resume(let list): self.list = list
    }
    return []
  }

  // Opens the form; a wrapper that is not configured yet gets a kind first.
  private mutating func edit(_ context: inout PaneContext) -> [PaneEffect] {
    guard let configuration = context.configuration, let wrapper = list.wrapper else {
      return context.refuse(context.noConfiguration)
    }
    if let reason = configuration.readOnlyReason {
      return context.refuse("Nothing can be changed: \(ShownText.path(reason))")
    }
    guard configuration.resolved.wrappers[wrapper] != nil else {
      return [.push(NewWrapperPane(name: wrapper, kinds: configuration.resolved.kinds))]
    }
    section = .fields
    return [.push(FormPane(Draft(of: wrapper, in: configuration), list))]
  }

  // MARK: Wrappers

  // Shows the configuration of another wrapper; the cursor stays at the field, if that one has it too.
  private mutating func look(at wrapper: String?) {
    guard wrapper != list.wrapper else { return }
    list.wrapper = wrapper
    list.fieldScroll = ScrollOffset()
    findings = ListCursor()
    variables = ListCursor()
  }

  // Shows the configuration of a wrapper, and chooses that in the list of wrappers.
  private mutating func inspect(_ wrapper: String?, _ context: inout PaneContext) {
    // Without a list, the first that is configured.
    guard
      let wrapper = wrapper ?? context.chosen?.name
        ?? context.configuration?.resolved.wrappers.keys.min()
    else { return }
    look(at: wrapper)
    _ = context.shared.listing.select(wrapper)
  }

  // Along the list of wrappers; those that are configured only are all in it.
  private mutating func inspectNext(
    _ by: Int, _ context: inout PaneContext
  ) -> [PaneEffect] {
    let before = context.chosen?.name
    // From a wrapper that is not listed the way leads back into the list.
    if before == list.wrapper { context.shared.listing.move(by < 0 ? .up : .down, page: 1, now: context.now) }
    guard let wrapper = context.chosen?.name, wrapper != list.wrapper else {
      return context.refuse(by < 0 ? "This is the first wrapper" : "This is the last wrapper")
    }
    inspect(wrapper, &context)
    return []
  }

  // MARK: Moving and opening

  private mutating func move(_ movement: Movement, _ context: PaneContext) {
    let layout = layout(context)
    let content = list.content
    switch section {
    case .fields: list.move(movement, page: layout.listRows)
    case .field: list.fieldScroll.move(movement, page: layout.field.height)
    case .findings:
      findings.move(movement, page: max(1, layout.section.height / 3), count: content.findings.count) {
        content.findings[$0].id
      }
    case .variables:
      variables.move(movement, page: InspectorVariables.page(layout.section), count: content.variables.count) {
        content.variables[$0].id
      }
    case .files: fileScroll.move(movement, page: layout.section.height)
    }
  }

  // Goes to what a finding or a variable is about.
  private mutating func open(_ context: inout PaneContext) -> [PaneEffect] {
    let content = list.content
    switch section {
    case .fields, .field: return edit(&context)
    case .files: break
    case .findings:
      guard content.findings.indices.contains(findings.row) else { break }
      let finding = content.findings[findings.row].finding
      guard let wrapper = finding.wrapper else {
        return context.refuse("This is about no field: see \(finding.origin)")
      }
      return jump(to: finding.path, of: wrapper, &context)
    case .variables:
      guard content.variables.indices.contains(variables.row) else { break }
      let variable = content.variables[variables.row]
      return jump(to: variable.path, of: variable.wrapper, &context)
    }
    return context.refuse("Nothing to open here")
  }

  // All fields are listed again, if the one that is meant is not among those that are.
  private mutating func jump(
    to path: FieldPath?, of wrapper: String, _ context: inout PaneContext
  ) -> [PaneEffect] {
    inspect(wrapper, &context)
    section = .fields
    guard let path else { return [] }
    list.refresh(context.configuration)
    if !list.lists(path) {
      list.search = ""
      list.onlyChanged = false
      list.refresh(context.configuration)
    }
    guard list.lists(path) else {
      let name = ShownText.name(path.description)
      return context.refuse(
        "\(name) is no single field of kind \(ShownText.name(list.content.kind.name))")
    }
    list.go(to: path)
    return []
  }

  // MARK: Screen

  /// Where its parts stand.
  func layout(_ context: PaneContext) -> InspectorLayout {
    InspectorLayout(
      context.body, section, hasNotice: InspectorNotice.line(list.content, context.configuration) != nil)
  }

  mutating func settle(_ context: inout PaneContext) {
    if list.wrapper == nil { inspect(nil, &context) }
    list.refresh(context.configuration)
    let layout = layout(context)
    let content = list.content
    list.settle(page: layout.listRows)
    findings.settle(page: 1, count: content.findings.count) { content.findings[$0].id }
    variables.settle(page: InspectorVariables.page(layout.section), count: content.variables.count) {
      content.variables[$0].id
    }
    if let field = list.field {
      let lines = FieldPanel.lines(field, content, in: layout.field, showsTitle: layout.fieldHead.isEmpty).count
      list.fieldScroll.settle(page: layout.field.height, count: lines)
    }
    if let configuration = context.configuration {
      let lines = InspectorFiles.lines(configuration, width: layout.section.width - 3).count
      fileScroll.settle(page: layout.section.height, count: lines)
    }
  }

  // What is for no other pane, such as what came of reading the files again.
  mutating func answer(
    _ reply: ConfigurationReply, _ context: inout PaneContext
  ) -> [PaneEffect]? {
    if case .reloaded = reply {
      context.tell("All files were read and checked again")
      return []
    }
    return HistoryPane.report(reply, of: nil, &context)
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    InspectorView.draw(self, frame, in: area, on: &grid)
  }
}

extension PaneContext {
  /// Why nothing can be asked of the configuration.
  var noConfiguration: String {
    live?.configurationUnknown == nil
      ? "No configuration is kept here" : "The configuration is not known here, so nothing can be changed"
  }
}

extension FoundVariable {
  /// What identifies it among the others.
  var id: String { name + " " + wrapper + " " + path.description }
}
