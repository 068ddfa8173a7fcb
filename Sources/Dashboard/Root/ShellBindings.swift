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

// The keys of a line of text that is being typed, wherever that is.
extension Binding {
  /// Those that work wherever text is typed.
  static let typing: [Binding] = [
    key([.left], .move(.left), "left", "One character left, or to the start of the selection"),
    key([.right], .move(.right), "right", "One character right, or to the end of the selection"),
    key(
      [Key(.left, .control), Key(.left, .alt), .alt("b")], .move(.wordLeft), "word left", "To the start of the word"),
    key(
      [Key(.right, .control), Key(.right, .alt), .alt("f")], .move(.wordRight), "word right", "To the end of the word"),
    key([.home, .control("a")], .move(.start), "start", "To the start"),
    key([.end, .control("e")], .move(.end), "end", "To the end"),
    key([Key(.left, .shift)], .select(.left), "select", "Select the character before, too"),
    key([Key(.right, .shift)], .select(.right), "select", "Select the character behind, too"),
    key(
      [Key(.left, [.control, .shift])], .select(.wordLeft), "select word", "Select to the start of the word"),
    key(
      [Key(.right, [.control, .shift])], .select(.wordRight), "select word", "Select to the end of the word"),
    key([Key(.home, .shift)], .select(.start), "select", "Select to the start"),
    key([Key(.end, .shift)], .select(.end), "select", "Select to the end"),
    key([.alt("a")], .selectAll, "select all", "Select all; what is typed then takes its place"),
    key([.backspace], .delete(.left), "delete", "Delete the character before, or the selection"),
    key([.delete], .delete(.right), "delete", "Delete the character behind, or the selection"),
    key([.control("w")], .delete(.termLeft), "delete word", "Delete back to the blank before"),
    key([Key(.backspace, .alt)], .delete(.wordLeft), "delete word", "Delete to the start of the word"),
    key([Key(.delete, .control), .alt("d")], .delete(.wordRight), "delete word", "Delete to the end of the word"),
    key([.control("u")], .delete(.start), "delete line", "Delete all before"),
    key([.control("k")], .delete(.end), "delete rest", "Delete all behind"),
    key([.control("z")], .undo, "undo", "Take back what was changed last"),
    key([.control("y")], .redo, "redo", "Change again what was taken back"),
  ]

  private static func key(_ keys: [Key], _ edit: Edit, _ label: String, _ description: String) -> Binding {
    Binding(keys, .edit(edit), label, description, where: \.isTyping, .typing)
  }
}
