import Canvas
import Events
import Monitoring
import Testing

@testable import Dashboard

/// What the list and the detail show, alone.
@Suite("The list and the detail alone")
struct OverviewPaneTests {
  private func pane(
    _ scene: Scene, _ columns: Int, _ rows: Int, glyphs: GlyphSet = .braille, _ keys: String...
  ) -> Drawing {
    var seat = Operator(scene, columns: columns, rows: rows)
    for key in keys { seat.press(key) }
    return seat.drawing(glyphs)
  }

  @Test func everyStateHasItsWordAndItsStyle() {
    let pane = pane(.dozen, 80, 24, "j")
    for (name, word, style) in [
      ("router", "CRITICAL", "CCCCCCCC"), ("summarize-v2", "UNHEALTHY", "UUUUUUUUU"), ("embed", "HEALTHY", "HHHHHHH"),
      ("newsletter", "never seen", "dddddddddd"), ("ocr-batch", "IDLE 4h", "iiiiddd"),
    ] {
      #expect(pane.style(name, word) == style)
    }
    expect(
      pane,
      shows: """
         HEALTH▴         WRAPPER        OK% ERR%  FB%   P95 OPS/M TODAY/BUDGET ACT ERR
         CRITICAL  ▉░░░░ router        32.8  1.1 66.7  4.9s     6       $29.85   - ▁▁███
        ▸CRITICAL  █▊░░░ support-bot   71.8  9.6 21.2  9.3s    13       $41.81   3 ▂▂▁█▆
        """)
    #expect(pane.line("ocr-batch").contains("-    -    -     -     -        $3.88   -"))
    #expect(self.pane(.dozen, 80, 24, glyphs: .ascii).shows(">CRITICAL  =.... router"))
  }

  // Status, spent share and what is not exact; a month's budget has its sign.
  @Test func budgetsStandInTheirColumn() {
    let pane = pane(.budgets, 80, 24)
    expect(
      pane,
      shows: """
        ▸CRITICAL  ▉░░░░ router        32.8  1.1 66.7  4.9s     6 ███▊││»  63%m  - ▁▁███
         CRITICAL  █▊░░░ support-bot   71.8  9.6 21.2  9.3s    13 ████││»  87%   3 ▂▂▁█▆
         CRITICAL  ██░░░ rag-search    64.4  2.1 33.8  3.0s    13 ████││»  78%   1 ▁▃▃▅█
         UNHEALTHY ██▋░░ summarize-v2  93.8  6.3  1.3  7.6s     5 ████││»  97%   - ▁▁▅██
         UNHEALTHY ███▍░ translate     99.4  0.6  0.0  2.2s     9 mo ▏▒│»   5%   - ▁▁▁▁█
        """)
    #expect(pane.style("codegen", "~125%") == "CCCCC")
    #expect(pane.style("summarize-v2", "97%") == "CCC")
    #expect(pane.style("support-bot", "87%") == "WWW")
    #expect(pane.style("rag-search", "78%") == "hhh")
    #expect(pane.line("embed").contains("████││» >67%"))
    #expect(pane.line("moderation").contains("       OFF"))
    #expect(pane.line("newsletter").contains("░░░░││    0%"))
    #expect(self.pane(.budgets, 80, 24, glyphs: .ascii).line("support-bot").contains("####||>  87%"))
  }

  @Test(arguments: [
    (40, " HEALTH▴        WRAPPER       ERR%", "CRITICAL  0.36 support-bot    9.6"),
    (52, " HEALTH▴        WRAPPER       ERR%   P95  BUD%", "CRITICAL  0.36 support-bot    9.6  9.3s   87%"),
    (60, "ERR%  FB%   P95 TODAY/BUDGET", "support-bot    9.6 21.2  9.3s ████││»  87%"),
    (100, "OPS/M TODAY/BUDGET ACT TRAFFIC   ERRORS", "9.3s    13 ████││»  87%   3 "),
    (120, "TODAY /BUDGET TO CAP ACT TRAFFIC ERRORS", "█████││»    $43.70 /50        24m   3 ▇▇"),
  ]) func columnsComeWithTheRoom(width: Int, heading: String, row: String) {
    let pane = pane(.budgets, width, 24)
    #expect(pane.shows(heading))
    #expect(pane.line("support-bot").contains(row))
  }

  @Test func thereIsRoomForTheDetailBelowFewWrappers() {
    let pane = pane(.few, 80, 24)
    #expect(pane.shows("── wrappers 3 ──"))
    #expect(pane.shows("last 1 h      721  71.8   9.6  21.2   3.4s   2.8s   9.3s   9.9s     $15.14"))
    #expect(pane.shows("recent errors  1 to 5 of 20                                  36 timed out in all"))
  }

