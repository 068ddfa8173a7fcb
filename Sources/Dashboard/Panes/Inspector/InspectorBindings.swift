import Canvas

extension InspectorPane {
  static let bindings: [Binding] = [
    Binding(
      [.character("l"), .right], .own(Own.section(1)), "section",
      "Next section: fields, the chosen field in full, findings, environment variables, files", in: [.inspector],
      .configuration, footer: 3, as: "h l"),
    Binding(
      [.character("h"), .left], .own(Own.section(-1)), "section before", "Section before", in: [.inspector],
      .configuration),
    Binding(
      [.enter], .accept, "to the field", "To the field that a finding or a variable is about", in: [.inspector],
      .configuration),
    Binding(
      [.character("/")], .own(Own.search), "search",
      "List some fields only: a piece of the name, the description or the value", in: [.inspector], .configuration,
      footer: 3),
    Binding(
      [.character("f")], .own(Own.onlyChanged), "changed",
      "List fields only that some layer above the defaults sets, or all", in: [.inspector], .configuration, footer: 4),
    Binding(
      [.character("J")], .own(Own.wrapper(1)), "wrapper", "The next wrapper", in: [.inspector], .configuration,
      footer: 5, as: "J K"),
    Binding(
      [.character("K")], .own(Own.wrapper(-1)), "wrapper before", "The wrapper before", in: [.inspector],
      .configuration),
    Binding(
      [.character("e")], .own(Own.edit), "edit",
      "Open the form at the field under the cursor, which changes nothing yet",
      in: [.inspector], .form, footer: 2),
    check(.own(Own.check), in: .inspector),
    Binding(
      [.character("H")], .own(Own.history), "history", "Who changed the wrapper's configuration, when, why",
      in: [.inspector], .form, footer: 4),
    Binding(
      [.character("n")], .own(Own.newWrapper), "new", "Configure a wrapper that is not yet, by its kind",
      in: [.inspector], .form, footer: 6),
  ]

  /// The key that has everything checked again, which works in the form as well.
  static func check(_ action: Action, in mode: KeyMode) -> Binding {
    Binding(
      [.control("r")], action, "check",
      "Check the whole again, and go to the first error; with nothing edited, read all files again", in: [mode], .form,
      footer: 7)
  }

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [.character("c"), digit], .open(id, .forWrapperOnTop), "config",
        "The configuration of the wrapper: every field, where its value comes from, what is wrong",
        where: { $0.isView && $0 != .inspector }, .look, footer: 8)
    ]
  }
}
