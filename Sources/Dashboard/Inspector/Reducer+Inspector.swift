import Canvas
import Configuration
import Snapshots

// Actions in the inspector.
extension DashboardState {
  /// The configuration as it is now: what is in force does not stand still with the picture.
  package func configuration(_ newest: Snapshot?) -> ConfigurationState? {
    newest?.configuration ?? pause?.snapshot.configuration
  }

  /// Opens the inspector with the wrapper that is chosen where the operator is.
  mutating func showConfiguration(_ surroundings: UpdateContext) {
    let origin = view
    let wrapper = wrapperInView(surroundings)
    show(.configuration)
    if origin != .configuration { inspector.origin = origin }
    inspect(wrapper, surroundings)
  }

  // The wrapper under the cursor of whatever view there is.
  private func wrapperInView(_ surroundings: UpdateContext) -> String? {
    let snapshot = shown(surroundings.snapshot)
    let selected = listing.selected(in: snapshot)?.name
    switch view {
    case .operations:
      if let open = operations.open { return open.wrapperName }
      let records = listedOperations(snapshot)
      return records.indices.contains(operations.cursor.row) ? records[operations.cursor.row].wrapperName : selected
    case .trends:
      let rows = TrendRow.rows(snapshot)
      return rows.indices.contains(scroll.trends) ? rows[scroll.trends].wrapper.name : selected
    case .costs:
      return costs.wrapper ?? wrapperUnderCursor(CostsContent(self, snapshot)) ?? selected
    default: return selected
    }
  }

  /// Shows the configuration of a wrapper, and puts the cursor of the list of wrappers on it.
  mutating func inspect(_ wrapper: String?, _ surroundings: UpdateContext) {
    guard let wrapper = wrapper ?? firstWrapper(surroundings) else { return }
    inspector.look(at: wrapper)
    _ = listing.select(wrapper)
  }

  // Without a list, the first that is configured.
  private func firstWrapper(_ surroundings: UpdateContext) -> String? {
    listing.selected(in: shown(surroundings.snapshot))?.name
      ?? configuration(surroundings.snapshot)?.resolved.wrappers.keys.min()
  }

  mutating func apply(_ action: InspectorAction, in surroundings: UpdateContext) -> [Effect] {
    switch action {
    case .section(let by): inspector.section = Self.next(inspector.section, by, in: InspectorSection.allCases)
    case .onlyChanged:
      inspector.onlyChanged.toggle()
      inspector.section = .fields
      tell(inspector.onlyChanged ? "Showing only fields that some layer sets; f shows all" : "All fields", surroundings)
    case .wrapper(let by): return inspectNext(by, surroundings)
    }
    return []
  }

  // Along the list of wrappers; those that are configured only are all in it.
  private mutating func inspectNext(_ by: Int, _ surroundings: UpdateContext) -> [Effect] {
    let before = listing.selected(in: shown(surroundings.snapshot))?.name
    // From a wrapper that is not listed the way leads back into the list.
    if before == inspector.wrapper { listing.move(by < 0 ? .up : .down, page: 1, now: surroundings.now) }
    guard let wrapper = listing.selected(in: shown(surroundings.snapshot))?.name, wrapper != inspector.wrapper else {
      tell(by < 0 ? "This is the first wrapper" : "This is the last wrapper", surroundings)
      return [.beep]
    }
    inspect(wrapper, surroundings)
    return []
  }

  mutating func moveInInspector(_ movement: Movement, in surroundings: UpdateContext) {
    let layout = inspectorLayout(surroundings)
    let content = inspector.content
    switch inspector.section {
    case .fields:
      inspector.fields.move(movement, page: layout.listRows, count: content.rows.count) { content.rows[$0].field?.path }
      inspector.fieldScroll = 0
    case .field: Self.scroll(&inspector.fieldScroll, movement, page: layout.field.height)
    case .findings:
      inspector.findings.move(movement, page: max(1, layout.section.height / 3), count: content.findings.count) {
        content.findings[$0].id
      }
    case .variables:
      inspector.variables.move(
        movement, page: InspectorVariables.page(layout.section), count: content.variables.count
      ) {
        content.variables[$0].id
      }
    case .files: Self.scroll(&inspector.fileScroll, movement, page: layout.section.height)
    }
  }

