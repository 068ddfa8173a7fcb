import Canvas
import Configuration
import Testing

@testable import Dashboard

@Suite("The form of a configuration")
struct FormTests {
  /// A seat at the field, with its value replaced by a text that is being typed.
  private func typing(_ text: String, at path: FieldPath) -> Operator {
    var seat = Operator.editing()
    seat.go(to: path)
    seat.press("e", "enter", "alt-a")
    seat.type(text)
    return seat
  }

  private func changed(_ text: String = "7", at path: FieldPath = "daily_budget") -> Operator {
    var seat = typing(text, at: path)
    seat.press("enter")
    return seat
  }

  @Test(arguments: ["e", "enter"]) func opensOnTheFieldUnderTheCursorAndChangesNothing(key: String) {
    for field in ["daily_budget", "enabled", "auth_type", "api_key"] {
      var seat = Operator.editing()
      seat.go(to: FieldPath(field))
      seat.press(key)
      #expect(seat.state.mode == .form)
      #expect(seat.form?.editing == nil)
      seat.press("enter")
      #expect(seat.form?.editing?.path == FieldPath(field))
      #expect(seat.form?.draft.isEdited == false)
      seat.press("enter")
      #expect(seat.form?.draft.isEdited == false)
    }
  }

  @Test func enterEditsTheFieldUnderTheCursor() {
    var seat = Operator.editing()
    seat.go(to: "daily_budget")
    seat.press("e", "enter")
    #expect(seat.state.mode == .formText)
    #expect(seat.form?.editing?.path == "daily_budget")
    #expect(seat.form?.editing?.editor.text == "5")
  }

  @Test func beginsFromTheSectionOfTheField() {
    var seat = Operator.editing()
    seat.go(to: "daily_budget")
    seat.press("l", "enter", "enter")
    #expect(seat.form?.editing?.path == "daily_budget")
  }

  @Test func enterTakesAValueAndEscapeGivesItBack() {
    var seat = typing("7", at: "daily_budget")
    seat.press("enter")
    #expect(seat.state.mode == .form)
    #expect(seat.form?.draft.changes.map(\.new) == [.number(7)])
    seat.press("enter", "alt-a")
    seat.type("9")
    seat.press("esc")
    #expect(seat.form?.draft.changes.map(\.new) == [.number(7)])
  }

  @Test func isCheckedWhileItIsTyped() {
    var seat = typing("0", at: "daily_budget")
    #expect(seat.form?.draft.fault(at: "daily_budget") != nil)
    #expect(seat.lines.contains { $0.contains("ERROR") })
    let rows = seat.state.fields.content.rows.count
    seat.press("enter")
    #expect(seat.effects == [.beep])
    #expect(seat.state.mode == .formText)
    seat.press("alt-a")
    seat.type("8")
    #expect(seat.form?.draft.fault(at: "daily_budget") == nil)
    #expect(seat.state.fields.content.rows.count == rows)
  }

  @Test func nothingElseMovesWhileAValueBreaksARuleOfAnother() {
    var seat = typing("2", at: "monthly_budget")
    let rows = seat.state.fields.content.rows.map(\.isField)
    #expect(seat.form?.draft.findings.contains { $0.severity == .error } == true)
    seat.press("backspace")
    seat.type("900")
    #expect(seat.state.fields.content.rows.map(\.isField) == rows)
  }

  @Test func whatReadsAsBeforeIsNoEdit() {
    var seat = Operator.editing()
    seat.go(to: "monthly_budget")
    seat.press("e", "enter", "left", "home", "enter")
    #expect(seat.form?.draft.isEdited == false)
    seat.press("enter")
    seat.type("1")
    #expect(seat.form?.draft.isEdited == true)
    seat.press("backspace", "enter")
    #expect(seat.form?.draft.isEdited == false)
  }

  @Test(arguments: ["space", "j", "down", "up"]) func aFlagIsTurnedOverWhileItIsEdited(key: String) {
    var seat = Operator.editing()
    seat.go(to: "enabled")
    seat.press("e", "enter")
    #expect(seat.state.mode == .formChoice)
    seat.press(key, "enter")
    #expect(seat.state.mode == .form)
    #expect(seat.form?.draft.changes.map(\.new) == [.flag(false)])
    seat.press("enter", key, "enter")
    #expect(seat.form?.draft.changes.map(\.new) == [.flag(true)])
    seat.press("ctrl-x")
    #expect(seat.form?.draft.isEdited == false)
  }

  @Test func aChoiceIsTakenFromItsList() {
    var seat = Operator.editing()
    seat.go(to: "auth_type")
    seat.press("e", "enter")
    #expect(seat.state.mode == .formChoice)
    let before = seat.form?.editing?.editor.text
    seat.press("j", "enter")
    #expect(seat.form?.editing == nil)
    #expect(seat.form?.draft.changes.count == 1)
    #expect(seat.form?.draft.changes.first?.new != before.map { .text($0) })
  }

