import Canvas
import Snapshots
import Testing

@testable import Dashboard

/// What the views show that list operations, metrics, groups, trends, sources and rejected lines, alone.
@Suite("The other views alone")
struct ListPaneTests {
  private func pane(_ columns: Int, _ rows: Int, _ keys: String..., glyphs: GlyphSet = .braille) -> Drawing {
    var seat = Operator(columns: columns, rows: rows)
    for key in keys { seat.open(key) }
    return seat.drawing(glyphs)
  }

  @Test func operations() {
    let pane = pane(80, 24, "4")
    expect(
      pane,
      shows: """
        ── all wrappers > operations ─────────────────────────────────── newest 1,000 ──
          ENDED     WRAPPER      TYPE      STATUS       TOOK      COST ERROR, FALLBACK
        ▸ 14:32:06Z embed        embedding ● OK         71ms  <$0.0001                 ▐
        """)
    #expect(pane.style("support-bot", "◐ FALLBACK") == "ffffffffff")
    #expect(pane.style("HTTP_429", "✗ ERROR") == "CCCCCCC")
    #expect(pane.line("codegen").contains("$6.90"))
    expect(
      self.pane(40, 8, "4"),
      shows: """
          ENDED     STATUS      ERROR, FALLBACK
        ▸ 14:32:06Z ● OK                       ▐
        """)
    #expect(self.pane(60, 16, "4").shows("14:32:06Z"))
    #expect(self.pane(80, 24, "4", glyphs: .ascii).shows("> 14:32:06Z embed"))
  }

  @Test func operationsOfAWrapper() {
    var seat = Operator()
    seat.open("j", "o", "f")
    seat.press("/")
    seat.type("429")
    seat.press("enter")
    seat.answer()
    expect(
      seat.drawing(),
      shows: """
        ── support-bot > operations  failures only, with 429 ───
          ENDED     TYPE      STATUS       TOOK      COST ERROR, FALLBACK
        ▸ 14:31:57Z chat      ✗ ERROR      6.1s   $0.0210 HTTP_429 rate_limit: Too man…▐
          14:29:27Z chat      ✗ ERROR      6.0s   $0.0210 after a fallback: HTTP_429 r…▐
        """)
    seat.press("/", "ctrl-u")
    seat.type("nothing like it")
    seat.answer()
    expect(
      seat.drawing(),
      shows: """
         No operation matches.
         Showing support-bot only; w shows all wrappers.
         Showing failures only; f shows all.
         Filtered by nothing like it; Esc clears the filter, / changes it.
        """)
  }

  @Test func anOperationInFull() {
    let pane = pane(80, 24, "4", "j", "j", "j", "enter")
    #expect(pane.shows("start_time                not told"))
    #expect(pane.shows("duration                  111ms (110.668 ms)"))
    #expect(pane.shows("custom metrics"))
    #expect(self.pane(40, 8, "4", "enter", "pgdn").shows("start_time      not told"))
    #expect(self.pane(60, 16, "4", "enter", "pgdn").shows("user_id"))
    #expect(self.pane(120, 36, "4", "enter").shows("model_used                in-house-llama-70b"))
  }

  @Test func metrics() {
    let pane = pane(80, 24, "j", "5")
    expect(
      pane,
      shows: """
        RESOURCES, QUALITY   COUNT     MEAN      MIN      P50      P95      MAX     LAST
        cpu_usage_percent      746     46.7        0     45.7     91.5       96        1
        quality_score          746    0.895    0.800    0.888    0.989    0.990    0.810
        """)
    #expect(pane.shows("retrieved…plication    746     23.2"))
    #expect(self.pane(40, 8, "5").shows("RESOURCES, QUA…  COUNT     MEAN      P95"))
    #expect(self.pane(60, 16, "5").shows("quality_score"))
    expect(
      self.pane(120, 36, "j", "5"),
      shows: """
        model_used  746 values, 2 different
          gpt-4-1106-preview                        ██████████▋░░░░░  66.6%    497
          gpt-3.5-turbo                             █████▎░░░░░░░░░░  33.4%    249
        """)
    #expect(self.pane(80, 24, "G", "5").shows(" No operation of this time range carried a metric."))
    #expect(self.pane(40, 8, "G", "5").shows(" No operation of this"))
    var marked = Operator()
    marked.open("j", "5", "m")
    marked.answer(after: 241)
    expect(
      marked.drawing(),
      shows: """
        cpu_usage_percent      734     46.0        0     44.8     91.5       96       48
          change               -12   -0.709        =   -0.980        =        =      +47
        """)
  }

