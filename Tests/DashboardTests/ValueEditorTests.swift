import Canvas
import Configuration
import TestSupport
import Testing

@testable import Dashboard

@Suite("The value of a field that is edited") struct ValueEditorTests {
  private func field(_ type: FieldType, isSensitive: Bool = false) -> FieldDescription {
    FieldDescription("field", .base, type, isSensitive: isSensitive, summary: "A field")
  }

  private func editor(_ type: FieldType, _ value: FieldValue?, isSensitive: Bool = false) throws -> ValueEditor {
    try #require(ValueEditor(field(type, isSensitive: isSensitive), value: value))
  }

  @Test func suitsTheTypeOfItsField() throws {
    #expect(try editor(.flag, .flag(true)) == .toggle(ToggleEditor(true)))
    #expect(try editor(.flag, nil).text == "")
    #expect(try editor(.integer(NumberRange()), .integer(3)).text == "3")
    #expect(try editor(.number(NumberRange()), .number(30)).text == "30")
    #expect(try editor(.text(.any), .text("v1")) == .text(LineEditor("v1", limit: 4096)))
    #expect(try editor(.choice(["mf", "bert"]), .text("bert")) == .choice(ChoiceEditor(["mf", "bert"], text: "bert")))
    #expect(try editor(.text(.any), .secret, isSensitive: true) == .secret(SecretEditor()))
    let name = try #require(Reference("${env:URL}"))
    #expect(try editor(.text(.url), .reference(name)).text == "${env:URL}")
    #expect(ValueEditor(field(.record([])), value: nil) == nil)
  }

  @Test(arguments: [(NumberRange(0, 1), "0.51"), (NumberRange(0, 10), "0.6"), (NumberRange(0, 300), "1.5")])
  func stepsSuitTheRange(range: NumberRange, text: String) throws {
    var editor = try editor(.number(range), .number(0.5))
    expectTaken(editor.apply(.move(.up)))
    #expect(editor.text == text)
  }

  @Test func togglesTurnRound() throws {
    var editor = ValueEditor.toggle(ToggleEditor(nil))
    for (edit, text) in [
      (Edit.insert(" "), "true"), (.move(.left), "false"), (.insert("y"), "true"), (.insert("n"), "false"),
    ] {
      expectTaken(editor.apply(.edit(edit)))
      #expect(editor.text == text)
    }
    #expect(editor.isEdited)
    for text in ["true", "false"] {
      expectTaken(editor.apply(.move(.down)))
      #expect(editor.text == text)
    }
    expectRefused(editor.apply(.move(.pageDown)))
    expectRefused(editor.apply(.edit(.insert("x"))))
    for text in ["true", "false", "true", "false", "true", ""] {
      expectTaken(editor.apply(.edit(.undo)))
      #expect(editor.text == text)
    }
    expectRefused(editor.apply(.edit(.undo)))
    #expect(!editor.isEdited)
    expectTaken(editor.apply(.edit(.redo)))
    #expect(editor.text == "true")
  }

  @Test func choicesGoRoundAndByLetter() {
    let values = ["mf", "bert", "causal_llm", "sw_ranking", "random"]
    var editor = ValueEditor.choice(ChoiceEditor(values, text: "random"))
    let edits: [(ValueEdit, String)] = [
      (.edit(.insert(" ")), "mf"), (.edit(.move(.left)), "random"), (.move(.down), "mf"),
      (.edit(.insert("S")), "sw_ranking"),
      (.move(.up), "causal_llm"), (.move(.last), "random"), (.move(.pageUp), "mf"), (.edit(.move(.end)), "random"),
      (.edit(.insert("b")), "bert"),
    ]
    for (edit, text) in edits {
      expectTaken(editor.apply(edit))
      #expect(editor.text == text)
    }
    expectRefused(editor.apply(.edit(.insert("x"))))
    #expect(editor.text == "bert")
    expectTaken(editor.apply(.edit(.undo)))
    #expect(editor.text == "random")
    #expect(!editor.isEdited)
    expectRefused(editor.apply(.edit(.undo)))
  }

  @Test func aTextThatIsNoChoiceStaysUntilOneIsMade() {
    var editor = ValueEditor.choice(ChoiceEditor(["bearer", "oauth"], text: "basic"))
    #expect(editor.text == "basic")
    expectTaken(editor.apply(.move(.up)))
    #expect(editor.text == "oauth")
    #expect(editor.isEdited)
    expectTaken(editor.apply(.edit(.undo)))
    #expect(editor.text == "basic")
    var none = ValueEditor.choice(ChoiceEditor([], text: ""))
    _ = none.apply(.move(.down))
    _ = none.apply(.move(.last))
    #expect(none.text == "")
  }

  @Test func linesOfTextHaveNoRows() {
    var editor = ValueEditor.text(LineEditor("a"))
    expectRefused(editor.apply(.move(.down)))
    expectTaken(editor.apply(.edit(.insert("b"))))
    #expect(editor.text == "ab")
    expectTaken(editor.apply(.edit(.undo)))
    expectRefused(editor.apply(.edit(.undo)))
  }