  @Test func whatAWeakerLayerSaysIsHiddenAndTold() {
    let seat = changed("60", at: "timeout_seconds")
    #expect(seat.form?.draft.changes.map(\.new) == [.number(60)])
    #expect(seat.lines.contains { $0.contains("was 45 s env") })
    var next = seat
    next.press("enter")
    #expect(next.form?.editing?.editor.text == "60")
  }

  @Test(arguments: ["ctrl-x", "del"]) func anOverrideIsTakenOut(key: String) {
    var seat = Operator.editing()
    seat.go(to: "monthly_budget")
    seat.press("e", "enter", "esc")
    #expect(seat.state.form != nil)
    seat.go(to: "daily_budget")
    seat.press(key)
    #expect(seat.form?.draft.changes.map(\.new) == [nil])
    #expect(seat.message == "daily_budget: $20 (file) shows again")
    seat.go(to: "monthly_budget")
    seat.press(key)
    #expect(seat.effects == [.beep])
  }

  @Test func aFieldIsLeftWithoutAValue() {
    var seat = Operator.editing()
    seat.go(to: "monthly_budget")
    seat.press("e", "ctrl-n")
    #expect(seat.form?.draft.changes.map(\.new) == [.null])
    #expect(seat.message == "monthly_budget: not set, and hides $900 (file)")
    seat.press("ctrl-n")
    #expect(seat.effects == [.beep])
    seat.press("ctrl-x")
    #expect(seat.form?.draft.isEdited == false)
    seat.go(to: "timeout_seconds")
    seat.press("ctrl-n")
    #expect(seat.message.contains("the default 30 s holds"))
    seat.go(to: "oauth_client_id")
    seat.press("ctrl-n")
    #expect(seat.message == "No layer gives this field a value")
    #expect(seat.form?.draft.changes.map(\.path) == ["timeout_seconds"])
  }

  @Test func stepsAreUndoneAcrossFields() {
    var seat = changed()
    seat.go(to: "monthly_budget")
    seat.press("enter", "alt-a")
    seat.type("800")
    seat.press("enter", "ctrl-z")
    #expect(seat.form?.draft.changes.map(\.path) == ["daily_budget"])
    #expect(seat.state.fields.cursor.selection == "monthly_budget")
    seat.press("ctrl-z")
    #expect(seat.form?.draft.isEdited == false)
    #expect(seat.state.fields.cursor.selection == "daily_budget")
    seat.press("ctrl-z")
    #expect(seat.effects == [.beep])
    seat.press("ctrl-y", "ctrl-y")
    #expect(seat.form?.draft.changes.count == 2)
  }

  @Test func anEntryOfATableIsAdded() {
    var seat = Operator.editing()
    seat.go(to: FieldPath(["domain_routing_overrides", "law", "threshold"]))
    seat.press("e", "a")
    #expect(seat.state.mode == .entryQuestion)
    seat.type("law-and-order")
    #expect(seat.state.mode == .entryQuestion)
    seat.press("enter")
    #expect(seat.state.mode == .entryKey)
    seat.type("medicine")
    seat.press("enter")
    let path = FieldPath(["domain_routing_overrides", "medicine", "enabled"])
    #expect(seat.state.fields.cursor.selection == path)
    #expect(seat.form?.draft.changes.contains { $0.path == path } == true)
  }

  @Test func anEntryIsAddedToATableOnly() {
    var seat = Operator.editing()
    seat.go(to: "daily_budget")
    seat.press("e", "a")
    #expect(seat.state.mode == .form)
    #expect(seat.effects == [.beep])
    #expect(!seat.state.isAsked)
  }

  @Test func nothingIsSentWhileSomethingIsWrong() {
    var seat = changed("2", at: "monthly_budget")
    seat.go(to: "enabled")
    seat.press("ctrl-s")
    #expect(seat.effects == [.beep])
    #expect(!seat.state.isAsked)
    #expect(seat.message.contains("error"))
    #expect(seat.state.fields.cursor.selection != "enabled")
  }

  @Test func changesAreReviewedAndWrittenWithAReason() {
    var seat = changed()
    seat.press("ctrl-s")
    #expect(seat.state.mode == .review)
    seat.press("enter")
    #expect(seat.effects == [.beep])
    seat.press("ctrl-s", "space", "enter")
    #expect(seat.effects == [.beep])
    seat.press("backspace")
    seat.type("quarterly")
    seat.press("enter")
    #expect(seat.written?.changes.map(\.new) == [.number(7)])
    #expect(seat.written?.changes.map(\.old) == [.number(5)])
    #expect(seat.written?.reason == "quarterly")
    #expect(seat.written?.versions == Sample.editable.versions)
    seat.press("enter")
    #expect(seat.written == nil)
    seat.press("esc")
    #expect(seat.state.mode == .review)
    seat.perform(.configurationReply(.written(records: [13])))
    #expect(seat.state.mode == .inspector)
    #expect(seat.message == "Written: 1 change (audit 13)")
  }

