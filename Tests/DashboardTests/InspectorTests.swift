import Canvas
import Configuration
import Testing

@testable import Dashboard

@Suite("The inspector of configurations")
struct InspectorTests {
  private func seat(_ keys: String...) -> Operator {
    var seat = Operator(Sample.configured)
    for key in keys { seat.press(key) }
    return seat
  }

  private func names(_ seat: Operator) -> [String] {
    seat.state.fields.content.rows.compactMap { $0.field?.path.description }
  }

  private func chosen(_ seat: Operator) -> String? { seat.state.fields.cursor.selection?.description }

  @Test(arguments: ["overview", "detail", "metrics", "groups"])
  func opensOnTheChosenWrapperAndLeadsBack(from place: String) {
    var seat = seat("j")
    let wrapper = seat.selected
    switch place {
    case "detail": seat.press("enter")
    case "metrics": seat.press("5")
    case "groups": seat.press("6")
    default: break
    }
    let before = seat.state.mode
    seat.press("c")
    #expect(seat.state.mode == .inspector)
    #expect(seat.state.fields.wrapper == wrapper)
    seat.press("esc")
    #expect(seat.state.mode == before)
    #expect(seat.selected == wrapper)
  }

  @Test func opensOnTheWrapperThatCostsAreShownOf() {
    var seat = Operator(Sample.with(Sample.configuration, .budgets))
    seat.press("$")
    seat.answer()
    seat.press("j", "j")
    let row = seat.state.costs.budgets.row
    let wrapper = CostsContent(seat.state.costs, seat.surroundings.snapshot).budgets()[row].wrapper
    seat.press("c")
    #expect(wrapper != nil)
    #expect(seat.state.fields.wrapper == wrapper)
    seat.press("esc")
    #expect(seat.state.view == CostsPane.id)
  }

  @Test func theKeysOfViewsLeadThereAndOnFromThere() {
    var seat = seat("9")
    #expect(seat.state.view == InspectorPane.id)
    seat.press("5")
    #expect(seat.state.view == MetricsPane.id)
    seat.press("8", "tab")
    #expect(seat.state.view == InspectorPane.id)
    #expect(seat.state.fields.wrapper == seat.selected)
    seat.press("1")
    #expect(seat.state.view == OverviewPane.id)
  }

  @Test func theCursorStandsOnFieldsOnly() {
    var seat = seat("c")
    let count = names(seat).count
    #expect(count > 40)
    var visited: [String] = []
    for _ in 0..<count {
      let row = seat.state.fields.cursor.row
      #expect(seat.state.fields.content.rows[row].isField)
      visited.append(seat.state.fields.content.rows[row].field?.path.description ?? "")
      seat.press("j")
    }
    #expect(visited == names(seat))
    seat.press("g")
    #expect(seat.state.fields.cursor.top == 0)
    seat.press("G")
    #expect(chosen(seat) == names(seat).last)
  }

  @Test func pagesLeadFromOneEndToTheOther() {
    var seat = seat("c")
    var seen = 0
    while chosen(seat) != names(seat).last, seen < 20 {
      seat.press("pgdn")
      seen += 1
    }
    #expect(chosen(seat) == names(seat).last)
    for _ in 0..<seen { seat.press("pgup") }
    #expect(chosen(seat) == names(seat).first)
  }

