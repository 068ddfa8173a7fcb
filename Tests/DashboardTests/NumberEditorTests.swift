import Configuration
import TestSupport
import Testing

@testable import Dashboard

@Suite("A number that is typed or stepped") struct NumberEditorTests {
  private static let timeout = NumberRange(1, 300)
  private static let share = NumberRange(0, 1, excludesMinimum: true)

  private func typed(_ text: String, in editor: NumberEditor) -> NumberEditor {
    var editor = editor
    for character in text { _ = editor.apply(.insert(String(character))) }
    return editor
  }

  private func stepped(
    _ text: String, _ range: NumberRange, by count: Int, step: Double = 1, isInteger: Bool = false
  ) -> String {
    var editor = NumberEditor(text, range: range, step: step, isInteger: isInteger)
    editor.step(by: count)
    return editor.text
  }

  @Test func onlyNumbersCanBeTyped() {
    #expect(typed("1x2,.5.6e-3e", in: NumberEditor("")).text == "12.56e-3")
    #expect(typed("1.5e3", in: NumberEditor("", isInteger: true)).text == "153")
    #expect(typed("-7", in: NumberEditor("")).text == "-7")
    #expect(typed("7", in: NumberEditor("", range: Self.timeout)).text == "7")
    var editor = NumberEditor("3")
    expectTaken(editor.apply(.insert(" 25.5\n")))
    #expect(editor.text == "325.5")
    expectRefused(editor.apply(.insert("1,000")))
    expectRefused(editor.apply(.insert("ten")))
    #expect(editor.text == "325.5")
  }

  @Test func signsStepWhereNoneCanBeTyped() {
    #expect(typed("+++-", in: NumberEditor("30", range: Self.timeout)).text == "32")
    var below = NumberEditor("5", range: NumberRange(-10, 10))
    _ = below.apply(.move(.start))
    #expect(typed("-", in: below).text == "-5")
    #expect(typed("-", in: NumberEditor("5", range: NumberRange(-10, 10))).text == "4")
    // The exponent has a sign of its own.
    #expect(typed("-5", in: NumberEditor("1e")).text == "1e-5")
  }

  @Test func whatIsNoNumberCanBeTypedOver() {
    var editor = NumberEditor("many", range: Self.timeout)
    #expect(editor.value == nil)
    _ = editor.apply(.selectAll)
    expectTaken(editor.apply(.insert("5")))
    #expect(editor.text == "5")
    #expect(stepped("many", Self.timeout, by: 1) == "1")
    #expect(stepped("", Self.share, by: 1, step: 0.01) == "0.01")
    #expect(stepped("", NumberRange(), by: -1) == "0")
  }

  @Test(arguments: [
    ("0.1", 2, 0.1, "0.3"), ("0.11593", 1, 0.01, "0.12593"), ("0.9", 1, 0.1, "1"), ("30", 10, 1, "40"),
    ("5.0", 1, 1, "6.0"), ("0.5", 1, 0.25, "0.75"), ("1e-05", 1, 0.01, "0.01001"), ("-0.1", 1, 0.1, "0"),
    ("9007199254740993", 1, 1, "9007199254740994"), ("0.30000000000000004", 1, 0.1, "0.40000000000000004"),
  ])
  func stepsWithoutNoise(text: String, count: Int, step: Double, result: String) {
    #expect(stepped(text, NumberRange(), by: count, step: step) == result)
  }

