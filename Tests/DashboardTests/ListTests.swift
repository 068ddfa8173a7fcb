import Monitoring
import Testing

@testable import Dashboard

@Suite("Sorting and filtering the list")
struct ListTests {
  @Test func worstComesFirstAndIdleLast() {
    let seat = Operator()
    #expect(seat.listed.prefix(5) == ["router", "support-bot", "rag-search", "summarize-v2", "translate"])
    #expect(seat.listed.suffix(2) == ["newsletter", "ocr-batch"])
  }

  @Test func equalScoresAreInTheOrderOfNames() {
    let seat = Operator()
    let healthy = seat.listed.dropFirst(7).prefix(3)
    #expect(Array(healthy) == ["codegen", "embed", "moderation"])
  }

  @Test func reversedKeepsIdleWrappersLast() {
    var seat = Operator()
    seat.press("r")
    #expect(seat.listed.first == "codegen")
    #expect(Set(seat.listed.suffix(2)) == ["newsletter", "ocr-batch"])
    seat.press("r")
    #expect(seat.listed.first == "router")
  }

  @Test(arguments: [
    ("2", "checkout-copy", "translate"), ("4", "support-bot", ""), ("5", "router", ""), ("6", "codegen", ""),
    ("7", "moderation", ""), ("8", "codegen", ""), ("9", "codegen", ""),
  ])
  func digitsPickTheColumn(digit: String, first: String, last: String) {
    var seat = Operator()
    seat.press("s", digit)
    #expect(seat.state.mode.isView)
    #expect(seat.listed.first == first)
    if !last.isEmpty { #expect(seat.listed.last == last) }
  }

  /// Quantiles are worked out for the rows on the screen only, as long as no one sorts or filters by them.
  @Test(arguments: [["s", "6"], ["/", "p95>1"]]) func aCrowdIsOrderedByTheQuantilesOfAll(keys: [String]) throws {
    func known(_ seat: Operator) -> Int {
      seat.surroundings.snapshot?.monitor.wrappers.count { $0.range.p95Ms != nil } ?? 0
    }
    var seat = Operator(.fiveHundred)
    seat.answer()
    #expect((1..<50).contains(known(seat)))
    seat.press(keys[0])
    seat.type(keys[1])
    seat.answer(after: 1)
    #expect(known(seat) == 500)
    #expect(seat.listed.count == 500)
  }

  @Test func chooserTakesTheColumnUnderItsCursor() {
    var seat = Operator()
    seat.press("s", "j", "enter")
    #expect(seat.state.listing.order.column == .name)
    seat.press("s", "j", "esc")
    #expect(seat.state.listing.order.column == .name)
    #expect(seat.state.mode.isView)
  }

  @Test func everyColumnHasAKeyOfItsOwn() {
    #expect(Set(SortColumn.allCases.map(\.key)).count == SortColumn.allCases.count)
  }

  @Test func filterActsAsItIsTyped() {
    var seat = Operator()
    seat.press("/")
    seat.type("SUM")
    #expect(seat.listed == ["summarize-v2"])
    seat.press("backspace", "backspace", "backspace")
    #expect(seat.listed.count == 12)
    seat.type("code")
    seat.press("enter")
    #expect(seat.state.mode.isView)
    #expect(seat.listed == ["codegen"])
    seat.press("esc")
    #expect(seat.listed.count == 12)
  }

  @Test func escapeWhileTypingClears() {
    var seat = Operator()
    seat.press("/")
    seat.type("zzz")
    #expect(seat.listed.isEmpty)
    #expect(seat.selected == nil)
    seat.press("esc")
    #expect(seat.listed.count == 12)
    #expect(seat.selected == "router")
  }

  @Test func pastedTextIsTypedWithoutControls() throws {
    var seat = Operator()
    #expect(seat.state.action(forPasted: "x") == nil)
    seat.press("/")
    let action = try #require(seat.state.action(forPasted: "err>5\n\u{1B}p95>8000"))
    seat.perform(action)
    #expect(seat.state.listing.filter.text == "err>5 p95>8000")
    #expect(seat.listed == ["support-bot"])
  }

  @Test(arguments: [
    ("err>5", ["support-bot", "summarize-v2"]), ("err>=9.5 err<9.6", ["support-bot"]),
    ("p95>7000 !state:critical", ["codegen", "summarize-v2"]), ("fb>20 !support", ["rag-search", "router"]),
    ("idle", ["newsletter", "ocr-batch"]),
    ("!idle state:healthy", ["checkout-copy", "classify-mail", "codegen", "embed", "moderation"]),
    ("STATE:Critical", ["rag-search", "router", "support-bot"]), ("ops>20", ["moderation"]),
    ("cost>100", ["codegen", "summarize-v2"]), ("active>0", ["codegen", "rag-search", "support-bot"]),
    ("score<0.3", ["router"]), ("ok<50", ["router"]), ("s r b", ["support-bot"]), ("a:b", []),
  ])
  func termsFilter(text: String, expected: [String]) {
    let filter = Filter(text)
    #expect(filter.problem == nil)
    let found = Scene.dozen.first.monitor.wrappers.filter(filter.matches).map(\.name)
    #expect(Set(found) == Set(expected))
  }

  @Test(arguments: [
    ("err>", "err> wants a number in percent"), ("p95>x", "p95> wants a number in milliseconds"),
    ("state:bad", "state: wants critical unhealthy degraded healthy idle"), ("!", "! wants a term"),
    ("err>nan", "err> wants a number"),
  ])
  func whatIsWrongWithAFilterIsSaid(text: String, problem: String) throws {
    let filter = Filter(text)
    #expect(try #require(filter.problem).hasPrefix(problem))
    #expect(filter.isEmpty)
  }
}

@Suite("Pieces of names")
struct NamePieceTests {
  @Test(arguments: [
    ("Support-Bot", "PORT-b", true), ("Support-Bot", "botx", false), ("a", "ab", false), ("要約サービス", "サー", true),
    ("ÉMBED", "émb", true), ("ÉMBED", "mbed", true), ("", "a", false), ("x@y[z", "@Y[", true), ("x`", "X@", false),
  ])
  func areFoundInAnyCase(name: String, piece: String, isFound: Bool) {
    #expect(Filter(piece).matches(.new(name, score: 1)) == isFound)
  }
}
