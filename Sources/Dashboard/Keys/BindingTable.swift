import Canvas

extension Binding {
  /// All keys of the dashboard, in the order of the help.
  package static let table: [Binding] =
    moving + looking + time + listing + operations + costs + configuration + form + filtering + typing + choosing
    + screen

  static let everywhere = Place.views.union([.help, .sortChooser])
  private static let scrolled = everywhere.subtracting(Place.wrapper)

  private static let moving: [Binding] = [
    Binding([.character("j"), .down], .move(.down), "down", "Next row or line", in: scrolled, .move),
    Binding([.character("k"), .up], .move(.up), "up", "Previous row or line", in: scrolled, .move),
    Binding(
      [.character("j"), .down], .move(.down), "next wrapper", "Next wrapper", in: Place.wrapper, .move, footer: 3,
      as: "j k"),
    Binding([.character("k"), .up], .move(.up), "previous wrapper", "Previous wrapper", in: Place.wrapper, .move),
    Binding(
      [.pageDown, .control("d")], .move(.pageDown), "page down", "One page down", in: everywhere.subtracting([.detail]),
      .move),
    Binding(
      [.pageDown, .control("d")], .move(.pageDown), "more errors", "Older errors of the wrapper", in: [.detail], .move,
      footer: 4),
    Binding(
      [.pageUp, .control("u")], .move(.pageUp), "page up", "One page up", in: everywhere.subtracting([.detail]), .move),
    Binding(
      [.pageUp, .control("u")], .move(.pageUp), "newer errors", "Newer errors of the wrapper", in: [.detail], .move),
    Binding([.character("g"), .home], .move(.first), "first", "First row or wrapper", in: everywhere, .move),
    Binding([.character("G"), .end], .move(.last), "last", "Last row or wrapper", in: everywhere, .move),
  ]

  private static let looking: [Binding] = [
    Binding(
      [.enter], .accept, "open", "What is under the cursor, on the whole screen",
      in: [.overview, .operations, .trends, .costs],
      .look, footer: 2),
    Binding(
      [.escape], .back, "back",
      "Out of a filter; then the cursor follows the first row again, which by default is the worst wrapper",
      in: [.overview], .look),
    Binding(
      [.escape], .back, "back", "Back to where it was opened", in: Place.views.subtracting([.overview]), .look,
      footer: 2),
    Binding([.character("1")], .show(.overview), "overview", "The overview", in: Place.views, .look),
    Binding(
      [.character("2")], .show(.sources), "sources", "Where events come from, and the store: state, lag, counts",
      in: Place.views, .look, footer: 12),
    Binding(
      [.character("x"), .character("3")], .show(.rejected), "rejected", "The lines that were not taken in, and why",
      in: Place.views, .look, footer: 11),
    Binding(
      [.character("4")], .show(.operations), "operations", "The last operations, newest first", in: Place.views, .look),
    Binding(
      [.character("o")], .showOperations, "operations", "The last operations of the wrapper",
      in: [.overview, .detail, .metrics, .groups, .inspector], .look, footer: 7),
    Binding(
      [.character("5")], .show(.metrics), "metrics", "Metrics of the wrapper: resources, quality, custom metrics",
      in: Place.views, .look, footer: 8),
    Binding(
      [.character("6")], .show(.groups), "routes",
      "Templates, routes, fallbacks, operation types, models and failures by code of the wrapper", in: Place.views,
      .look, footer: 9),
    Binding(
      [.character("7")], .show(.trends), "trends",
      "What has changed of late, of all wrappers; an arrow behind a figure of the overview says that it has got worse",
      in: Place.views, .look,
      footer: 10),
    Binding(
      [.character("$"), .character("8")], .showCosts, "costs",
      "Costs against budgets, over time, taken apart, and what to do: of all wrappers, or of the one that is open",
      in: Place.views.subtracting(Place.ofCosts), .look, footer: 8),
    Binding(
      [.character("c"), .character("9")], .showConfiguration, "config",
      "The configuration of the wrapper: every field, where its value comes from, what is wrong",
      in: Place.views.subtracting([.inspector]), .look, footer: 8),
    Binding([.tab], .nextView, "next view", "Next view", in: Place.views, .look),
    Binding([.backTab], .previousView, "previous view", "Previous view", in: Place.views, .look),
  ]

  private static let listing: [Binding] = [
    Binding(
      [.character("/")], .startFilter, "filter",
      "List some wrappers only: a piece of the name, idle, state:critical, err>5 (percent), fb>20 (percent), ok<95"
        + " (percent), p95>2000 (ms), ops>10 (a minute), cost>5 (dollars today), budget>80 (percent spent), budget:warning, budget:critical, budget:over, budget:none,"
        + " score<0.7, active>0, unseen; all terms must be"
        + " met; ! before a term turns it round", in: [.overview], .list, footer: 3),
    Binding([.character("s")], .chooseSort, "sort", "Choose the column to sort by", in: [.overview], .list, footer: 4),
    Binding(
      [.character("r"), .character("S")], .reverseSort, "reverse", "Turn the order round",
      in: [.overview, .sortChooser], .list,
      footer: 13),
  ]

  private static let filtering: [Binding] = [
    Binding([.enter], .accept, "keep", "Keep the filter", in: [.filter], .filter, footer: 2),
    Binding([.escape], .back, "clear", "Clear the filter", in: [.filter], .filter, footer: 1),
    Binding([.down], .move(.down), "down", "Next row", in: [.filter], .filter),
    Binding([.up], .move(.up), "up", "Previous row", in: [.filter], .filter),
  ]

  private static let choosing: [Binding] =
    SortColumn.allCases.map { column in
      Binding(
        [.character(column.key)], .pickSort(column), column.title,
        "Sort by \(column.title), \(column.firstEnd)", in: [.sortChooser], .chooser)
    } + [
      Binding(
        [.enter], .accept, "sort", "Sort by the column under the cursor", in: [.sortChooser], .chooser, footer: 1),
      Binding(
        [.escape, .character("s")], .back, "leave as it is", "Leave the order as it is", in: [.sortChooser], .chooser,
        footer: 2),
    ]
}
