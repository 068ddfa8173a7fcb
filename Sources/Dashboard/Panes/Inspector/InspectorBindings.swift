import Canvas

extension InspectorPane {
  static let bindings: [Binding] = [
    Binding(
      [.character("l"), .right], .own(Own.section(1)), "section",
      "Next section: fields, the field in full, findings, environment variables, files", in: [.inspector],
      .configuration, footer: 3, as: "h l"),
    Binding(
      [.character("h"), .left], .own(Own.section(-1)), "section before", "Previous section", in: [.inspector],
      .configuration),
    Binding(
      [.enter], .accept, "to the field", "Go to the field of the finding or variable", in: [.inspector],
      .configuration),
    Binding(
      [.character("/")], .own(Own.search), "search",
      "Filter fields: part of the name, description, or value", in: [.inspector], .configuration,
      footer: 3),
    Binding(
      [.character("f")], .own(Own.onlyChanged), "changed",
      "Show only fields that are set, or all", in: [.inspector], .configuration, footer: 4),
    Binding(
      [.character("J")], .own(Own.wrapper(1)), "wrapper", "Next wrapper", in: [.inspector], .configuration,
      footer: 5, as: "J K"),
    Binding(
      [.character("K")], .own(Own.wrapper(-1)), "wrapper before", "Previous wrapper", in: [.inspector],
      .configuration),
    Binding(
      [.character("e")], .own(Own.edit), "edit",
      "Edit in the form, starting at the field under the cursor",
      in: [.inspector], .form, footer: 2),
    check(.own(Own.check), in: .inspector),
    Binding(
      [.character("H")], .own(Own.history), "history", "History of the wrapper's configuration",
      in: [.inspector], .form, footer: 4),
    Binding(
      [.character("n")], .own(Own.newWrapper), "new", "Configure a new wrapper",
      in: [.inspector], .form, footer: 6),
  ]

  /// The key that has everything checked again, which works in the form as well.
  static func check(_ action: Action, in mode: KeyMode) -> Binding {
    Binding(
      [.control("r")], action, "check",
      "Check everything and go to the first error; without edits, read all files again", in: [mode], .form,
      footer: 7)
  }

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [.character("c"), digit], .open(id, .forWrapperOnTop), "config",
        "Configuration of the wrapper: values, their layers, faults",
        where: { $0.isView && $0 != .inspector }, .look, footer: 8)
    ]
  }
}
