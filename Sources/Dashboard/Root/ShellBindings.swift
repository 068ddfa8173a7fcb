import Canvas

// The keys that belong to no pane.
extension Binding {
  /// Those that the help lists before the keys of panes.
  static let leading: [Binding] = [
    Binding(
      [.character("j"), .down], .move(.down), "down", "Next row or line", where: { $0.isBrowsing && !$0.isOfWrapper },
      .move),
    Binding(
      [.character("k"), .up], .move(.up), "up", "Previous row or line", where: { $0.isBrowsing && !$0.isOfWrapper },
      .move),
    Binding(
      [.character("j"), .down], .move(.down), "next wrapper", "Next wrapper", where: \.isOfWrapper, .move, footer: 3,
      as: "j k"),
    Binding(
      [.character("k"), .up], .move(.up), "previous wrapper", "Previous wrapper", where: \.isOfWrapper, .move),
    Binding(
      [.pageDown, .control("d")], .move(.pageDown), "page down", "One page down", where: \.isBrowsing, .move),
    Binding([.pageUp, .control("u")], .move(.pageUp), "page up", "One page up", where: \.isBrowsing, .move),
    Binding([.character("g"), .home], .move(.first), "first", "First row or wrapper", where: \.isBrowsing, .move),
    Binding([.character("G"), .end], .move(.last), "last", "Last row or wrapper", where: \.isBrowsing, .move),
    Binding(
      [.enter], .accept, "open", "What is under the cursor, on the whole screen", where: \.opens, .look, footer: 2),
    Binding([.character(".")], .goLive, "live", "Back to the present", where: \.isView, .time),
    Binding(
      [.character("[")], .changeRange(isLonger: false), "range",
      "A shorter time range for rates, p95, charts and breakdowns: 5 min, 1 h, 24 h, 7 d, 30 d; the score is always"
        + " that of 1 h", where: \.isView, .time, footer: 6, as: "[ ]"),
    Binding([.character("]")], .changeRange(isLonger: true), "longer", "A longer time range", where: \.isView, .time),
    Binding(
      [.character("<")], .scrub(-1), "time",
      "Back in time by one point of the charts: 10 s at 5 min, 1 min at 1 h, 10 min at 24 h, 1 h at 7 d, 6 h at 30 d",
      where: \.isView, .time, footer: 6, as: "< >"),
    Binding([.character(">")], .scrub(1), "later", "Forward by one point", where: \.isView, .time),
    Binding([.character("{")], .scrub(-10), "ten back", "Back in time by ten points", where: \.isView, .time),
    Binding([.character("}")], .scrub(10), "ten on", "Forward by ten points", where: \.isView, .time),
    Binding(
      [.character("m")], .setMark, "mark",
      "Mark what is on the screen, or move the mark here: every figure is then also shown as its change since then: = for"
        + " none, percentage points for rates",
      where: \.isView, .time, footer: 10),
    Binding([.character("M")], .clearMark, "clear mark", "Clear the mark", where: \.isView, .time),
    Binding(
      [.space], .togglePause, "pause",
      "Hold the picture; events are taken in all the same. Again, or in the past: back to the present",
      where: \.isView, .screen, footer: 5),
    Binding([.character("t")], .nextTheme, "theme", "Next theme", where: \.isView, .screen, footer: 14),
  ]

  /// Those that the help lists between the keys of panes and the keys that open panes.
  static let following: [Binding] = [
    Binding([.escape], .back, "back", "Back to where it was opened", where: \.isView, .look, footer: 2)
  ]

  /// Those that the help lists last.
  static let trailing: [Binding] = [
    Binding([.tab], .nextView, "next view", "Next view", where: \.isView, .look),
    Binding([.backTab], .previousView, "previous view", "Previous view", where: \.isView, .look),
    Binding([.control("l")], .redraw, "redraw", "Draw the whole screen afresh", where: { _ in true }, .screen),
    Binding([.control("z")], .suspend, "suspend", "Back to the shell; fg returns", where: \.isBrowsing, .screen),
    Binding([.character("q")], .quit, "quit", "Quit", where: \.isBrowsing, .screen, footer: 0),
    Binding([.control("c")], .interrupt, "quit", "Quit, when pressed twice", where: { _ in true }, .screen),
  ]
}