  @Test func groups() {
    let pane = pane(120, 36, "j", "6")
    expect(
      pane,
      shows: """
        TEMPLATES                                         RENDERS  FAIL%  INVALID  VAL.ERR    P95       COST
        greeting.poml                                         373    8.6        6       18   9.3s      $7.83
        """)
    #expect(pane.shows("  none: routing_method and selected_model in custom_metrics name the route"))
    #expect(pane.shows("(unknown) -> gpt-3.5-turbo: low_confidence           45     6.0   0.0      -      $0.95"))
    #expect(pane.shows("TIMEOUT                                               28    40.6   9.9s      $0.59"))
    expect(
      self.pane(40, 8, "6"),
      shows: """
        372 operations  $11.16 cost
        $0.12 of it on failures
        $7.44 on fallbacks  418k tokens
        """)
    #expect(self.pane(60, 16, "6").shows("372 operations"))
    #expect(
      self.pane(80, 24, "G", "6").shows(" Nothing ended in this time range, so that there is nothing to take apart."))
    var marked = Operator(columns: 120, rows: 36)
    marked.open("j", "6", "m")
    marked.answer(after: 241)
    #expect(
      marked.drawing().shows(
        "  change                                               -6   +2.6        =        =  +.41s"))
  }

  @Test func trends() {
    let pane = pane(80, 24, "7")
    #expect(pane.shows("── trends 7 worse, 1 better ───────────── last 15 min against the 24 h before ──"))
    #expect(pane.line("▸ ↑ WORSE  support-bot").contains("3.8s     9.9s  +159%"))
    #expect(pane.line("↓ BETTER translate").contains("-38%"))
    #expect(pane.shows("support-bot: p95 latency 9.9s over 181 operations, 3.8s over 2,684 before"))
    expect(
      self.pane(40, 8, "7"),
      shows: """
          TREND    WRAPPER           NOW CHANGE
        ▸ ↑ WORSE  support-bot      9.9s  +159%▐
        """)
    #expect(self.pane(60, 16, "7").shows("▸ ↑ WORSE  support-bot"))
    var none = Operator(.unseen)
    none.open("7")
    #expect(none.drawing().shows(" No trend in any of 1 wrapper"))
  }

  @Test func rejectedLines() {
    var seat = Operator(.troubled, columns: 40, rows: 12)
    seat.press("x", "j", "j", "j")
    expect(
      seat.drawing(),
      shows: """
        ── rejected lines 82 in all ────────────
        58 not JSON  18 with a field missing
          WHY
        """)
    #expect(seat.drawing().shows("▸ duration_ms: \"fast\" is not a number …"))
    seat.surroundings.size = Size(columns: 60, rows: 20)
    seat.perform(.refresh)
    #expect(seat.drawing().shows("▸ 14:30:01Z events.jsonl  duration_ms: \"fast\" is not a num…"))
    var none = Operator(
      Scene.dozen.with {
        $0.sources[0].rejected = 0
        $0.sources[0].rejectedByReason = [:]
      })
    none.press("x")
    #expect(none.drawing().shows("No line was rejected."))
    var hostile = Operator(.hostile)
    hostile.press("x")
    #expect(hostile.drawing().shows("── /tmp/\u{FFFD}[7m東京.jsonl  line 3  byte 412 ──"))
  }

  @Test func sources() {
    var seat = Operator(.troubled, columns: 120, rows: 36)
    seat.press("2")
    #expect(seat.drawing().shows("/srv/old/requests.jsonl"))
    #expect(seat.drawing().shows("Permission denied: run as a user who may read it, or chmod o+r it"))
    #expect(seat.drawing(.ascii).shows("-- sources 5 --"))
    var huge = Operator(.huge)
    huge.press("2")
    #expect(huge.drawing().shows("18,446,744,073,709,551,615 records  9,223,372,036,854,775,807 rejec…"))
    #expect(huge.drawing().shows("1024 connections  99,999 refused"))
    #expect(huge.drawing().shows("None: figures are kept in memory and end with the program; --store FILE keeps"))
  }

  @Test func theStore() {
    func pane(_ change: (inout StorageStatus) -> Void) -> Drawing {
      var store = SourceSamples.storing
      change(&store)
      var seat = Operator(Scene.dozen.with { $0.storage = store })
      seat.press("2")
      return seat.drawing()
    }
    expect(
      pane { _ in },
      shows: """
        STORING     /home/ops/.local/state/wraptop/wraptop.db
                    last commit 1s ago  12 uncommitted  45.9MiB on disk
        """)
    expect(
      pane { $0 = SourceSamples.failing },
      shows: """
        FAILING     /home/ops/.local/state/wraptop/wraptop.db
                    disk full: free some space on /home; figures are kept in memory
                    meanwhile
                    last commit 5m12s ago  40,112 uncommitted  45.9MiB on disk
        """)
    expect(
      pane { $0.readProblem = "/home/ops/.local/state/wraptop/wraptop.db: disk I/O error" },
      shows: """
        UNREADABLE  /home/ops/.local/state/wraptop/wraptop.db
                    what is older is missing here, and is tried again:
                    /home/ops/.local/state/wraptop/wraptop.db: disk I/O error
        """)
    var store = SourceSamples.storing
    store.readProblem = "/home/ops/.local/state/wraptop/wraptop.db: disk I/O error"
    let unreadable = Operator(Scene.dozen.with { [store] in $0.storage = store })
    #expect(unreadable.lines[3] == "! STORE CANNOT BE READ: /home/ops/.local/state/wraptop/wraptop.db:…  2 tells all")
  }

  @Test func helpAtItsEnd() {
    var seat = Operator()
    seat.press("?", "G")
    #expect(
      seat.lines.contains { $0.contains("│ LAST ERROR      The newest error message, and how long ago that was") })
  }

  @Test func aReplayThatIsPaused() {
    var seat = Operator(Scene.dozen.with { $0.replay = .unlimited }, columns: 120, rows: 36)
    #expect(seat.lines[0].contains("REPLAY"))
    seat.press("space")
    #expect(seat.lines[0].contains("PAUSED"))
  }
}
