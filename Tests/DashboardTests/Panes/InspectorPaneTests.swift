import Canvas
import Configuration
import Testing

@testable import Dashboard

/// What the inspector of configurations shows, alone.
@Suite("The inspector alone")
struct InspectorPaneTests {
  private func pane(
    _ scene: Scene, _ columns: Int, _ rows: Int, glyphs: GlyphSet = .braille, _ keys: String...,
    typing text: String = ""
  ) -> Drawing {
    var seat = Operator(scene, columns: columns, rows: rows)
    for key in keys { seat.press(key) }
    seat.type(text)
    return seat.drawing(glyphs)
  }

  private func changed(_ change: (inout ConfigurationState) -> Void) -> Scene {
    var state = Sample.configuration
    change(&state)
    return Sample.with(state)
  }

  @Test func fieldsHaveTheirLayerAndWhatItHides() {
    let pane = pane(Sample.configured, 80, 24, "c")
    expect(
      pane,
      shows: """
        ── router > configuration ───────────────────────────────────── kind routellm ──
        ── fields 48   field   findings 6   variables 3   files 3 ─────────────── h l ──
            FIELD                             VALUE            LAYER     HIDES
          Base                                                                         ▐
        ▸   enabled                           true             file      false default
            fallback_enabled                  true             default
          W max_retry_attempts                5                override  2 runtime +1
              WARN 4 is hidden by --set router.max_retry_attempts
            timeout_seconds                   45 s             env       20 s file
        """)
    #expect(pane.style("max_retry_attempts", "W") == "O")
    #expect(pane.shows("   file      true  /etc/wraptop/wrappers.yaml:5, in force"))
    #expect(
      self.pane(Sample.configured, 80, 24, glyphs: .ascii, "c").shows(">   enabled                           true"))
    expect(
      self.pane(Sample.configured, 40, 8, "c"),
      shows: """
            FIELD            VALUE
          Base                                 ▐
        ▸   enabled          true
            fallbac…enabled  true
        """)
    #expect(self.pane(Sample.configured, 60, 15, "c").shows("▸   enabled"))
  }

  @Test func keysOfATableStandBelowIt() {
    expect(
      pane(Sample.configured, 80, 24, "c", "G", "k", "k", "k"),
      shows: """
                enabled                       -
              医療
        ▸       threshold                     -
        """)
    #expect(pane(Sample.configured, 120, 36, "c", "G", "k", "k", "k").shows("▸       threshold"))
    #expect(
      pane(Sample.configured, 80, 24, "c", "G", "k", "k", "k").shows("── domain_routing_overrides.医療.threshold ──"))
  }

  @Test func aLongValueIsShownInFullBelow() {
    var seat = Operator(Sample.configured)
    seat.press("c", "/")
    seat.type("api_endpoint")
    seat.press("enter")
    let pane = seat.drawing()
    #expect(pane.shows("▸   api_endpoint                      https://gatewa…  file"))
    expect(
      pane,
      shows: """
           file      https://gateway.internal.example.com/v2/tenants/support/chat/comp
                     letions?region=eu-central-1
        """)
  }

  @Test func aFieldInFull() {
    for (columns, rows) in [(80, 24), (60, 15)] {
      let pane = pane(Sample.configured, columns, rows, "c", "pgdn", "up", "up", "l", "j")
      #expect(pane.shows(" takes    true or false"))
      #expect(pane.lines.contains { $0.hasPrefix("   default   ") && $0.hasSuffix("in force") })
    }
  }

  @Test func aFieldWithAnError() {
    let pane = pane(Sample.configured, 80, 24, "c", "f", "j", "j", "j")
    expect(
      pane,
      shows: """
        ▸ E daily_budget                      $950             runtime   $30 env +1
              ERROR must not be above monthly_budget, which is 900; it is 950
        """)
    #expect(pane.style("ERROR must", "ERROR") == "CCCCC")
    expect(
      pane,
      shows: """
         ERROR must not be above monthly_budget, which is 900; it is 950               ▐
           at /home/ops/.local/state/wraptop/runtime.json:5
        """)
    #expect(self.pane(Sample.configured, 80, 24, glyphs: .ascii, "c", "f", "j", "j", "j").shows("> E daily_budget"))
  }

  @Test func findings() {
    expect(
      pane(Sample.configured, 60, 15, "c", "l", "l", "G"),
      shows: """
        ── field   ▸ findings 6   variables 3 ──────────────────────
          ERROR  summarize-v2: webhook_token
            /etc/wraptop/wrappers.yaml:33
            is required by kind mytool; set it
        ▸ WARN  budgets  /etc/wraptop/wrappers.yaml:45
        """)
    #expect(pane(Sample.configured, 40, 8, "c", "l", "l", "G").shows("▸ WARN  budgets"))
    #expect(pane(Sample.configured, 120, 36, glyphs: .ascii, "c", "l", "l", "j").shows("> ERROR  daily_budget"))
    #expect(pane(Sample.configured, 200, 60, "c", "l", "l", "j").shows("Elsewhere 3"))
    expect(
      pane(changed { $0.resolved.findings = [] }, 80, 24, "c", "l", "l"),
      shows: " Nothing is wrong with the configuration of any wrapper.")
  }

  @Test func variables() {
    expect(
      pane(Sample.configured, 120, 36, "c", "l", "l", "l", "j"),
      shows: """
        ▸ WRAPPER_ROUTER_TIMEOUT_SECONDS
        """)
    let none = changed { $0.resolved.variables = [] }
    #expect(pane(none, 80, 24, "c", "l", "l", "l").shows(" No environment variable sets a field of any wrapper."))
  }

  @Test func files() {
    #expect(pane(Sample.configured, 120, 36, glyphs: .ascii, "c", "h").shows("/etc/wraptop/wrappers-product"))
    let readOnly = changed {
      $0.readOnlyReason = "wraptop was started with --read-only"
      $0.environmentName = nil
      $0.files = [ConfigurationFileNote(layer: .runtime, path: "/home/ops/runtime.json", exists: false)]
    }
    expect(
      pane(readOnly, 80, 24, "c", "h"),
      shows: """
          runtime   /home/ops/runtime.json
                    not there yet: the first change makes it
        """)
    #expect(pane(readOnly, 80, 24, "c", "h").shows("  profile   none: --environment NAME chooses one"))
    #expect(
      pane(readOnly, 80, 24, "c", "h").shows("  changes   cannot be made here: wraptop was started with --read-only"))
  }

  @Test func whatIsRejectedIsToldOverAllSections() {
    let broken = Sample.with(Sample.brokenFile)
    let pane = pane(broken, 80, 24, "c", "l", "l")
    #expect(pane.shows("! What is on the disk has 2 errors: the last good configuration is in force"))
    expect(
      pane,
      shows: """
        On the disk, not in force 3                                                    ▐
        ▸ ERROR  router: max_retry_attempts  /etc/wraptop/wrappers.yaml:12
            has to be a whole number from 0 to 10; it is 11
        """)
    expect(
      self.pane(broken, 60, 15, "c", "h"),
      shows: """
          WARN /etc/wraptop/wrappers.yaml:3: wrapper rag-search:   ▐
          debug_logging: is set twice; the later one holds         ▐
        """)
    #expect(self.pane(broken, 40, 8, "c", "h").shows("WARN"))
    #expect(self.pane(broken, 80, 24, glyphs: .ascii, "c", "l", "l").shows("> ERROR  router: max_retry_attempts"))
  }

  @Test func theSearch() {
    let pane = pane(Sample.configured, 80, 24, "c", "/", typing: "mODel")
    #expect(pane.shows("── router > configuration  / mODel"))
    expect(
      pane,
      shows: """
        ▸   strong_model                      gpt-5-large      profile   gpt-4o file   ▐
            weak_model                        gpt-3.5-turbo    default                 ▐
        """)
    #expect(self.pane(Sample.configured, 200, 60, glyphs: .ascii, "c", "/", typing: "mODel").shows(">   strong_model"))
    var seat = Operator(Sample.configured)
    seat.press("c", "f", "/")
    seat.type("no such field")
    seat.press("enter")
    expect(
      seat.drawing(),
      shows: """
         No field matches, of 48.
        """)
    #expect(seat.drawing().shows(" Searched for no such field: Esc clears that, / changes it."))
    #expect(seat.drawing().shows(" Showing only fields that some layer sets; f shows all."))
  }

  @Test func onlyWhatIsSet() {
    let pane = pane(Sample.configured, 120, 36, "c", "f")
    #expect(pane.shows("changed only"))
    #expect(pane.shows("▸   enabled"))
    #expect(!pane.shows("fallback_enabled"))
  }

  @Test func aKindOfTheOperators() {
    let pane = pane(Sample.configured, 80, 24, "c", "l", "l", "G", "k", "enter")
    expect(
      pane,
      shows: """
          Custom
            style                             brief            file      full default  ▐
            depth                             3 levels         file                    ▐
        ▸ E webhook_token                     -                                        ▐
        """)
    #expect(pane.shows(" takes    a text; has to be set"))
  }

  @Test func whatIsNotConfigured() {
    let pane = pane(Sample.configured, 80, 24, "G", "c", "j")
    expect(
      pane,
      shows: """
        ── ocr-batch > configuration ───────────────────── kind external   by default ──
        Not configured: defaults of kind external; e begins a configuration
        ── fields 34   field   findings 6   variables 3   files 3 ─────────────── h l ──
        """)
    #expect(self.pane(Sample.configured, 120, 36, glyphs: .ascii, "G", "c", "j").shows("Not configured: defaults of"))
    let robot = changed { $0.resolved.wrappers["router"]?.kind = "robot" }
    #expect(self.pane(robot, 80, 24, "c").shows("── kind robot is not known: shown as external ──"))
    #expect(self.pane(Sample.with(nil), 80, 24, "c").shows(" There is no configuration here."))
    #expect(self.pane(Sample.with(nil), 60, 15, "c").shows(" There is no configuration here."))
    #expect(self.pane(Sample.with(nil), 40, 8, "c").shows(" none, or is of a version of wraptop"))
    #expect(
      self.pane(Sample.with(ConfigurationState(), Scene()), 80, 24, "c").shows(
        " No wrapper yet, and none is configured."))
  }

  // Paths that may be at fault are spelled out; other text has a sign in place of what must not be shown.
  @Test func hostileTexts() {
    let scene = Sample.hostileConfiguration
    let field = pane(scene, 80, 24, "c", "G", "k", "l")
    #expect(field.shows("── ▸ f\\u{1b}[31m ──"))
    #expect(field.shows("   at /tmp/\\u{1b}[2J\\u{202e}evil\\u{7}\\u{a}line:1"))
    #expect(field.shows(" default  \\u{1b}[2J\\u{202e}evil\\u{7}\\u{a}line"))
    #expect(field.shows(" s\u{FFFD}[2J \u{FFFD}[2J\u{FFFD}evil\u{FFFD} line."))
    let findings = pane(scene, 80, 24, "c", "G", "k", "l", "l")
    #expect(findings.shows("    message with \u{FFFD}[2J\u{FFFD}evil\u{FFFD} line"))
    #expect(pane(scene, 80, 24, "c", "G", "k", "l", "l", "l").shows("  W\\u{1b}[2J"))
    #expect(pane(scene, 80, 24, "c", "G", "k", "l", "l", "l", "l").shows("evil"))
    #expect(pane(scene, 120, 36, glyphs: .ascii, "c", "G").shows("override"))
  }
}
