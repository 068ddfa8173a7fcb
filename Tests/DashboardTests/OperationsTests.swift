import Events
import Monitoring
import Snapshots
import Testing

@testable import Dashboard

@Suite("The views that take operations apart")
struct OperationsTests {
  private func seat(_ keys: String..., rows: Int = 24) -> Operator {
    var seat = Operator(rows: rows)
    seat.answer()
    for key in keys { seat.press(key) }
    seat.answer()
    return seat
  }

  private func pointed(_ seat: Operator) -> String? { seat.lines.first { $0.hasPrefix("▸") } }

  @Test func operationsAreAskedForInTheirViewOnly() {
    var seat = seat()
    #expect(seat.requests.allSatisfy { $0.operations == nil })
    seat.press("4")
    #expect(seat.requests.last?.operations == OperationsQuery())
    seat.press("esc")
    #expect(seat.requests.last?.operations == nil)
  }

  @Test func theCursorHoldsTheOperationWhileNewOnesComeIn() throws {
    var seat = seat("4")
    seat.press("j", "j")
    let held = try #require(pointed(seat))
    let place = seat.lines.firstIndex(of: held)
    seat.answer(after: 5)
    #expect(pointed(seat) == held)
    #expect(seat.lines.firstIndex(of: held) == place)
    #expect(seat.state.operations.list.cursor.row > 2)
    seat.answer(after: 200)
    #expect(pointed(seat) == held)
    seat.press("g")
    seat.answer(after: 5)
    #expect(seat.state.operations.list.cursor.row == 0)
    #expect(pointed(seat) != held)
  }

  @Test func anOperationThatIsNoLongerKeptGivesItsPlaceToTheNextOlder() {
    var seat = seat("4")
    seat.press("G")
    #expect(seat.state.operations.list.cursor.row == 999)
    seat.answer(after: 60)
    #expect(seat.state.operations.list.cursor.row == 999)
    #expect(pointed(seat) != nil)
  }

  @Test func enterShowsTheOperationInFullAndItStays() throws {
    var seat = seat("4")
    seat.press("j", "j", "enter")
    #expect(seat.state.mode == .operation)
    let id = try #require(seat.state.operation?.record.operationID)
    seat.answer(after: 100)
    #expect(seat.lines.contains { $0.contains("operation_id") && $0.contains(id) })
    seat.answer(after: 10_000)
    #expect(seat.lines.contains { $0.contains("operation_id") && $0.contains(id) })
    seat.press("esc")
    #expect(seat.state.mode == .operations)
    seat.press("esc")
    #expect(seat.state.mode == .overview)
  }

  @Test func theNextOperationCanBeOpenedFromAnOpenOne() {
    var seat = seat("4")
    seat.press("enter")
    let first = seat.state.operation
    seat.press("j")
    #expect(seat.state.operation != first)
    #expect(seat.state.mode == .operation)
    seat.press("k")
    #expect(seat.state.operation == first)
  }

  @Test func theListIsLimitedByWrapperTextAndFailure() {
    var seat = seat("4")
    seat.press("f")
    #expect(seat.requests.last?.operations?.failuresOnly == true)
    seat.answer()
    seat.press("w")
    let wrapper = seat.requests.last?.operations?.wrapper
    #expect(wrapper != nil)
    seat.answer()
    let records = seat.surroundings.snapshot?.operations ?? []
    #expect(!records.isEmpty && records.allSatisfy { $0.wrapperName == wrapper && !$0.status.isSuccess })
    seat.press("/")
    seat.type("nothing")
    #expect(seat.requests.last?.operations?.text == "nothing")
    seat.answer()
    #expect(seat.lines.contains { $0.contains("No operation matches") })
    seat.press("esc")
    #expect(seat.requests.last?.operations?.text == "")
    seat.press("w", "f")
    #expect(seat.requests.last?.operations == OperationsQuery())
  }

  @Test func oListsThoseOfTheWrapperAndEscapeGoesBackToItsDetail() {
    var seat = seat()
    seat.press("j", "enter", "o")
    #expect(seat.requests.last?.operations?.wrapper == "support-bot")
    #expect(seat.lines[3].contains("support-bot > operations"))
    seat.press("esc")
    #expect(seat.state.mode == .detail)
    #expect(seat.selected == "support-bot")
  }

  @Test func aHeldPictureFiltersItsOperationsItself() {
    var seat = seat("4")
    seat.press("space", "f")
    #expect(seat.lines.contains { $0.contains("TIMEOUT") })
    #expect(!seat.lines.contains { $0.contains("● OK") })
    seat.press("f", "/")
    seat.type("LOW_CONF")
    #expect(seat.lines.filter { $0.contains("FALLBACK ") }.count > 5)
  }

  @Test(arguments: [
    ("429", true), ("rate LIMIT", true), ("chat", true), ("op-17", true), ("error", true), ("gpt-l", true),
    ("tokens", true), ("2071.5", false), ("bot", true), ("429x", false), ("low_confidence", false),
  ])
  func textIsFoundInAnyField(text: String, isFound: Bool) {
    var record = OperationRecord(
      operationID: "op-17", wrapperName: "support-bot", operationType: "chat", start: nil, end: Scene.now,
      durationMs: 3, status: .error, fallbackUsed: false, errorMessage: "Rate limit", errorCode: "HTTP_429")
    record.metrics = [
      MetricValue(name: "model", isCustom: true, value: .text("gpt-large")),
      MetricValue(name: "tokens", isCustom: true, value: .number(2071.5)),
    ]
    #expect(OperationsQuery(text: text).matches(record) == isFound)
  }

