import Canvas

// The keys of the cost pane.
extension Binding {
  static let costs: [Binding] = [
    Binding(
      [.character("l"), .right], .costs(.section(1)), "section",
      "Next section: budgets, burn-down, breakdown, routing where there is any, advice", in: [.costs], .costs,
      footer: 3,
      as: "h l"),
    Binding([.character("h"), .left], .costs(.section(-1)), "section before", "Section before", in: [.costs], .costs),
    Binding(
      [.character("p")], .costs(.togglePeriod), "day/month", "Budgets of the day, or of the month", in: [.costs],
      .costs, footer: 4),
    Binding(
      [.character("w")], .costs(.toggleWrapper), "wrapper/all",
      "Costs of one wrapper, which is the one under the cursor or the last one, or of all together", in: [.costs],
      .costs, footer: 6),
    Binding(
      [.character("d")], .costs(.dimension(1)), "break down",
      "Take costs apart in the next way: model, wrapper, operation type, kind of cost, route, template, fallback, user,"
        + " session, hour, day", in: [.costs], .costs, footer: 4, as: "d D"),
    Binding([.character("D")], .costs(.dimension(-1)), "way before", "The way before", in: [.costs], .costs),
    Binding(
      [.character("s")], .costs(.sort), "sort", "Sort budgets, or the breakdown, by the next column", in: [.costs],
      .costs, footer: 7),
    Binding(
      [.character("S"), .character("r")], .costs(.reverse), "reverse", "Turn the order round", in: [.costs], .costs,
      footer: 13),
    Binding(
      [.character("z")], .costs(.unfold), "unfold", "This section alone, or all side by side where there is room",
      in: [.costs], .costs, footer: 12),
  ]
}
