import Canvas
import Configuration
import Snapshots
import TestSupport
import Testing

@testable import Dashboard

/// Whole screens, each view once at 80x24, some on larger screens: how header, panes and footer go together. What a pane
/// shows in all its states is tested with the pane alone.
@Suite("Whole screens")
struct WholeScreenTests {
  /// Compares a screen with its golden file: `Golden/<name>-<size>-<glyphs>.txt`, the characters above, the styles below.
  private func expect(
    _ name: String, _ scene: Scene? = .budgets, _ columns: Int = 80, _ rows: Int = 24, glyphs: GlyphSet = .braille,
    sourceLocation: Testing.SourceLocation = #_sourceLocation, _ prepare: (inout Operator) -> Void = { _ in }
  ) {
    var seat = Operator(scene, columns: columns, rows: rows)
    prepare(&seat)
    let grid = seat.screen(glyphs)
    #expect(grid.size == Size(columns: columns, rows: rows), sourceLocation: sourceLocation)
    expectGolden(
      grid.plainText + "-- styles --\n" + grid.styleText, named: "\(name)-\(columns)x\(rows)-\(glyphs.rawValue)",
      sourceLocation: sourceLocation)
  }

  @Test func overview() {
    expect("overview") { $0.press("j") }
    expect("overview", glyphs: .ascii) { $0.press("j") }
    expect("overview", glyphs: .console) { $0.press("j") }
    expect("overview", .budgets, 120, 36) { $0.open("j") }
    expect("overview", .budgets, 200, 60) { $0.open("j") }
    expect("overview", .budgets, 60, 16) { $0.press("j") }
    expect("overview", .budgets, 40, 8) { $0.press("j") }
  }
  @Test func detail() {
    expect("detail") { $0.open("j", "enter") }
    expect("detail", .budgets, 120, 36) { $0.open("j", "enter") }
    expect("detail", .budgets, 200, 60, glyphs: .ascii) { $0.open("j", "enter") }
  }
  @Test func sources() {
    expect("sources", .troubled) { $0.press("2") }
    expect("sources", .troubled, 120, 36) { $0.press("2") }
  }
  @Test func rejected() { expect("rejected", .troubled) { $0.press("x", "j", "j") } }
  @Test func operations() {
    expect("operations") { $0.open("4") }
    expect("operations", .budgets, 120, 36) { $0.open("4") }
    expect("operation") { $0.open("4", "j", "j", "j", "enter") }
  }
  @Test func breakdowns() {
    expect("metrics") { $0.open("j", "5") }
    expect("groups") { $0.open("j", "6") }
    expect("groups", .budgets, 200, 60) { $0.open("j", "6") }
    expect("trends") { $0.open("7") }
  }
  @Test func costs() {
    expect("costs") { $0.open("$") }
    expect("costs", .budgets, 120, 36) { $0.open("$") }
    expect("costs", .budgets, 200, 60) { $0.open("$") }
    expect("cost-item") { $0.open("$", "l", "l", "enter") }
  }
  @Test func about() {
    expect("about") { seat in
      seat.press("0")
      seat.surroundings.screen = ScreenCounters()
      seat.answer { snapshot in
        var counters = CoreCounters()
        counters.uptime = .seconds(7_260)
        counters.residentBytes = 48 << 20
        counters.events = 1_234_567
        counters.eventsPerSecond = 613
        counters.applying.add(.microseconds(250))
        snapshot.counters = counters
      }
    }
  }

  @Test func alerts() {
    expect("alerts", .alerts) { $0.open("A", "j") }
    expect("alerts", .alerts, 120, 36) { $0.open("A", "h", "j") }
    expect("alerts", .alerts, 200, 60, glyphs: .ascii) { $0.open("A", "h") }
    expect("alerts", .alerts, 40, 12) { $0.open("A") }
    expect("alert", .alerts) { $0.open("A", "enter") }
    expect("alert-acknowledging", .alerts) {
      $0.open("A", "a")
      $0.type("a deploy")
    }
    expect("alert-silencing", .alerts) { $0.open("A", "j", "s", "l") }
    expect("alerts-overview", .alerts) { $0.open("j") }
    expect("alerts-detail", .mildAlerts, 120, 36) { $0.open("j", "enter") }
  }