  @Test func stepsEndWhereTheRangeEnds() {
    #expect(stepped("299.5", Self.timeout, by: 1) == "300")
    #expect(stepped("295", Self.timeout, by: 10) == "300")
    #expect(stepped("300", Self.timeout, by: 1) == "300")
    #expect(stepped("1", Self.timeout, by: -10) == "1")
    // An end that is not allowed is never reached.
    #expect(stepped("0.01", Self.share, by: -1, step: 0.01) == "0.01")
    #expect(stepped("0.5", NumberRange(0, excludesMinimum: true), by: -1) == "0.5")
    // From outside of the range a step leads into it, whichever way it goes.
    #expect(stepped("999", Self.timeout, by: -1) == "300")
    #expect(stepped("999", Self.timeout, by: 1) == "300")
    #expect(stepped("-5", Self.share, by: 1, step: 0.1) == "0.1")
    #expect(stepped("3.7", NumberRange(0, 10), by: 1, isInteger: true) == "4")
    #expect(stepped("9223372036854775807", NumberRange(1), by: 1, isInteger: true) == "9223372036854775807")
  }

  @Test func pagesAreTenStepsAndEndsAreEnds() {
    var editor = NumberEditor("30", range: Self.timeout)
    let moves: [(Movement, String)] = [
      (.up, "31"), (.pageUp, "41"), (.down, "40"), (.pageDown, "30"), (.last, "300"), (.first, "1"),
    ]
    for (movement, text) in moves {
      expectTaken(editor.move(movement))
      #expect(editor.text == text)
    }
    #expect(editor.value == 1)
    // Steps that follow one another are undone at once.
    expectTaken(editor.apply(.undo))
    #expect(editor.text == "30")
    #expect(!editor.isEdited)
    expectRefused(editor.apply(.undo))
    var open = NumberEditor("3", range: NumberRange(1))
    expectRefused(open.move(.last))
    #expect(open.text == "3")
  }

  @Test func whatIsTypedMayLeaveTheRange() {
    let editor = typed("0", in: NumberEditor("300", range: Self.timeout))
    #expect(editor.text == "3000")
    #expect(!editor.isInRange)
    #expect(NumberEditor("300", range: Self.timeout).isInRange)
    #expect(!NumberEditor("0", range: Self.share).isInRange)
    #expect(!NumberEditor("0x10").isInRange)
    #expect(!NumberEditor("inf").isInRange)
  }

  @Test func numbersAreWrittenPlainly() {
    for (value, text) in [(30.0, "30"), (0.11593, "0.11593"), (1e-5, "0.00001"), (-2.5, "-2.5"), (1e300, "1e+300")] {
      #expect(NumberEditor.text(of: value) == text)
    }
  }

  @Test(arguments: 1...40) func stepsNeverLeaveTheRangeAndLeadBack(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let isInteger = Bool.random(using: &random)
    let step: Double = isInteger ? 1 : ([0.01, 0.1, 0.25, 1, 3] as [Double]).randomElement(using: &random) ?? 1
    let low = Double(Int.random(in: -50...50, using: &random)) / (isInteger ? 1 : 10)
    let high = low + Double(Int.random(in: 1...400, using: &random)) / (isInteger ? 1 : 10)
    let range = NumberRange(
      Bool.random(using: &random) ? low : nil, Bool.random(using: &random) ? high : nil,
      excludesMinimum: Bool.random(using: &random), excludesMaximum: Bool.random(using: &random))
    let hundredths = Int.random(in: Int(low * 100)...Int(high * 100), using: &random)
    let start = isInteger ? String(hundredths / 100) : NumberEditor.text(of: Double(hundredths) / 100)
    var editor = NumberEditor(start, range: range, step: step, isInteger: isInteger)
    for _ in 0..<100 {
      let before = editor
      let count = Int.random(in: -12...12, using: &random)
      let wasIn = editor.isInRange
      editor.step(by: count)
      if editor.text != before.text || wasIn { #expect(editor.isInRange, "\(before.text) by \(count) in \(range)") }
      // A step that an end cut short does not lead back.
      guard wasIn, let value = before.value, let now = editor.value else { continue }
      let missing = abs(now - value) - Double(abs(count)) * step
      guard abs(missing) < 1e-9 else { continue }
      var back = editor
      back.step(by: -count)
      #expect(back.text == before.text, "\(count) of \(step)")
    }
  }
}
