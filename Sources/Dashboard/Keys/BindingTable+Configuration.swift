import Canvas

// The keys of the inspector.
extension Binding {
  static let configuration: [Binding] = [
    Binding(
      [.character("l"), .right], .inspector(.section(1)), "section",
      "Next section: fields, the chosen field in full, findings, environment variables, files", in: [.inspector],
      .configuration, footer: 3,
      as: "h l"),
    Binding(
      [.character("h"), .left], .inspector(.section(-1)), "section before", "Section before", in: [.inspector],
      .configuration),
    Binding(
      [.enter], .accept, "to the field", "To the field that a finding or a variable is about", in: [.inspector],
      .configuration),
    Binding(
      [.character("/")], .startFilter, "search",
      "List some fields only: a piece of the name, the description or the value", in: [.inspector], .configuration,
      footer: 3),
    Binding(
      [.character("f")], .inspector(.onlyChanged), "changed",
      "List fields only that some layer above the defaults sets, or all", in: [.inspector], .configuration, footer: 4),
    Binding(
      [.character("J")], .inspector(.wrapper(1)), "wrapper", "The next wrapper", in: [.inspector], .configuration,
      footer: 5, as: "J K"),
    Binding(
      [.character("K")], .inspector(.wrapper(-1)), "wrapper before", "The wrapper before", in: [.inspector],
      .configuration),
  ]
}
