import Canvas
import Configuration
import Testing

@testable import Dashboard

@Suite("What comes of a form that was sent")
struct FormReplyTests {
  private func sent(_ text: String = "7") -> Operator {
    var seat = Operator.editing()
    seat.go(to: "daily_budget")
    seat.press("e", "enter", "alt-a")
    seat.type(text)
    seat.press("enter", "ctrl-s")
    seat.type("why")
    seat.press("enter")
    return seat
  }

  @Test func aRefusalLeadsToItsField() {
    var seat = sent()
    let finding = Finding(.error, .standard, wrapper: "router", path: "monthly_budget", "is too low")
    seat.perform(.configurationReply(.refused([finding])))
    #expect(seat.state.mode == .form)
    #expect(seat.form?.draft.changes.count == 1)
    #expect(seat.message.contains("is too low"))
    #expect(seat.state.fields.cursor.selection == "monthly_budget")
  }

  @Test func aFailureKeepsTheEdits() {
    var seat = sent()
    seat.perform(.configurationReply(.failed("cannot write runtime.json: disk full; make room\u{1B}[2J")))
    #expect(seat.state.mode == .form)
    #expect(seat.form?.sent == nil)
    #expect(seat.form?.draft.changes.count == 1)
    #expect(seat.message.contains("disk full") && !seat.message.unicodeScalars.contains("\u{1B}"))
    seat.press("ctrl-s", "enter")
    #expect(seat.written?.reason == "why")
  }