  @Test func breakdownsAreAskedForWhereTheyAreLookedAt() {
    var seat = seat()
    seat.press("j", "5")
    #expect(seat.scopes.last?.breakdown == .some(["support-bot"]))
    seat.press("j")
    #expect(seat.scopes.last?.breakdown == .some(["rag-search"]))
    seat.press("6")
    #expect(seat.scopes.last?.breakdown == .some(["rag-search"]))
    seat.press("esc")
    #expect(seat.scopes.last?.breakdown == .some([]))
    #expect(seat.selected == "rag-search")
  }

  @Test(arguments: ["5", "6"]) func theViewsOfAWrapperScrollToTheirEndAndNoFurther(key: String) {
    var seat = seat(key, rows: 12)
    for _ in 0..<20 { seat.press("pgdn") }
    let end = seat.lines
    seat.press("pgdn")
    #expect(seat.lines == end)
    for _ in 0..<20 { seat.press("pgup") }
    #expect(seat.lines != end)
    #expect((seat.state.pane(MetricsPane.self)?.scroll.offset.line ?? 0) == 0)
    #expect((seat.state.pane(GroupsPane.self)?.scroll.offset.line ?? 0) == 0)
  }

  @Test func trendsAreAskedForInSightAndAllInTheirView() {
    var seat = seat()
    #expect(seat.scopes.last?.trends == .some(Set(seat.listed.prefix(12))))
    seat.press("7")
    #expect(seat.scopes.last?.trends == .all)
  }

  @Test func whatHasGotWorseComesFirstAndOpensItsWrapper() {
    var seat = seat("7")
    let rows = TrendRow.rows(seat.surroundings.snapshot)
    #expect(rows.map(\.trend.isRegression) == Array(repeating: true, count: 7) + [false])
    seat.press("j", "enter")
    #expect(seat.state.mode == .detail)
    #expect(seat.selected == "support-bot")
  }

  @Test func aTrendOfAWrapperThatIsFilteredAwayCanBeOpened() {
    var seat = seat()
    seat.press("/")
    seat.type("embed")
    seat.press("enter", "7")
    seat.answer()
    seat.press("enter")
    #expect(seat.selected == "support-bot")
    #expect(seat.state.listing.filter.isEmpty)
  }

  @Test func aRegressionShowsBesideItsFigure() {
    let line = seat().lines.first { $0.contains("support-bot") } ?? ""
    #expect(line.contains("9.6↑"))
    #expect(line.contains("9.3s↑"))
    #expect(!line.contains("21.0↑"))
  }
}

@Suite("Changes")
struct ChangeTests {
  @Test(arguments: [
    (Measure.rate, 0.012, "+1.2"), (.rate, -0.3, "-30"), (.rate, 0.0001, "+<.1"), (.rate, 0, "="),
    (.duration, 42, "+42ms"), (.duration, -350, "-.35s"), (.duration, 1_240, "+1.2s"), (.duration, 61_000, "+1m"),
    (.duration, 0.2, "+<1ms"), (.money, 12.3, "+$12.30"), (.money, -1_234, "-$1,234"), (.money, 118.2, "+$118"),
    (.count, 312, "+312"), (.count, -1_240, "-1.2k"), (.count, 0.4, "+0.4"), (.tiny, 6, "+6"), (.score, -0.12, "-.12"),
    (.score, 1, "+1"), (.score, 0.001, "<.01"), (.score, -0.35, "-.35"), (.number, -0.25, "-0.250"),
    (.number, 1_204, "+1,204"),
    (.number, .infinity, "-"),
  ])
  func readWithTheirSign(measure: Measure, delta: Double, text: String) { #expect(measure.change(delta) == text) }

  @Test(arguments: [
    (0, "0"), (0.042, "0.042"), (-3.14159, "-3.14"), (14.52, "14.5"), (1_204, "1,204"), (0.0001, "<0.001"),
    (-0.0001, ">-0.001"), (128_000, "128k"), (12, "12"), (1e300, ">999P"), (.nan, "-"),
  ])
  func numbersOfUnknownUnitAreShort(value: Double, text: String) { #expect(CompactFigure.number(value) == text) }

  @Test func nothingIsWiderThanItsColumn() {
    var value = 0.000_001
    while value < 1e18 {
      #expect(Measure.rate.change(min(value, 1)).utf8.count <= 4)
      #expect(Measure.duration.change(min(value, 1e14)).utf8.count <= 5)
      #expect(Measure.money.change(-value).utf8.count <= 7)
      #expect(Measure.count.change(value).utf8.count <= 5)
      #expect(Measure.tiny.change(value.rounded()).utf8.count <= 4)
      #expect(Measure.score.change(min(value, 1)).utf8.count <= 4)
      #expect(Measure.number.change(-value).utf8.count <= 7)
      value *= 1.07
    }
  }
}