  @Test func aFilter() {
    var seat = Operator()
    seat.press("/")
    seat.type("!idle fb>20")
    seat.press("enter", "r")
    expect(
      seat.drawing(),
      shows: """
        ── wrappers 3 of 12  filter !idle fb>20 ───────── rates, p95, lines: last 1 h ──
         HEALTH▾         WRAPPER        OK% ERR%  FB%   P95 OPS/M TODAY/BUDGET ACT ERR
        ▸CRITICAL  ██░░░ rag-search
        """)
    seat.press("/", "ctrl-u")
    seat.type("no-such-wrapper")
    seat.press("enter")
    expect(
      seat.drawing(),
      shows: """
          No wrapper meets the filter no-such-wrapper
          12 wrappers are hidden. Esc clears the filter, / changes it.
        """)
  }

  @Test func theDetailOfAnIdleWrapper() {
    let pane = pane(.dozen, 80, 24, "G", "enter")
    #expect(pane.shows("── IDLE ocr-batch ───────────────────────── no operation for 4h12m   12 of 12 ──"))
    #expect(pane.line("health").contains("1.000 when it went idle"))
    #expect(pane.shows("no operation in the last 1 h: nothing to draw"))
    #expect(pane.shows("recent errors  1 to 2 of 18, pgdn pgup                        7 timed out in all"))
    #expect(self.pane(.dozen, 120, 36, "G", "enter").shows("── IDLE ocr-batch ─"))
  }

  @Test func theDetailOfAWrapperThatWasNeverSeen() {
    let list = pane(.unseen, 80, 24)
    expect(
      list,
      shows: """
        ── never seen newsletter ────────────── configured, but no operation has come ──
        health  nothing to judge yet
        score   no operation has ended yet: there is no score
        """)
    let pane = pane(.budgets, 80, 24, "G", "k", "enter")
    #expect(pane.shows("        $0.00 of $20  warning from 80%  $20.00 left"))
    #expect(pane.shows("        no projection before the first operation is 10 min old  turns 00:00 CET"))
  }

  @Test func everyLineRejected() {
    let scene = Scene.unseen.with {
      $0.sources = [SourceSamples.rejected]
      $0.rejected = SourceSamples.rejectedLines
    }
    #expect(pane(scene, 120, 36).shows("configured, but no operation has come"))
    #expect(Operator(scene).lines[2].contains("rejected 41"))
  }

  @Test func theDetailTellsOfBudgets() {
    let pane = pane(.budgets, 80, 24, "j", "enter")
    expect(
      pane,
      shows: """
        day     ████████│▌│» 87% WARNING  $43.70 of $50  runs out 15:57 CET
        month   ▋▒▒▒▒▒▒▒│▒│» 6% OK  $61.66 of $1,000  runs out 01-05 05:30 CET
        """)
    #expect(pane.style("day", "87% WARNING") == "WWWWWWWWWWW")
    let large = self.pane(.budgets, 120, 36, "j", "enter")
    expect(
      large,
      shows: """
                $43.70 of $50  from 80%  $6.30 left  / $15.14/h = 24m  runs out 15:57 CET
                projected $43.70 + $15.14/h x 8h27m = $171.87 343%  turns 00:00 CET
        """)
    var over = Operator(.budgets, columns: 120, rows: 36)
    over.press("/")
    over.type("codegen")
    over.press("enter", "enter")
    expect(
      over.drawing(),
      shows: """
                ~$1,506 of $1,200  ~$306.30 over  projected ~$1,506 + ~$518.26/h x 8h27m = ~$5,893 491%  turns 00:00 CET
                ~ $2.10 of it are estimates
        """)
    var plan = Scene.budgets.state.budgets
    plan.isComplete = false
    let incomplete = self.pane(Scene.budgets.with(budgets: plan), 120, 36, "j", "enter")
    #expect(incomplete.line("day ").contains("runs out 15:57 CET  incomplete  $15.14/h"))
  }

  @Test func theDetailInLittleRoom() {
    expect(
      pane(.budgets, 40, 8, "j", "enter"),
      shows: """
        ── CRITICAL support-bot ────────────────
        health  ██████▏░░░░░░░░░░ 0.362 CRITICAL
        score   0.718 success rate
                x0.9 fallbacks 21.2% > 20%
                x0.7 failure 9s ago
        """)
    #expect(pane(.budgets, 60, 15, "j", "enter").shows("day     "))
    expect(
      pane(.dozen, 40, 8, "j"),
      shows: """
        ── wrappers 12   rows 1 to 4 ───────────
         HEALTH▴        WRAPPER       ERR%
        """)
    #expect(pane(.dozen, 79, 40, "j").shows("last 24 h"))
  }

