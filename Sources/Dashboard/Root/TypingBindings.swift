import Canvas

// The keys of a line of text that is being typed, wherever that is.
extension Binding {
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
