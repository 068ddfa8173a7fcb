import Canvas

// The keys of time, of the list of operations, and of the screen as a whole.
extension Binding {
  static let time: [Binding] = [
    Binding([.character(".")], .goLive, "live", "Back to the present", in: Place.views, .time),
    Binding(
      [.character("[")], .changeRange(isLonger: false), "range",
      "A shorter time range for rates, p95, charts and breakdowns: 5 min, 1 h, 24 h, 7 d, 30 d; the score is always"
        + " that of 1 h", in: Place.views, .time, footer: 6, as: "[ ]"),
    Binding([.character("]")], .changeRange(isLonger: true), "longer", "A longer time range", in: Place.views, .time),
    Binding(
      [.character("<")], .scrub(-1), "time",
      "Back in time by one point of the charts: 10 s at 5 min, 1 min at 1 h, 10 min at 24 h, 1 h at 7 d, 6 h at 30 d",
      in: Place.views, .time, footer: 6, as: "< >"),
    Binding([.character(">")], .scrub(1), "later", "Forward by one point", in: Place.views, .time),
    Binding([.character("{")], .scrub(-10), "ten back", "Back in time by ten points", in: Place.views, .time),
    Binding([.character("}")], .scrub(10), "ten on", "Forward by ten points", in: Place.views, .time),
    Binding(
      [.character("m")], .setMark, "mark",
      "Mark what is on the screen, or move the mark here: every figure is then also shown as its change since then: = for"
        + " none, percentage points for rates",
      in: Place.views, .time, footer: 10),
    Binding([.character("M")], .clearMark, "clear mark", "Clear the mark", in: Place.views, .time),
  ]

  static let operations: [Binding] = [
    Binding(
      [.character("/")], .startFilter, "filter",
      "List some operations only: a piece of the id, type, status, wrapper, error, fallback reason or a metric",
      in: [.operations], .operations, footer: 3),
    Binding(
      [.character("f")], .limitToFailures, "failures", "List failed operations only, or all", in: [.operations],
      .operations, footer: 4),
    Binding(
      [.character("w")], .limitToWrapper, "wrapper",
      "List the operations of the wrapper under the cursor only, or those of all wrappers", in: [.operations],
      .operations, footer: 5),
  ]

  static let screen: [Binding] = [
    Binding(
      [.space], .togglePause, "pause",
      "Hold the picture; events are taken in all the same. Again, or in the past: back to the present", in: Place.views,
      .screen, footer: 5),
    Binding([.character("t")], .nextTheme, "theme", "Next theme", in: Place.views, .screen, footer: 14),
    Binding(
      [.character("?")], .toggleHelp, "help", "All keys; again or Esc closes it",
      in: Place.views.union([.help]).union(Place.filling),
      .screen,
      footer: 1),
    Binding([.escape, .enter], .back, "close", "Close the help", in: [.help], .screen, footer: 2),
    Binding([.control("l")], .redraw, "redraw", "Draw the whole screen afresh", in: Set(Place.allCases), .screen),
    Binding([.control("z")], .suspend, "suspend", "Back to the shell; fg returns", in: everywhere, .screen),
    Binding([.character("q")], .quit, "quit", "Quit", in: everywhere, .screen, footer: 0),
    Binding([.control("c")], .interrupt, "quit", "Quit, when pressed twice", in: Set(Place.allCases), .screen),
  ]
}
