import Canvas

extension OverviewPane {
  static let bindings: [Binding] = [
    Binding(
      [.escape], .back, "back",
      "Out of a filter; then the cursor follows the first row again, which by default is the worst wrapper",
      in: [.overview], .look),
    Binding(
      [.character("/")], .own(Own.filter), "filter",
      "List some wrappers only: a piece of the name, idle, state:critical, err>5 (percent), fb>20 (percent), ok<95"
        + " (percent), p95>2000 (ms), ops>10 (a minute), cost>5 (dollars today), budget>80 (percent spent), budget:warning, budget:critical, budget:over, budget:none,"
        + " score<0.7, active>0, unseen; all terms must be"
        + " met; ! before a term turns it round", in: [.overview], .list, footer: 3),
    Binding(
      [.character("s")], .own(Own.chooseSort), "sort", "Choose the column to sort by", in: [.overview], .list,
      footer: 4),
    reverse(.own(Own.reverseSort), in: .overview),
  ]

  /// The key that turns the order round, which works in the chooser as well.
  static func reverse(_ action: Action, in mode: KeyMode) -> Binding {
    Binding(
      [.character("r"), .character("S")], action, "reverse", "Turn the order round", in: [mode], .list, footer: 13)
  }

  static func openings(_ digit: Key) -> [Binding] {
    [Binding([digit], .open(.overview, .plain), "overview", "The overview", where: \.isView, .look)]
  }
}
