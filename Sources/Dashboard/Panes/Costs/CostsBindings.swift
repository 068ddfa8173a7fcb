import Canvas

extension CostsPane {
  static let bindings: [Binding] = [
    Binding(
      [.character("l"), .right], .own(Own.section(1)), "section",
      "Next section: budgets, spending, breakdown, routing if there is any, advice", in: [.costs], .costs,
      footer: 3,
      as: "h l"),
    Binding(
      [.character("h"), .left], .own(Own.section(-1)), "section before", "Previous section", in: [.costs], .costs),
    Binding(
      [.character("p")], .own(Own.togglePeriod), "day/month", "Switch between daily and monthly budgets", in: [.costs],
      .costs, footer: 4),
    Binding(
      [.character("w")], .own(Own.toggleWrapper), "wrapper/all",
      "Costs of one wrapper (under the cursor, or the last one), or of all", in: [.costs],
      .costs, footer: 6),
    Binding(
      [.character("d")], .own(Own.dimension(1)), "break down",
      "Next breakdown: model, wrapper, operation type, kind of cost, route, template, fallback, user,"
        + " session, hour, day", in: [.costs], .costs, footer: 4, as: "d D"),
    Binding([.character("D")], .own(Own.dimension(-1)), "way before", "Previous breakdown", in: [.costs], .costs),
    Binding(
      [.character("s")], .own(Own.sort), "sort", "Sort budgets or the breakdown by the next column", in: [.costs],
      .costs, footer: 7),
    Binding(
      [.character("S"), .character("r")], .own(Own.reverse), "reverse", "Reverse the order", in: [.costs], .costs,
      footer: 13),
    Binding(
      [.character("z")], .own(Own.unfold), "unfold", "Zoom the section, or show all side by side if there is room",
      in: [.costs], .costs, footer: 12),
  ]

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [.character("$"), digit], .open(id, .forWrapper), "costs",
        "Costs: budgets, spending over time, breakdown, recommendations",
        where: { $0.isView && $0 != .costs && $0 != .costItem }, .look, footer: 8)
    ]
  }
}