  @Test func yWritesWithoutAReason() {
    var seat = changed()
    seat.press("ctrl-s", "y")
    #expect(seat.written?.changes.map(\.new) == [.number(7)])
    #expect(seat.written?.reason == "")
  }

  @Test func withoutChangesNothingIsReviewed() {
    var seat = Operator.editing()
    seat.go(to: "daily_budget")
    seat.press("e", "enter", "enter", "ctrl-s")
    #expect(seat.effects == [.beep])
    #expect(!seat.state.isAsked)
    seat.press("esc")
    #expect(seat.state.mode == .inspector)
  }

  @Test func leavingAsksAndDoesWhatIsSaid() {
    var seat = changed()
    seat.press("esc")
    #expect(seat.state.mode == .leaving)
    seat.press("esc")
    #expect(seat.state.mode == .form)
    seat.press("esc", "ctrl-s")
    #expect(seat.state.mode == .review)
    seat.press("esc", "esc", "ctrl-x")
    #expect(seat.form == nil)
    #expect(seat.effects.isEmpty)
  }

  @Test func quittingFromTheHelpAsksAsWell() {
    var seat = changed()
    seat.press("?", "q")
    #expect(!seat.effects.contains(.quit))
    #expect(seat.state.mode == .leaving)
    seat.press("ctrl-c", "ctrl-c")
    #expect(seat.effects == [.quit])
  }

  @Test func quittingFromTheHelpLeadsBackIntoTheForm() {
    var seat = Operator.editing()
    seat.press("e", "?", "q")
    #expect(seat.state.mode == .form)
    #expect(!seat.effects.contains(.quit))
  }

  @Test(arguments: ["1", "4", "J", "K", "tab", "c", "H", "n", "f", "q", "d", "s", "x", "e", "space"])
  func noOtherKeyLeavesTheForm(key: String) {
    var seat = changed()
    seat.press(key)
    #expect(seat.state.mode == .form)
    #expect(seat.state.fields.wrapper == "router")
    #expect(seat.form?.draft.changes.count == 1)
  }

  @Test func nothingIsEditedWhereItIsReadOnly() {
    var state = Sample.editable
    state.readOnlyReason = "wraptop was started with --read-only"
    var seat = Operator.editing(state)
    for key in ["e", "n"] {
      seat.press(key)
      #expect(seat.state.mode == .inspector)
      #expect(seat.effects == [.beep])
      #expect(seat.message.contains("--read-only"))
    }
  }

  @Test func checkSaysWhatIsWrongOrReadsTheFilesAgain() {
    var seat = Operator.editing()
    seat.press("ctrl-r")
    #expect(seat.effects == [.configure(.reload)])
    seat.perform(.configurationReply(.reloaded))
    #expect(seat.message == "All files were read and checked again")
    seat = changed()
    seat.press("ctrl-r")
    #expect(seat.effects.isEmpty)
    #expect(seat.message.hasPrefix("Checked: valid"))
  }

  @Test func whatIsSearchedForKeepsAFieldThatIsEdited() {
    var seat = Operator.editing()
    seat.press("/")
    seat.type("daily_budget")
    seat.press("enter", "e", "enter", "alt-a")
    seat.type("7")
    seat.press("enter")
    #expect(seat.state.fields.content.field(at: seat.state.fields.cursor.row)?.path == "daily_budget")
  }

  // MARK: Search

  @Test func aFieldIsFoundByItsName() {
    var seat = Operator.editing()
    seat.press("e", "/")
    seat.type("api_key")
    #expect(seat.state.mode == .filter)
    seat.press("enter")
    #expect(seat.state.mode == .form)
    #expect(seat.state.fields.content.field(at: seat.state.fields.cursor.row)?.path == "api_key")
    #expect(seat.form?.draft.isEdited == false)
    seat.press("enter")
    #expect(seat.form?.editing?.path == "api_key")
    seat.press("esc", "esc")
    #expect(seat.state.fields.search.isEmpty)
    #expect(seat.state.mode == .form)
    #expect(seat.state.fields.cursor.selection == "api_key")
    seat.press("esc")
    #expect(seat.state.mode == .inspector)
  }

  @Test func whatIsNotFoundIsSaid() {
    var seat = Operator.editing()
    seat.press("e", "/")
    seat.type("no-such-field")
    #expect(seat.lines.contains { $0.contains("No field matches") })
    seat.press("enter", "enter")
    #expect(seat.form?.editing == nil)
  }
}