  @Test func aConflictShowsBothSidesOnceTheFileIsRead() {
    var seat = sent()
    seat.perform(.configurationReply(.conflict(current: [], versions: ["router": EntryVersion("b")])))
    #expect(seat.effects == [.configure(.reload)])
    #expect(seat.state.mode == .conflict)
    seat.press("ctrl-k")
    #expect(seat.state.mode == .conflict)
    seat.take(Sample.editable(budget: 6, version: "b"))
    #expect(seat.state.mode == .conflict)
    let text = seat.lines.joined(separator: "\n")
    for words in ["yours", "theirs", "began", "$7", "$6", "$5"] { #expect(text.contains(words)) }
    seat.press("ctrl-k")
    #expect(seat.state.mode == .review)
    #expect(seat.form?.reason == "why")
    seat.press("enter")
    #expect(seat.written?.versions == ["router": EntryVersion("b")])
    #expect(seat.written?.changes.map(\.old) == [.number(6)])
    #expect(seat.written?.changes.map(\.new) == [.number(7)])
  }

  @Test func theirsCanBeTaken() {
    var seat = sent()
    seat.perform(.configurationReply(.conflict(current: [], versions: ["router": EntryVersion("b")])))
    seat.take(Sample.editable(budget: 6, version: "b"))
    seat.press("ctrl-t")
    #expect(seat.state.mode == .inspector)
    #expect(seat.form == nil)
  }

  @Test func whatOthersChangeUnderAFormIsAskedAtOnce() {
    var seat = Operator.editing()
    seat.go(to: "daily_budget")
    seat.press("e", "enter", "alt-a")
    seat.type("7")
    seat.take(Sample.editable(budget: 6, version: "b"))
    #expect(seat.state.mode == .conflict)
    seat.press("esc")
    #expect(seat.state.mode == .form)
    // The same question is not asked again, another one is.
    seat.take(Sample.editable(budget: 6, version: "c"))
    #expect(seat.state.mode == .form)
    seat.take(Sample.editable(budget: 4, version: "d"))
    #expect(seat.state.mode == .conflict)
  }

  @Test func whatOthersChangeElsewhereIsTakenUnderTheEdits() {
    var seat = Operator.editing()
    seat.go(to: "monthly_budget")
    seat.press("e", "enter", "alt-a")
    seat.type("800")
    seat.take(Sample.editable(budget: 6, version: "b"))
    #expect(seat.state.mode == .formText)
    #expect(seat.message.contains("your edits are kept"))
    #expect(seat.form?.draft.version == EntryVersion("b"))
    seat.press("esc")
    #expect(seat.form?.draft.version == EntryVersion("b"))
    #expect(seat.form?.draft.isEdited == false)
  }

  @Test func anAnswerWithoutAConflictGoesOn() {
    var seat = sent()
    seat.perform(.configurationReply(.conflict(current: [], versions: ["router": EntryVersion("b")])))
    seat.take(Sample.editable(budget: 5, version: "b"))
    #expect(seat.state.mode == .form)
    seat.press("ctrl-s", "enter")
    #expect(seat.written?.versions == ["router": EntryVersion("b")])
  }

  // MARK: Secrets

  private static let secret = "hunter2-Zebra"

  private func withSecret() -> Operator {
    var seat = Operator.editing(columns: 120, rows: 36)
    seat.go(to: "api_key")
    seat.press("e", "enter")
    seat.type(Self.secret)
    return seat
  }

  private func expectHidden(_ seat: Operator, _ text: String, sourceLocation: Testing.SourceLocation = #_sourceLocation)
  {
    var dumped = ""
    dump(seat.state, to: &dumped)
    #expect(!dumped.contains(text), sourceLocation: sourceLocation)
    #expect(!"\(seat.state)".contains(text), sourceLocation: sourceLocation)
    #expect(!seat.lines.joined(separator: "\n").contains(text), sourceLocation: sourceLocation)
    for effect in seat.effects {
      #expect(!"\(effect)".contains(text) && !String(reflecting: effect).contains(text), sourceLocation: sourceLocation)
    }
  }

  @Test func aSecretIsNeverSeenAndGoesWithTheRequest() throws {
    var seat = withSecret()
    expectHidden(seat, Self.secret)
    seat.press("enter")
    expectHidden(seat, Self.secret)
    seat.press("ctrl-s")
    expectHidden(seat, Self.secret)
    #expect(seat.lines.contains { $0.contains("********") })
    seat.press("y")
    expectHidden(seat, Self.secret)
    let request = try #require(seat.written)
    #expect(request.secrets.count == 1)
    #expect(request.secrets.values.first?.withBytes { $0.elementsEqual(Self.secret.utf8) } == true)
    guard case .reference(.credential)? = request.changes.first?.new else {
      Issue.record("the layer is to hold a reference")
      return
    }
  }

  @Test func theStoreAsksForItsPassphrase() {
    var seat = withSecret()
    seat.press("enter", "ctrl-s", "y")
    seat.perform(.configurationReply(.needsPassphrase(isNew: false, isWrong: false)))
    #expect(seat.state.mode == .passphrase)
    seat.press("enter")
    #expect(seat.written == nil)
    seat.type("open-Sesame")
    expectHidden(seat, "open-Sesame")
    seat.press("enter")
    expectHidden(seat, "open-Sesame")
    #expect(seat.written?.passphrase?.withBytes { $0.elementsEqual("open-Sesame".utf8) } == true)
    seat.perform(.configurationReply(.needsPassphrase(isNew: false, isWrong: true)))
    #expect(seat.lines.contains { $0.contains("does not open") })
    seat.press("esc")
    #expect(seat.state.mode == .form)
    #expect(seat.form?.draft.changes.count == 1)
  }

  @Test func aNewStoreAsksTwice() {
    var seat = withSecret()
    seat.press("enter", "ctrl-s", "y")
    seat.perform(.configurationReply(.needsPassphrase(isNew: true, isWrong: false)))
    seat.type("first")
    seat.press("enter")
    #expect(seat.written == nil)
    seat.type("other")
    seat.press("enter")
    #expect(seat.written == nil)
    #expect(seat.lines.contains { $0.contains("not the same") })
    for _ in 0..<2 {
      seat.type("first")
      seat.press("enter")
    }
    #expect(seat.written?.passphrase != nil)
  }

  @Test func aReferenceIsTypedInPlaceOfASecret() {
    var seat = Operator.editing()
    seat.go(to: "api_key")
    seat.press("e", "enter")
    seat.type("${env:KEY}")
    seat.press("enter")
    #expect(seat.form?.draft.changes.map(\.new) == [.reference(.environment("KEY"))])
    #expect(seat.form?.draft.awaitedSecrets.isEmpty == true)
  }
}
