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
    seat.press("e", "enter", "alt-a")
    seat.type("800")
    seat.press("enter")
    seat.go(to: "timeout_seconds")
    seat.press("enter", "alt-a")
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
      seat.press("e", "enter")
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
      seat.press("e", "enter")
    }
  }
  @Test func anEntry() {
    expect("form-entry") { seat in
      Self.change(&seat)
      seat.go(to: FieldPath(["domain_routing_overrides", "law", "threshold"]))
      seat.press("a", "enter")
      seat.type("law")
    }
  }
  @Test func theQuestionBeforeAnEntry() {
    expect("form-entry-question", sizes: [(80, 24)]) { seat in
      Self.change(&seat)
      seat.go(to: FieldPath(["domain_routing_overrides", "law", "threshold"]))
      seat.press("a")
    }
  }
  @Test func anEmptyField() {
    expect("form-none") { seat in
      seat.press("c")
      seat.go(to: "monthly_budget")
      seat.press("e", "ctrl-n")
      seat.wait(seconds: 5)
    }
    expect("form-none-review", sizes: [(80, 24)]) { seat in
      seat.press("c")
      seat.go(to: "monthly_budget")
      seat.press("e", "ctrl-n", "ctrl-s")
    }
  }
  @Test func theSearch() {
    expect("form-search") { seat in
      Self.change(&seat)
      seat.press("/")
      seat.type("api_key")
    }
  }

  private static let exposed = "sk-proj-0123456789abcdefghijABCDEF"

  @Test func whatLooksLikeASecret() {
    expect("form-exposed-typing", sizes: [(120, 36)]) { seat in
      seat.press("c")
      seat.go(to: "weak_model")
      seat.press("e", "enter", "alt-a")
      seat.type(Self.exposed)
    }
    expect("form-exposed") { seat in
      seat.press("c")
      seat.go(to: "weak_model")
      seat.press("e", "enter", "alt-a")
      seat.type(Self.exposed)
      seat.press("enter")
    }
    expect("form-exposed-review") { seat in
      seat.press("c")
      seat.go(to: "weak_model")
      seat.press("e", "enter", "alt-a")
      seat.type(Self.exposed)
      seat.press("enter", "ctrl-s", "y")
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
      seat.press("ctrl-s", "y")
      seat.wait(seconds: 5)
    }
  }
  @Test func conflict() {
    expect("form-conflict", sizes: [(80, 24), (120, 36), (60, 15)]) { seat in
      seat.press("c")
      seat.go(to: "daily_budget")
      seat.press("e", "enter", "alt-a")
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
      seat.press("e", "enter")
      seat.type("hunter2")
      seat.press("enter", "ctrl-s", "y")
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
    // What is taken back was a value of wraptop's, or none, so that that of the file shows again.
    for (name, old) in [("form-rollback", FieldValue.number(120)), ("form-rollback-unset", nil)] {
      expect(name, sizes: [(80, 24)]) { seat in
        seat.press("c", "H")
        seat.perform(.configurationReply(.history(wrapper: "router", records: [Sample.record(12, old: old)])))
        seat.press("b")
      }
    }
    expect("form-history-unset", sizes: [(80, 24), (120, 36)]) { seat in
      seat.press("c", "H")
      let records = [Sample.record(12, old: nil), Sample.record(11, "oauth_client_id", old: nil, new: .text("me"))]
      seat.perform(.configurationReply(.history(wrapper: "router", records: records)))
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
