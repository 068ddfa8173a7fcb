import Canvas
import Configuration
import Testing

@testable import Dashboard

/// The screens of the form, its dialogs, the history and new wrappers.
@Suite("Screens of the form")
struct FormScreenTests {
  private static let two = [(80, 24), (120, 36)]
  private static let small = [(60, 15), (40, 8)]

  /// The support bot with two changes, the cursor on the second.
  private static func change(_ seat: inout Operator) {
    seat.press("c")
    seat.go(to: "monthly_budget")
    seat.press("e", "alt-a")
    seat.type("800")
    seat.press("enter")
    seat.go(to: "timeout_seconds")
    seat.press("e", "alt-a")
    seat.type("60")
    seat.press("enter")
  }

  private func expect(
    _ name: String, ascii: Bool = false, sizes: [(Int, Int)] = FormScreenTests.two,
    _ prepare: (inout Operator) -> Void
  ) {
    expectScreens(name, Sample.with(Sample.editable), ascii: ascii, sizes: sizes, prepare)
  }

  private func expectEditing(_ name: String, _ path: FieldPath, _ text: String? = nil, sizes: [(Int, Int)] = two) {
    expect(name, sizes: sizes) { seat in
      seat.press("c")
      seat.go(to: path)
      seat.press("e")
      if let text {
        seat.press("alt-a")
        seat.type(text)
      }
    }
  }

  @Test func atRest() {
    expect("form", ascii: true, sizes: [(80, 24), (120, 36), (200, 60)]) { Self.change(&$0) }
    expect("form-small", sizes: Self.small) { Self.change(&$0) }
  }
  @Test func aNumber() { expectEditing("form-number", "daily_budget", sizes: [(80, 24), (120, 36), (200, 60)]) }
  @Test func aChoice() { expectEditing("form-choice", "auth_type") }
  @Test func aText() { expectEditing("form-text", "api_endpoint") }
  @Test func aSecret() { expectEditing("form-secret", "api_key", "hunter2") }
  @Test func anError() { expectEditing("form-error", "daily_budget", "0", sizes: [(80, 24), (120, 36), (60, 15)]) }
  @Test func anErrorBetweenFields() { expectEditing("form-error-between", "monthly_budget", "2") }
  @Test func aFlag() {
    expect("form-flag") { seat in
      seat.press("c")
      seat.go(to: "enabled")
      seat.press("e")
    }
  }
  @Test func anEntry() {
    expect("form-entry") { seat in
      Self.change(&seat)
      seat.press("a")
      seat.type("law")
    }
  }
  @Test func review() {
    expect("form-review", ascii: true, sizes: [(80, 24), (120, 36), (200, 60)]) { seat in
      Self.change(&seat)
      seat.press("ctrl-s")
      seat.type("quarter")
    }
    expect("form-review-small", sizes: Self.small) { seat in
      Self.change(&seat)
      seat.press("ctrl-s", "down")
    }
  }
  @Test func writing() {
    expect("form-writing", sizes: [(80, 24)]) { seat in
      Self.change(&seat)
      seat.press("ctrl-s", "enter")
      seat.wait(seconds: 5)
    }
  }
  @Test func conflict() {
    expect("form-conflict", sizes: [(80, 24), (120, 36), (60, 15)]) { seat in
      seat.press("c")
      seat.go(to: "daily_budget")
      seat.press("e", "alt-a")
      seat.type("7")
      seat.press("enter")
      seat.take(Sample.editable(budget: 6, version: "b"))
      seat.wait(seconds: 5)
    }
  }
  @Test func passphrase() {
    expect("form-passphrase") { seat in
      seat.press("c")
      seat.go(to: "api_key")
      seat.press("e")
      seat.type("hunter2")
      seat.press("enter", "ctrl-s", "enter")
      seat.perform(.configurationReply(.needsPassphrase(isNew: false, isWrong: true)))
      seat.type("abc")
    }
  }
  @Test func leaving() {
    expect("form-leaving") { seat in
      Self.change(&seat)
      seat.press("esc")
    }
  }
  @Test func history() {
    expect("form-history", ascii: true, sizes: [(80, 24), (120, 36), (200, 60)]) { seat in
      seat.press("c", "H")
      seat.perform(.configurationReply(.history(wrapper: "router", records: Sample.records)))
      seat.press("j")
    }
    expect("form-history-open", sizes: [(80, 24)]) { seat in
      seat.press("c", "H")
      seat.perform(.configurationReply(.history(wrapper: "router", records: Sample.records)))
      seat.press("j", "enter")
    }
    expect("form-rollback", sizes: [(80, 24)]) { seat in
      seat.press("c", "H")
      seat.perform(.configurationReply(.history(wrapper: "router", records: Sample.records)))
      seat.press("b")
    }
  }
  @Test func newWrappers() {
    expect("form-name", sizes: [(80, 24)]) { seat in
      seat.press("c", "n")
      seat.type("new-bot")
    }
    expect("form-kinds", sizes: [(80, 24), (120, 36), (60, 15), (40, 8)]) { seat in
      seat.press("c", "n")
      seat.type("new-bot")
      seat.press("enter", "j")
    }
    expect("form-new", sizes: Self.two) { seat in
      seat.press("c", "n")
      seat.type("new-bot")
      seat.press("enter", "j", "enter")
    }
  }
}