  @Test func anotherRange() {
    var day = Operator()
    day.open("j", "]")
    #expect(day.drawing().line("support-bot").contains(" 83.4  3.3↑14.4↑ 4.0s↑   13"))
    var month = Operator(columns: 120, rows: 36)
    month.open("j", "enter", "]", "]", "]")
    let pane = month.drawing()
    #expect(pane.shows("last 30 d   3,049  83.8   3.1  14.0   2.6s   2.5s   4.0s   9.7s     $64.03"))
    #expect(pane.shows("█ ops/min  ▓ errors             30 d"))
    var minutes = Operator()
    minutes.open("j", "enter", "[")
    #expect(minutes.drawing().shows("  61  21.3  32.8  55.7   6.7s   6.8s   9.9s   9.9s      $1.28"))
    #expect(minutes.drawing().shows("── mean             5 min"))
  }

  @Test func thePast() {
    var seat = Operator(columns: 120, rows: 36)
    seat.open("j", "enter", "]", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{", "{")
    let pane = seat.drawing()
    #expect(pane.shows("then    "))
    #expect(pane.shows("that day"))
    #expect(pane.lines.contains { $0.hasPrefix("in all") && $0.contains("      -      -      -") })
  }

  // Rates, latency and money have the sign of their change, in the style of what that means.
  @Test func changesSinceTheMark() {
    var seat = Operator(columns: 120, rows: 36)
    seat.open("j", "m")
    seat.answer(after: 240)
    let pane = seat.drawing()
    #expect(pane.shows("── wrappers 12   rows 1 to 9 ──"))
    #expect(pane.shows("below: change"))
    #expect(pane.shows("-.10 48 ops since  -3.6 +2.1 +1.9 +.41s"))
    #expect(pane.shows("mark    -.10 score"))
    #expect(pane.shows("from mark      48 "))
    seat.press("enter")
    seat.answer()
    #expect(seat.drawing().shows("  change "))
    var small = Operator(columns: 40, rows: 8)
    small.open("j", "m")
    small.answer(after: 240)
    #expect(small.drawing().shows("           -.10 48 ops since  +2.1"))
    var budgets = Operator(.budgets)
    budgets.press("m", "j")
    budgets.spend(after: 600)
    #expect(budgets.drawing().shows("           =     0 ops since      =    =    =     =     =       +$4.37    ="))
    budgets.press("enter")
    #expect(budgets.drawing().shows("mark    = score  = ops in 60 s  = active  +$4.37 today"))
  }

  @Test func hugeFigures() {
    let pane = pane(.huge, 80, 24, "enter")
    #expect(pane.shows("day     ████████│██! >1kx OVER  $1.0G of $1  $1.2G/h  projected $11.2G >1kx"))
    #expect(pane.shows("last 1 h    1,000  50.0  50.0   0.0    10d    10d    10d    10d      $1.0G"))
    let list = self.pane(.huge, 120, 36)
    #expect(list.line("trillion").contains("▏░░░░││     <$0.01 /1.0T"))
    #expect(list.line("cent  ").contains("$412.50 /0.01     over"))
    #expect(list.line("ends-today").contains("█████││     $50.00 /50"))
    #expect(self.pane(.huge, 200, 60).shows("1.0G"))
  }

  @Test(arguments: [(80, 24), (120, 36), (200, 60)]) func hostileTextsReachNoCell(columns: Int, rows: Int) {
    for keys in [[], ["enter"], ["x"], ["2"], ["4"], ["5"], ["6"]] {
      var seat = Operator(.hostile, columns: columns, rows: rows)
      for key in keys { seat.open(key) }
      for glyphs in [GlyphSet.braille, .ascii] {
        let text = seat.screen(glyphs).plainText.split(separator: "\n").joined().unicodeScalars
        #expect(
          !text.contains { $0.properties.generalCategory == .control || $0.properties.generalCategory == .format })
      }
    }
  }

  @Test func tenThousandWrappers() {
    var seat = Operator(.tenThousand)
    seat.open("pgdn", "pgdn")
    #expect(seat.drawing().shows("── wrappers 10,000   rows 12 to 23 ──"))
    #expect(seat.drawing().line("▸").contains("tenant-3050"))
  }
}

extension Operator {
  /// A snapshot comes in after so many seconds, in which every wrapper has spent a tenth more.
  mutating func spend(after seconds: Int64) {
    surroundings.now = surroundings.now.advanced(seconds: seconds)
    guard var snapshot = surroundings.snapshot else { return }
    snapshot.monitor.at = snapshot.at.advanced(seconds: seconds)
    for place in snapshot.monitor.wrappers.indices {
      let spent = Money(dollars: snapshot.monitor.wrappers[place].costToday.dollars * 1.1)
      snapshot.monitor.wrappers[place].costsToday.amount = spent
      snapshot.monitor.wrappers[place].budget?.daily?.costs.amount = spent
    }
    surroundings.snapshot = snapshot
    perform(.refresh)
  }
}
