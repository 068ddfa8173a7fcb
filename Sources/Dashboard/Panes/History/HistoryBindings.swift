import Canvas

extension HistoryPane {
  static let bindings: [Binding] = [
    Binding(
      [.character("j"), .down], .move(.down), "down", "Next field", in: [.history, .historyRecord], .form),
    Binding(
      [.character("k"), .up], .move(.up), "up", "Field before", in: [.history, .historyRecord], .form),
    Binding([.pageDown], .move(.pageDown), "page down", "One page down", in: [.history], .form),
    Binding([.pageUp], .move(.pageUp), "page up", "One page up", in: [.history], .form),
    Binding(
      [.character("g"), .home], .move(.first), "first", "First field", in: [.history], .form),
    Binding([.character("G"), .end], .move(.last), "last", "Last field", in: [.history], .form),
    Binding(
      [.enter], .accept, "in full", "The change in full, or the list again", in: [.history, .historyRecord], .form,
      footer: 2),
    Binding(
      [.character("b")], .own(Own.rollBack), "roll back", "Take the change back, which is a change of its own",
      in: [.history, .historyRecord], .form, footer: 1),
    Binding(
      [.escape, .character("q")], .back, "back", "Back to the fields, or to the list", in: [.history, .historyRecord],
      .form,
      footer: 3, as: "Esc"),
    Binding(
      [.character("y")], .own(Own.yes), "take it back",
      "Take the change back without a reason, as long as none is typed",
      in: [.rollback], .form, footer: 0),
    Binding(
      [.enter], .accept, "with the reason", "Take the change back with the reason, once one is typed", in: [.rollback],
      .form, footer: 1),
    Binding(
      [.escape], .back, "leave it", "Leave the change as it is", in: [.rollback], .form, footer: 2),
  ]
}