  @Test func help() { expect("help") { $0.press("?") } }
  @Test func overlays() {
    expect("sort") { $0.press("s", "j", "j") }
    expect("filter") {
      $0.press("/")
      $0.type("err>5 state:")
    }
    expect("message") { $0.press("ctrl-c") }
  }

  @Test func states() {
    expect("empty", .empty)
    expect("starting", nil)
    expect("catching-up", .catchingUp)
    expect("paused") {
      $0.open("space")
      $0.receive(after: 12)
    }
    expect("past") {
      $0.open("j", "{", "{", "<")
      $0.wait(seconds: 3)
    }
    expect("past", .budgets, 120, 36) {
      $0.open("j", "{", "{", "<")
      $0.wait(seconds: 3)
    }
    expect("marked", .budgets, 120, 36) {
      $0.open("j", "m")
      $0.answer(after: 240)
    }
    expect("replay", Scene.dozen.with { $0.replay = .times(60) }, 120, 36)
    expect("store-failing", Scene.dozen.with { $0.storage = SourceSamples.failing })
    expect("too-small", .budgets, 39, 24)
    expect("too-small", .budgets, 1, 1)
  }
  @Test func extremes() {
    expect("hostile", .hostile) { $0.open("enter") }
    expect("huge", .huge)
    expect("ten-thousand", .tenThousand) { $0.open("pgdn", "pgdn") }
  }

  @Test func configurations() {
    expect("config", Sample.configured) { $0.press("c") }
    expect("config", Sample.configured, 120, 36) { $0.press("c") }
    expect("config", Sample.configured, 200, 60) { $0.press("c") }
    expect("config-findings", Sample.configured) { $0.press("c", "l", "l", "j") }
    expect("config-variables", Sample.configured) { $0.press("c", "l", "l", "l", "j") }
    expect("config-files", Sample.configured) { $0.press("c", "h") }
  }
  @Test func forms() {
    let scene = Sample.with(Sample.editable)
    expect("form", scene) { $0.changeTwoFields() }
    expect("form", scene, 120, 36) { $0.changeTwoFields() }
    expect("form-number", scene) { $0.edit("daily_budget") }
    expect("form-choice", scene) { $0.edit("auth_type") }
    expect("form-secret", scene) { $0.edit("api_key", "hunter2") }
    expect("form-review", scene) {
      $0.changeTwoFields()
      $0.press("ctrl-s")
      $0.type("quarter")
    }
    expect("form-leaving", scene) {
      $0.changeTwoFields()
      $0.press("esc")
    }
    expect("form-conflict", scene) {
      $0.edit("daily_budget", "7")
      $0.press("enter")
      $0.take(Sample.editable(budget: 6, version: "b"))
      $0.wait(seconds: 5)
    }
    expect("form-passphrase", scene) {
      $0.edit("api_key", "hunter2")
      $0.press("enter", "ctrl-s", "y")
      $0.perform(.configurationReply(.needsPassphrase(isNew: false, isWrong: true)))
      $0.type("abc")
    }
    expect("history", scene) {
      $0.press("c", "H")
      $0.perform(.configurationReply(.history(wrapper: "router", records: Sample.records)))
      $0.press("j")
    }
    expect("new-wrapper", scene) {
      $0.press("c", "n")
      $0.type("new-bot")
      $0.press("enter", "j")
    }
  }
}

extension Operator {
  /// Opens the form at a field of `router` that is being edited, and types a text in place of what is there.
  mutating func edit(_ path: FieldPath, _ text: String? = nil) {
    press("c")
    go(to: path)
    press("e", "enter")
    guard let text else { return }
    press("alt-a")
    type(text)
  }

  /// Changes two fields of `router` in the form; the cursor is on the second.
  mutating func changeTwoFields() {
    edit("monthly_budget", "800")
    press("enter")
    go(to: "timeout_seconds")
    press("enter", "alt-a")
    type("60")
    press("enter")
  }
}
