import TestSupport
import Testing

@testable import Dashboard

@Suite("A line that is typed") struct LineEditorTests {
  private func line(_ text: String = "", limit: Int = LineEditor.longLimit, _ edits: Edit...) -> LineEditor {
    var line = LineEditor(text, limit: limit)
    for edit in edits { line.apply(edit) }
    return line
  }

  @Test func whatIsTypedTakesThePlaceOfTheSelection() {
    var line = line("one two three", .select(.termLeft), .insert("3"))
    #expect(line.text == "one two 3")
    #expect(line.selection == nil)
    line.apply(.move(.start))
    line.apply(.select(.wordRight))
    #expect(line.selectedText == "one")
    #expect(line.cursor == 3)
    line.apply(.delete(.right))
    #expect(line.text == " two 3")
    line.apply(.selectAll)
    line.apply(.insert("\u{7}"))
    #expect(line.text == " two 3")
    line.apply(.insert("x"))
    #expect(line.text == "x")
  }

  @Test func arrowsLeaveASelectionAtItsEnds() {
    #expect(line("abcd", .move(.left), .select(.left), .select(.left), .move(.left)).cursor == 1)
    #expect(line("abcd", .move(.left), .select(.left), .select(.left), .move(.right)).cursor == 3)
    #expect(line("abcd", .select(.start), .move(.end)).selection == nil)
    // A selection that has shrunk to nothing is none.
    #expect(line("abcd", .select(.left), .select(.right)).selection == nil)
    #expect(line("abcd", .select(.left), .select(.right), .delete(.left)).text == "abc")
  }

  @Test(arguments: [
    ("https://a.example/v1", Edit.delete(.wordLeft), "https://a.example/"),
    ("https://a.example/v1", .delete(.termLeft), ""), ("a b  ", .delete(.termLeft), "a "),
    ("a b", .delete(.start), ""), ("a b", .delete(.end), "a b"), ("", .delete(.left), ""),
  ])
  func deletesFromTheEnd(text: String, edit: Edit, left: String) {
    #expect(line(text, edit).text == left)
  }

  @Test func deletesForward() {
    #expect(line("one two", .move(.start), .delete(.wordRight)).text == " two")
    #expect(line("one two", .move(.wordLeft), .delete(.end)).text == "one ")
  }

  @Test func aRunOfTypingIsUndoneAtOnce() {
    var line = line("ab")
    for character in "cde" { line.apply(.insert(String(character))) }
    line.apply(.move(.left))
    line.apply(.insert("x"))
    line.apply(.delete(.left))
    line.apply(.delete(.left))
    #expect(line.text == "abce")
    expectTaken(line.apply(.undo))
    #expect(line.text == "abcdxe")
    #expect(line.cursor == 5)
    expectTaken(line.apply(.undo))
    #expect(line.text == "abcde")
    expectTaken(line.apply(.undo))
    #expect(line.text == "ab")
    #expect(!line.isEdited)
    expectRefused(line.apply(.undo))
    for text in ["abcde", "abcdxe", "abce"] {
      expectTaken(line.apply(.redo))
      #expect(line.text == text)
    }
    expectRefused(line.apply(.redo))
    line.apply(.undo)
    line.apply(.insert("!"))
    expectRefused(line.apply(.redo))
  }

  @Test func aPasteIsAStepOfItsOwnOnOneLine() {
    var line = line("a")
    line.apply(.insert("b"))
    expectTaken(line.apply(.insert("one\ttwo\nthree\u{1B}[31m\n")))
    #expect(line.text == "abone two three[31m")
    line.apply(.undo)
    #expect(line.text == "ab")
  }

  @Test func whatIsTooLongIsLeftOutAndSaid() {
    var line = line("abc", limit: 6)
    expectRefused(line.apply(.insert("defgh")))
    #expect(line.text == "abcdef")
    expectRefused(line.apply(.insert("g")))
    line.apply(.selectAll)
    expectTaken(line.apply(.insert("ghijkl")))
    #expect(line.text == "ghijkl")
    // One character may be made of any number of scalars.
    expectRefused(line.apply(.insert("a" + String(repeating: "\u{301}", count: 10_000))))
    #expect(line.text.unicodeScalars.count == 6)
  }

  @Test func charactersThatJoinKeepTheCursorBehindThem() {
    var line = line("e")
    line.apply(.insert("\u{301}"))
    #expect(line.text == "é")
    #expect(line.cursor == 1)
    line.apply(.insert("\u{1F1E9}"))
    line.apply(.insert("\u{1F1EA}"))
    #expect(line.cursor == 2)
    line.apply(.delete(.left))
    #expect(line.text == "é")
  }

  private static let edits: [Edit] = {
    let motions: [LineMotion] = [.left, .right, .wordLeft, .wordRight, .termLeft, .start, .end]
    let texts = ["a", " ", "日", "\u{301}", "\u{1F1E9}", "\u{200D}", "é-/x_1", "pasted line\nof two ", "\u{7}", ""]
    return motions.flatMap { [.move($0), .select($0), .delete($0)] } + texts.map(Edit.insert) + texts.map(Edit.insert)
      + [.selectAll, .undo, .redo]
  }()

  @Test(arguments: 1...30) func undoingAllGivesTheFirstTextBack(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let first = ["", "https://a.example/v1?x=1", "日本 e\u{301} 👩‍👩‍👧 x", "\u{301}"].randomElement(using: &random) ?? ""
    var line = LineEditor(first, limit: 60)
    let count = Int.random(in: 1...(seed % 5 == 0 ? 3000 : 200), using: &random)
    for _ in 0..<count {
      line.apply(Self.edits.randomElement(using: &random) ?? .undo)
      #expect((0...line.text.count).contains(line.cursor))
      if let selection = line.selection {
        #expect(!selection.isEmpty)
        #expect(selection.lowerBound >= 0 && selection.upperBound <= line.text.count)
        #expect(selection.lowerBound == line.cursor || selection.upperBound == line.cursor)
        #expect(line.selectedText.count == selection.count)
      }
      #expect(line.text.unicodeScalars.count <= 60)
    }
    let last = line.text
    var texts = [last]
    while line.apply(.undo) { texts.append(line.text) }
    #expect(line.text == first)
    for text in texts.dropLast().reversed() {
      expectTaken(line.apply(.redo))
      #expect(line.text == text)
    }
  }
}
