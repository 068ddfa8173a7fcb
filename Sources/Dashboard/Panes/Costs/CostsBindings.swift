import Canvas

extension CostsPane {
  static let bindings: [Binding] = [
    Binding(
      [.character("l"), .right], .own(Own.section(1)), "section",
      "Next section: budgets, burn-down, breakdown, routing where there is any, advice", in: [.costs], .costs,
      footer: 3,
      as: "h l"),
    Binding([.character("h"), .left], .own(Own.section(-1)), "section before", "Section before", in: [.costs], .costs),
    Binding(
      [.character("p")], .own(Own.togglePeriod), "day/month", "Budgets of the day, or of the month", in: [.costs],
      .costs, footer: 4),
    Binding(
      [.character("w")], .own(Own.toggleWrapper), "wrapper/all",
      "Costs of one wrapper, which is the one under the cursor or the last one, or of all together", in: [.costs],
      .costs, footer: 6),
    Binding(
      [.character("d")], .own(Own.dimension(1)), "break down",
      "Take costs apart in the next way: model, wrapper, operation type, kind of cost, route, template, fallback, user,"
        + " session, hour, day", in: [.costs], .costs, footer: 4, as: "d D"),
    Binding([.character("D")], .own(Own.dimension(-1)), "way before", "The way before", in: [.costs], .costs),
    Binding(
      [.character("s")], .own(Own.sort), "sort", "Sort budgets, or the breakdown, by the next column", in: [.costs],
      .costs, footer: 7),
    Binding(
      [.character("S"), .character("r")], .own(Own.reverse), "reverse", "Turn the order round", in: [.costs], .costs,
      footer: 13),
    Binding(
      [.character("z")], .own(Own.unfold), "unfold", "This section alone, or all side by side where there is room",
      in: [.costs], .costs, footer: 12),
  ]

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [.character("$"), digit], .open(id, .forWrapper), "costs",
        "Costs against budgets, over time, taken apart, and what to do: of all wrappers, or of the one that is open",
        where: { $0.isView && $0 != .costs && $0 != .costItem }, .look, footer: 8)
    ]
  }
}