  @Test func ofASecretNothingIsKnownButItsLength() {
    var editor = ValueEditor.secret(SecretEditor())
    let empty = editor
    expectTaken(editor.apply(.edit(.insert("s"))))
    expectTaken(editor.apply(.edit(.insert("k-hunter2\n"))))
    #expect(editor.text == "")
    #expect(editor.isEdited)
    guard case .secret(let typed) = editor else { return }
    #expect(typed.count == 10)
    #expect(typed.secret.withBytes { String(decoding: $0, as: UTF8.self) } == "sk-hunter2")
    var dumped = "\(editor) \(String(reflecting: editor))"
    dump(editor, to: &dumped)
    #expect(!dumped.contains("hunter"))
    // What has more lines than one is no secret that was meant.
    expectRefused(editor.apply(.edit(.insert("a\nb"))))
    expectRefused(editor.apply(.edit(.move(.left))))
    expectRefused(editor.apply(.move(.up)))
    expectTaken(editor.apply(.edit(.delete(.left))))
    guard case .secret(let shorter) = editor else { return }
    #expect(shorter.count == 9)
    #expect(shorter != typed)
    expectTaken(editor.apply(.edit(.undo)))
    #expect(!editor.isEdited)
    expectRefused(editor.apply(.edit(.undo)))
    expectRefused(editor.apply(.edit(.delete(.left))))
    #expect(editor != empty)
  }

  private func drawn(_ widget: any Widget, columns: Int = 46) -> String {
    var grid = CellGrid(Size(columns: columns, rows: 1), glyphs: .ascii)
    widget.draw(in: grid.bounds, on: &grid)
    return grid.plainText.split(separator: "\n").joined()
  }

  @Test func valuesThatAreNotEditedAreDrawnByTheirType() throws {
    let number = FieldDescription("field", .base, .number(NumberRange(1, 300)), unit: "s", summary: "A field")
    #expect(drawn(number.widget(of: .number(30))) == "30 s")
    #expect(drawn(number.widget(of: nil)) == "not set")
    #expect(drawn(number.widget(of: .reference(try #require(Reference("${env:X}"))))) == "${env:X}")
    #expect(drawn(field(.flag).widget(of: .flag(true))) == "[x] on")
    // What is not of the field's type is shown as it is.
    #expect(drawn(field(.flag).widget(of: .text("maybe"))) == "maybe")
    #expect(drawn(field(.choice(["a"])).widget(of: .text("b"))) == "b")
    #expect(drawn(field(.text(.any)).widget(of: .text(""))) == "empty")
    let secret = field(.text(.any), isSensitive: true)
    #expect(drawn(secret.widget(of: .secret)) == "********")
    #expect(drawn(secret.widget(of: nil)) == "not set")
    #expect(drawn(secret.widget(of: .reference(try #require(Reference("${env:KEY}"))))) == "${env:KEY}")
    #expect(drawn(secret.widget(of: .text("sk-hunter2"))) == "********")
  }

  @Test func valuesThatAreEditedAreDrawnWithTheirRange() throws {
    let number = FieldDescription("field", .base, .integer(NumberRange(0, 10)), summary: "A field")
    let editing = FieldLook(.editing)
    let editor = try #require(ValueEditor(number, value: .integer(5)))
    #expect(drawn(editor.widget(of: number, look: editing)) == "[5         ]    0 |-----------O-----------| 10")
    var choice = try self.editor(.choice(["mf", "bert"]), .text("mf"))
    expectTaken(choice.apply(.move(.down)))
    #expect(drawn(choice.widget(of: field(.flag), look: editing)) == "< bert >  2 of 2")
    #expect(choice.list == DropList(["mf", "bert"], cursor: 1, current: 0))
    var secret = try self.editor(.text(.any), .secret, isSensitive: true)
    expectTaken(secret.apply(.edit(.insert("hunter2"))))
    #expect(
      drawn(secret.widget(of: field(.text(.any)), stored: .hidden, look: editing))
        == "[*******          ]  new value, 7 characters")
  }

  @Test(arguments: 1...20) func undoingAllGivesTheFirstValueBack(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let values = ["mf", "bert", "causal_llm"]
    let editors: [ValueEditor] = [
      .toggle(ToggleEditor(Bool.random(using: &random))), .choice(ChoiceEditor(values, text: "bert")),
      .choice(ChoiceEditor(values, text: "none")), .number(NumberEditor("30", range: NumberRange(1, 300))),
      .number(NumberEditor("", range: NumberRange(0, 1), step: 0.01)), .text(LineEditor("v1")),
    ]
    let edits: [ValueEdit] =
      ["1", " ", "-", "+", ".", "b", "e", "n"].map { .edit(.insert($0)) }
      + [.move(.up), .move(.down), .move(.pageUp), .move(.first), .move(.last), .edit(.undo), .edit(.redo)]
      + [.edit(.move(.left)), .edit(.delete(.left)), .edit(.select(.start)), .edit(.selectAll), .edit(.delete(.start))]
    for first in editors {
      var editor = first
      for _ in 0..<60 { if let edit = edits.randomElement(using: &random) { _ = editor.apply(edit) } }
      while editor.apply(.edit(.undo)) {}
      #expect(editor.text == first.text)
      #expect(!editor.isEdited)
    }
  }
}
