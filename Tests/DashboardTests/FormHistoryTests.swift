import Canvas
import Configuration
import Testing

@testable import Dashboard

@Suite("The history of a configuration, and wrappers that are new")
struct FormHistoryTests {
  private func history(_ records: [AuditRecord] = Sample.records) -> Operator {
    var seat = Operator.editing()
    seat.press("H")
    seat.perform(.configurationReply(.history(wrapper: "router", records: records)))
    return seat
  }

  @Test func isAskedForAndShown() {
    var seat = Operator.editing()
    seat.press("H")
    #expect(seat.effects == [.configure(.history(wrapper: "router"))])
    #expect(seat.state.mode == .history)
    #expect(seat.lines.contains { $0.contains("Reading the history") })
    seat.perform(.configurationReply(.history(wrapper: "rag-search", records: Sample.records)))
    #expect(seat.state.history?.records == nil)
    seat.perform(.configurationReply(.history(wrapper: "router", records: [])))
    #expect(seat.lines.contains { $0.contains("No change") })
    seat.press("enter", "b")
    #expect(seat.effects == [.beep])
    seat.press("esc")
    #expect(seat.state.mode == .inspector)
  }

  @Test func saysWhyItCannotBeRead() {
    var seat = Operator.editing()
    seat.press("H")
    seat.perform(.configurationReply(.failed("cannot read audit.jsonl: no permission; give it back")))
    #expect(seat.lines.contains { $0.contains("cannot be read") })
    #expect(seat.lines.contains { $0.contains("no permission") })
  }

  @Test func oneChangeIsShownInFull() {
    var seat = history()
    seat.press("j", "enter")
    #expect(seat.state.mode == .historyRecord)
    #expect(seat.lines.contains { $0.contains("uid 1000") })
    seat.press("j")
    #expect(seat.lines.contains { $0.contains("budget spent") })
    seat.press("esc", "esc")
    #expect(seat.state.mode == .inspector)
  }

  @Test func aChangeIsTakenBackWithAReason() {
    var seat = history()
    seat.press("b")
    #expect(seat.state.mode == .rollback)
    seat.press("enter")
    #expect(seat.effects == [.beep])
    seat.type("a silly slip")
    seat.press("enter")
    #expect(seat.effects == [.configure(.rollback(number: 12, reason: "a silly slip"))])
    seat.press("enter")
    #expect(seat.effects == [.beep])
    seat.press("esc")
    #expect(seat.state.mode == .rollback)
    seat.perform(.configurationReply(.written(records: [13])))
    #expect(seat.state.mode == .history)
    #expect(seat.effects == [.configure(.history(wrapper: "router"))])
    #expect(seat.message == "Change 12 is taken back (audit 13)")
  }

  @Test func whatStandsInTheWayOfARollbackIsTold() {
    var seat = history()
    seat.press("j", "b")
    #expect(seat.effects == [.beep])
    #expect(seat.message.contains("secret"))
    seat.press("G", "b")
    #expect(seat.message.contains("credential"))
    seat = history()
    seat.press("b", "y")
    seat.perform(.configurationReply(.conflict(current: [], versions: [:])))
    #expect(seat.state.mode == .history)
    #expect(seat.message.contains("was not taken back"))
    #expect(seat.form == nil)
    seat.press("b", "y")
    seat.perform(.configurationReply(.refused([Finding(.error, .standard, "would be too much")])))
    #expect(seat.message.contains("too much"))
    #expect(seat.state.mode == .history)
  }

  @Test func anAnswerToARollbackLeavesAFormAlone() {
    var seat = Operator.editing()
    seat.go(to: "daily_budget")
    seat.press("e", "enter", "alt-a")
    seat.type("7")
    seat.press("enter")
    for reply in [
      ConfigurationReply.written(records: [1]), .failed("no"), .conflict(current: [], versions: [:]), .refused([]),
      .needsPassphrase(isNew: false, isWrong: false),
    ] {
      seat.perform(.configurationReply(reply))
      #expect(seat.form?.draft.changes.count == 1)
      #expect(!seat.state.isAsked)
    }
  }

  // MARK: New wrappers

  @Test func aWrapperIsBegunByNameAndKind() {
    var seat = Operator.editing()
    seat.press("n")
    seat.press("enter")
    #expect(seat.effects == [.beep])
    seat.type("router")
    seat.press("enter")
    #expect(seat.effects == [.beep])
    #expect(seat.state.mode == .wrapperName)
    seat.press("ctrl-u")
    seat.type("new-bot")
    seat.press("enter")
    #expect(seat.state.mode == .wrapperKind)
    seat.press("j", "enter")
    #expect(seat.state.mode == .form)
    #expect(seat.form?.draft.isNew == true)
    #expect(seat.form?.draft.kind.name == "routellm")
    #expect(seat.state.fields.wrapper == "new-bot")
    seat.go(to: "api_endpoint")
    seat.press("enter")
    seat.type("https://example.com/")
    seat.press("ctrl-s")
    #expect(seat.state.mode == .review)
    seat.press("y")
    #expect(seat.written?.newKind == "routellm")
    #expect(seat.written?.changes.map(\.wrapper) == ["new-bot"])
  }

  @Test func oneThatOnlyEventsTellOfIsAskedForItsKind() {
    var seat = Operator(Sample.with(Sample.editable))
    seat.press("G", "c", "e")
    #expect(seat.state.mode == .wrapperKind)
    let name = seat.state.fields.wrapper
    seat.press("enter")
    #expect(seat.state.mode == .form)
    #expect(seat.form?.draft.wrapper == name)
    #expect(seat.form?.draft.newKind == "external")
    seat.press("esc")
    #expect(seat.state.mode == .inspector)
    seat.press("e", "esc")
    #expect(seat.state.mode == .inspector)
  }
}
