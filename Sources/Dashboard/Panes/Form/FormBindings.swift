import Canvas

extension FormPane {
  static let bindings: [Binding] = [
    Binding(
      [.enter], .own(FormAction.begin), "edit", "Edit the field; nothing is written before Ctrl-S",
      in: [.form], .form, footer: 2),
    Binding(
      [.character("/")], .own(FormAction.search), "find",
      "Find a field: part of its name, description, or value",
      in: [.form], .form, footer: 3),
    Binding(
      [.delete, .control("x")], .own(FormAction.remove), "unset",
      "Remove the value that wraptop has set, so that the layer below applies", in: [.form], .form, footer: 5, as: "Del"
    ),
    Binding(
      [.control("n")], .own(FormAction.empty), "none",
      "Leave the field without a value, whatever files and variables say; a default still applies",
      in: [.form], .form, footer: 9),
    Binding(
      [.character("a")], .own(FormAction.addEntry), "add", "Add an entry to the table, after asking",
      in: [.form],
      .form, footer: 8),
    Binding(
      [.enter], .accept, "add one", "Continue to the key of the new entry", in: [.entryQuestion], .form, footer: 1),
    Binding([.escape], .back, "leave it", "Cancel", in: [.entryQuestion], .form, footer: 2),
    Binding([.control("z")], .own(FormAction.undo), "undo", "Undo the last edit", in: [.form], .form, footer: 6),
    Binding(
      [.control("y")], .own(FormAction.redo), "redo", "Redo the edit", in: [.form], .form),
    InspectorPane.check(.own(FormAction.check), in: .form),
    Binding(
      [.control("s")], .own(FormAction.review), "review, write",
      "Review the changes before writing them", in: [.form], .form, footer: 4),
    Binding(
      [.control("s")], .own(FormAction.review), "review, write", "Accept the value and review the changes",
      in: [.formText, .formChoice], .form, footer: 4),
    Binding(
      [.escape], .back, "leave", "Close the search, then the form; asks if there are unwritten edits", in: [.form],
      .form, footer: 1),
    Binding(
      [.character("j"), .down], .move(.down), "down", "Next field", in: [.form], .form),
    Binding(
      [.character("k"), .up], .move(.up), "up", "Field before", in: [.form], .form),
    Binding([.pageDown], .move(.pageDown), "page down", "One page down", in: [.form], .form),
    Binding([.pageUp], .move(.pageUp), "page up", "One page up", in: [.form], .form),
    Binding(
      [.character("g"), .home], .move(.first), "first", "First field", in: [.form], .form),
    Binding([.character("G"), .end], .move(.last), "last", "Last field", in: [.form], .form),
    Binding(
      [.enter], .accept, "take", "Accept the value", in: [.formText, .formChoice, .entryKey], .form, footer: 1),
    Binding(
      [.escape], .back, "as it was", "Restore the value", in: [.formText, .formChoice, .entryKey], .form,
      footer: 2),
    Binding(
      [.up], .move(.up), "step", "One step or line up", in: [.formText, .review], .form, footer: 3, as: "Up Down"),
    Binding([.down], .move(.down), "step down", "One step or line down", in: [.formText, .review], .form),
    Binding(
      [.up, .character("k")], .move(.up), "choose", "Previous choice", in: [.formChoice], .form,
      footer: 3,
      as: "j k"),
    Binding(
      [.down, .character("j"), .space], .move(.down), "next", "Next choice", in: [.formChoice], .form),
    Binding([.up], .move(.up), "scroll", "A line up", in: [.conflict], .form),
    Binding([.down], .move(.down), "scroll down", "A line down", in: [.conflict], .form),
    Binding(
      [.pageUp], .move(.pageUp), "ten steps up", "Ten steps or one page up",
      in: [.formText, .formChoice, .review, .conflict], .form),
    Binding(
      [.pageDown], .move(.pageDown), "ten steps down", "Ten steps or one page down",
      in: [.formText, .formChoice, .review, .conflict], .form),
    Binding(
      [.character("y")], .own(FormAction.yes), "write", "Write the changes without a reason, if none is typed",
      in: [.review], .form, footer: 0),
    Binding(
      [.enter], .accept, "write with the reason", "Write the changes with the reason typed", in: [.review],
      .form, footer: 1),
    Binding(
      [.control("f")], .own(FormAction.writeExposed), "write all the same",
      "Write values that look like secrets anyway", in: [.review], .form),
    Binding(
      [.escape], .back, "back to the form", "Return to the form without writing",
      in: [.review, .conflict, .passphrase], .form, footer: 2),
    Binding([.enter], .accept, "go on", "Open the credential store", in: [.passphrase], .form, footer: 1),
    Binding(
      [.control("k")], .own(FormAction.keepMine), "keep mine", "Overwrite what others wrote, after a review",
      in: [.conflict], .form, footer: 0),
    Binding(
      [.control("t")], .own(FormAction.takeTheirs), "take theirs", "Drop my edits where others wrote", in: [.conflict],
      .form,
      footer: 1),
    Binding(
      [.control("s")], .own(FormAction.reviewAndWrite), "review and write", "Review the changes",
      in: [.leaving], .form, footer: 0),
    Binding(
      [.control("x")], .own(FormAction.discard), "throw away", "Discard all edits", in: [.leaving], .form, footer: 1),
    Binding([.escape], .back, "stay", "Stay in the form", in: [.leaving], .form, footer: 2),
  ]
}