  @Test func everyFieldOfTheKindIsListedInItsGroup() {
    let seat = seat("c")
    let content = seat.state.fields.content
    #expect(content.kind.name == "routellm")
    let groups = content.rows.compactMap { row -> FieldGroup? in if case .group(let group) = row { group } else { nil }
    }
    #expect(groups == [.base, .budget, .externalTool, .routing])
    for leaf in content.kind.leaves { #expect(names(seat).contains(leaf.path.description)) }
    #expect(names(seat).contains("domain_routing_overrides.law.example.threshold"))
    #expect(content.fieldCount == names(seat).count)
  }

  @Test func messagesStandBelowTheirField() throws {
    let rows = seat("c").state.fields.content.rows
    let place = try #require(rows.firstIndex { $0.field?.path == "daily_budget" })
    guard case .message(let finding) = rows[place + 1] else {
      Issue.record("no message below daily_budget")
      return
    }
    #expect(finding.message.hasPrefix("must not be above monthly_budget"))
    #expect(rows[place].field?.severity == .error)
    #expect(rows.first { $0.field?.path == "max_retry_attempts" }?.field?.severity == .warning)
  }

  @Test func aTableWithoutEntriesIsTold() throws {
    var state = Sample.configuration
    state.resolved.wrappers["router"]?.given = [:]
    var seat = Operator(Sample.with(state))
    seat.press("c")
    #expect(
      seat.state.fields.content.rows.contains(.whole(name: "domain_routing_overrides", depth: 0, remark: "none")))
  }

  @Test func searchesNamesDescriptionsAndValues() {
    var seat = seat("c", "/")
    seat.type("GPT-4O")
    #expect(names(seat).isEmpty)
    seat.press("ctrl-u")
    seat.type("gpt-5")
    #expect(names(seat) == ["strong_model"])
    seat.press("ctrl-u")
    seat.type("hard")
    #expect(names(seat).contains("strong_model"))
    seat.press("ctrl-u")
    seat.type("thresholds.w")
    #expect(names(seat) == ["budget_alert_thresholds.warning"])
    seat.press("enter")
    #expect(seat.state.mode == .inspector)
    seat.press("esc")
    #expect(names(seat).count > 40)
    #expect(seat.state.view == InspectorPane.id)
    seat.press("esc")
    #expect(seat.state.view == OverviewPane.id)
  }

  @Test func theCursorStaysWithItsFieldWhenTheListChanges() {
    var seat = seat("c", "/")
    seat.type("monthly")
    seat.press("enter")
    #expect(seat.state.fields.content.field(at: seat.state.fields.cursor.row)?.path == "monthly_budget")
    seat.press("j", "esc")
    #expect(chosen(seat) == "monthly_budget")
    #expect(seat.state.fields.content.field(at: seat.state.fields.cursor.row)?.path == "monthly_budget")
  }

  @Test func listsWhatIsSetOnly() {
    var seat = seat("c", "f")
    #expect(names(seat).contains("daily_budget"))
    // Nothing sets it, but something is wrong with it.
    #expect(names(seat).contains("oauth_client_id"))
    #expect(!names(seat).contains("fallback_enabled"))
    seat.press("f")
    #expect(names(seat).contains("fallback_enabled"))
  }

  @Test func goesToTheFieldOfAFindingInAnyWrapper() {
    var seat = seat("c", "/")
    seat.type("nothing of that name")
    seat.press("enter", "l", "l", "G")
    #expect(seat.state.inspector.section == .findings)
    let content = seat.state.fields.content
    #expect(content.findings[seat.state.inspector.findings.row].finding.wrapper == nil)
    seat.press("enter")
    #expect(seat.effects == [.beep])
    seat.press("k", "enter")
    #expect(seat.state.fields.wrapper == "summarize-v2")
    #expect(seat.selected == "summarize-v2")
    #expect(seat.state.inspector.section == .fields)
    #expect(chosen(seat) == "webhook_token")
    #expect(seat.state.fields.search.isEmpty)
  }