  /// Goes to what a finding or a variable is about.
  mutating func openInInspector(_ surroundings: UpdateContext) -> [Effect] {
    let content = inspector.content
    switch inspector.section {
    case .fields, .field: return apply(FormAction.open, in: surroundings)
    case .files: break
    case .findings:
      guard content.findings.indices.contains(inspector.findings.row) else { break }
      let finding = content.findings[inspector.findings.row].finding
      guard let wrapper = finding.wrapper else {
        tell("This is about no field: see \(finding.origin)", surroundings)
        return [.beep]
      }
      return jump(to: finding.path, of: wrapper, surroundings)
    case .variables:
      guard content.variables.indices.contains(inspector.variables.row) else { break }
      let variable = content.variables[inspector.variables.row]
      return jump(to: variable.path, of: variable.wrapper, surroundings)
    }
    tell("Nothing to open here", surroundings)
    return [.beep]
  }

  // All fields are listed again, if the one that is meant is not among those that are.
  private mutating func jump(to path: FieldPath?, of wrapper: String, _ surroundings: UpdateContext) -> [Effect] {
    inspect(wrapper, surroundings)
    inspector.section = .fields
    guard let path else { return [] }
    refreshInspector(surroundings)
    func isListed() -> Bool { inspector.content.rows.contains { $0.field?.path == path } }
    if !isListed() {
      inspector.search = ""
      inspector.onlyChanged = false
      refreshInspector(surroundings)
    }
    guard isListed() else {
      let name = ShownText.name(path.description)
      tell("\(name) is no single field of kind \(ShownText.name(inspector.content.kind.name))", surroundings)
      return [.beep]
    }
    inspector.fields.hold(path)
    inspector.fieldScroll = 0
    return []
  }

  /// Lists some fields only, and puts the cursor on the one that is most likely meant: the name before all else.
  mutating func searchFields(_ text: String, _ surroundings: UpdateContext) {
    inspector.search = text
    guard !text.isEmpty else { return }
    refreshInspector(surroundings)
    let match = FieldMatch(text)
    let listed = inspector.content.rows.compactMap(\.field).filter(match.holds)
    let found =
      listed.first { $0.path.description == text } ?? listed.first { match.isInName(of: $0) } ?? listed.first
    if let found { goToField(found.path) }
  }

  /// Goes a step up in the inspector, or out of it.
  mutating func goBackInInspector() {
    if !inspector.search.isEmpty {
      inspector.search = ""
    } else {
      view = inspector.origin
    }
  }

  func inspectorLayout(_ surroundings: UpdateContext) -> InspectorLayout {
    let body = ScreenLayout(surroundings.size, state: self, snapshot: shown(surroundings.snapshot)).body
    let notice = InspectorNotice.line(inspector.content, configuration(surroundings.snapshot))
    return InspectorLayout(body, inspector, hasNotice: notice != nil)
  }

  /// What is on the pane follows the configuration.
  mutating func refreshInspector(_ surroundings: UpdateContext) {
    guard view == .configuration else { return }
    if inspector.wrapper == nil { inspect(nil, surroundings) }
    inspector.content.refresh(configuration(surroundings.snapshot), for: inspector)
  }

  /// Nothing is scrolled past its end, cursors are on what they hold.
  mutating func settleInspector(_ surroundings: UpdateContext) {
    guard view == .configuration else { return }
    refreshInspector(surroundings)
    let layout = inspectorLayout(surroundings)
    let content = inspector.content
    inspector.fields.locate(count: content.rows.count, absence: .takeNext) { content.rows[$0].field?.path }
    inspector.fields.scroll(
      page: layout.listRows, count: content.rows.count, block: content.block(at: inspector.fields.row))
    inspector.findings.settle(page: 1, count: content.findings.count) { content.findings[$0].id }
    inspector.variables.settle(page: InspectorVariables.page(layout.section), count: content.variables.count) {
      content.variables[$0].id
    }
    settleForm(surroundings)
    settleHistory(surroundings)
    if let field = content.field(at: inspector.fields.row) {
      let lines = FieldPanel.lines(field, content, in: layout.field, showsTitle: layout.fieldHead.isEmpty).count
      inspector.fieldScroll = max(0, min(inspector.fieldScroll, lines - layout.field.height))
    }
    if let configuration = configuration(surroundings.snapshot) {
      let lines = InspectorFiles.lines(configuration, width: layout.section.width - 3).count
      inspector.fileScroll = max(0, min(inspector.fileScroll, lines - layout.section.height))
    }
  }
}

extension FoundVariable {
  /// What identifies it among the others.
  var id: String { name + " " + wrapper + " " + path.description }
}
