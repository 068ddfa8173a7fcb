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
      [.enter], .accept, "open", "Open what is under the cursor", where: \.opens, .look, footer: 2),
    Binding([.character(".")], .goLive, "live", "Return to the present", where: \.isView, .time),
    Binding(
      [.character("[")], .changeRange(isLonger: false), "range",
      "Shorter time range for rates, p95, charts, and breakdowns: 5 min, 1 h, 24 h, 7 d, 30 d; the score is always"
        + " that of 1 h", where: \.isView, .time, footer: 6, as: "[ ]"),
    Binding([.character("]")], .changeRange(isLonger: true), "longer", "Longer time range", where: \.isView, .time),
    Binding(
      [.character("<")], .scrub(-1), "time",
      "Go back in time by one point of the charts: 10 s at 5 min, 1 min at 1 h, 10 min at 24 h, 1 h at 7 d, 6 h at 30 d",
      where: \.isView, .time, footer: 6, as: "< >"),
    Binding([.character(">")], .scrub(1), "later", "Go forward by one point", where: \.isView, .time),
    Binding([.character("{")], .scrub(-10), "ten back", "Go back by ten points", where: \.isView, .time),
    Binding([.character("}")], .scrub(10), "ten on", "Go forward by ten points", where: \.isView, .time),
    Binding(
      [.character("m")], .setMark, "mark",
      "Set or move the mark; every figure then also shows its change since the mark: = for"
        + " none, percentage points for rates",
      where: \.isView, .time, footer: 10),
    Binding([.character("M")], .clearMark, "clear mark", "Clear the mark", where: \.isView, .time),
    Binding(
      [.space], .togglePause, "pause",
      "Pause the screen, while events are still counted; again, or in the past, to return to the present",
      where: \.isView, .screen, footer: 5),
    Binding([.character("t")], .nextTheme, "theme", "Next theme", where: \.isView, .screen, footer: 14),
  ]

  /// Those that the help lists between the keys of panes and the keys that open panes.
  static let following: [Binding] = [
    Binding([.escape], .back, "back", "Go back", where: \.isView, .look, footer: 2)
  ]

  /// Those that the help lists last.
  static let trailing: [Binding] = [
    Binding([.tab], .nextView, "next view", "Next view", where: \.isView, .look),
    Binding([.backTab], .previousView, "previous view", "Previous view", where: \.isView, .look),
    Binding([.control("l")], .redraw, "redraw", "Redraw the screen", where: { _ in true }, .screen),
    Binding([.control("z")], .suspend, "suspend", "Suspend; fg resumes", where: \.isBrowsing, .screen),
    Binding([.character("q")], .quit, "quit", "Quit", where: \.isBrowsing, .screen, footer: 0),
    Binding([.control("c")], .interrupt, "quit", "Quit if pressed twice", where: { _ in true }, .screen),
  ]
}

// The keys of a line of text that is being typed, wherever that is.
extension Binding {
  /// Those that work wherever text is typed.
  static let typing: [Binding] = [
    key([.left], .move(.left), "left", "Move left, or to the start of the selection"),
    key([.right], .move(.right), "right", "Move right, or to the end of the selection"),
    key(
      [Key(.left, .control), Key(.left, .alt), .alt("b")], .move(.wordLeft), "word left",
      "Move to the start of the word"),
    key(
      [Key(.right, .control), Key(.right, .alt), .alt("f")], .move(.wordRight), "word right",
      "Move to the end of the word"),
    key([.home, .control("a")], .move(.start), "start", "Move to the start"),
    key([.end, .control("e")], .move(.end), "end", "Move to the end"),
    key([Key(.left, .shift)], .select(.left), "select", "Extend the selection left"),
    key([Key(.right, .shift)], .select(.right), "select", "Extend the selection right"),
    key(
      [Key(.left, [.control, .shift])], .select(.wordLeft), "select word", "Select to the start of the word"),
    key(
      [Key(.right, [.control, .shift])], .select(.wordRight), "select word", "Select to the end of the word"),
    key([Key(.home, .shift)], .select(.start), "select", "Select to the start"),
    key([Key(.end, .shift)], .select(.end), "select", "Select to the end"),
    key([.alt("a")], .selectAll, "select all", "Select all; typing replaces it"),
    key([.backspace], .delete(.left), "delete", "Delete the previous character or the selection"),
    key([.delete], .delete(.right), "delete", "Delete the next character or the selection"),
    key([.control("w")], .delete(.termLeft), "delete word", "Delete back to the previous space"),
    key([Key(.backspace, .alt)], .delete(.wordLeft), "delete word", "Delete to the start of the word"),
    key([Key(.delete, .control), .alt("d")], .delete(.wordRight), "delete word", "Delete to the end of the word"),
    key([.control("u")], .delete(.start), "delete line", "Delete to the start"),
    key([.control("k")], .delete(.end), "delete rest", "Delete to the end"),
    key([.control("z")], .undo, "undo", "Undo"),
    key([.control("y")], .redo, "redo", "Redo"),
  ]

  private static func key(_ keys: [Key], _ edit: Edit, _ label: String, _ description: String) -> Binding {
    Binding(keys, .edit(edit), label, description, where: \.isTyping, .typing)
  }
}