  @Test func findingsOfTheWrapperComeFirstAndErrorsBeforeWarnings() {
    var seat = Operator(Sample.with(Sample.brokenFile))
    seat.press("c")
    let findings = seat.state.fields.content.findings
    #expect(
      findings.map(\.scope) == Array(repeating: .rejected, count: 3) + Array(repeating: .wrapper, count: 3)
        + Array(repeating: .elsewhere, count: 3))
    #expect(
      findings.map(\.finding.severity) == [
        .error, .error, .warning, .error, .error, .warning, .error, .error, .warning,
      ])
  }

  @Test func goesToTheFieldOfAVariable() {
    let seat = seat("c", "l", "l", "l", "G", "enter")
    #expect(seat.state.fields.wrapper == "rag-search")
    #expect(chosen(seat) == "max_connections")
  }

  @Test func goesAlongTheListOfWrappers() {
    var seat = seat("c")
    let listed = seat.listed
    for wrapper in listed.dropFirst() {
      seat.press("J")
      #expect(seat.state.fields.wrapper == wrapper)
    }
    seat.press("J")
    #expect(seat.effects == [.beep])
    seat.press("K")
    #expect(seat.state.fields.wrapper == listed[listed.count - 2])
  }

  @Test func theCursorStaysAtTheFieldInTheNextWrapper() {
    var seat = seat("c", "j", "j", "j")
    let field = chosen(seat)
    seat.press("J")
    #expect(chosen(seat) == field)
    #expect(seat.state.fields.content.field(at: seat.state.fields.cursor.row)?.path.description == field)
  }

  @Test func takesOverAnotherConfigurationAtOnce() {
    var seat = Operator(Sample.configured, columns: 120, rows: 36)
    seat.press("c")
    var state = Sample.configuration
    state.generation += 1
    state.resolved.wrappers["router"]?.given["daily_budget"] = [
      GivenValue(.override, .option("--set router.daily_budget"), .number(7))
    ]
    seat.change { $0.configuration = state }
    let field = seat.state.fields.content.rows.first { $0.field?.path == "daily_budget" }
    #expect(field?.field?.resolved.value == .number(7))
    #expect(seat.lines.contains { $0.contains("daily_budget") && $0.contains("$7") && $0.contains("override") })
  }

  @Test func isOfThePresentWhileThePictureIsHeld() {
    var seat = seat("space", "c")
    var state = Sample.configuration
    state.generation += 1
    state.resolved.wrappers["router"]?.given["enabled"] = nil
    seat.change { $0.configuration = state }
    #expect(seat.state.pause != nil)
    #expect(seat.state.fields.content.rows.first { $0.field?.path == "enabled" }?.field?.isChanged == false)
  }

  @Test func aWrapperWithoutConfigurationShowsTheDefaults() {
    var seat = seat("G", "c")
    #expect(!seat.state.fields.content.isConfigured)
    #expect(seat.state.fields.content.kind.name == "external")
    #expect(names(seat).count > 20)
    seat.press("f")
    #expect(names(seat).isEmpty)
  }

  @Test func noSecretIsOnAnyScreen() {
    var seat = seat("c")
    for _ in names(seat) {
      #expect(
        !seat.lines.contains { $0.contains("oauth_client_secret") && !$0.contains("********") && $0.contains("file") })
      seat.press("j")
    }
    #expect(seat.screen().plainText.contains("domain_routing_overrides"))
  }

  @Test(arguments: ["fields", "field", "findings", "variables", "files"])
  func hostileTextsReachNoCell(section: String) {
    var seat = Operator(Sample.hostileConfiguration, columns: 120, rows: 36)
    seat.press("c", "G")
    while seat.state.inspector.section.rawValue != section { seat.press("l") }
    let forbidden: Set<Unicode.Scalar> = ["\u{1B}", "\u{7}", "\u{202E}"]
    for cell in seat.screen().cells { #expect(!forbidden.contains(cell.scalar)) }
  }

  @Test func tenThousandWrappersAreNoBurden() {
    var seat = Operator(Sample.tenThousand)
    seat.press("c", "l", "l")
    let clock = ContinuousClock()
    let time = clock.measure {
      for _ in 0..<20 {
        seat.press("pgdn")
        _ = seat.screen()
      }
    }
    #expect(seat.state.fields.content.findings.count == 10_000)
    #expect(seat.state.inspector.findings.row > 0)
    // A frame must not take 50 ms; unoptimized code is given ten times that.
    #expect(time < .seconds(10))
  }
}
