import Canvas
import Events
import Monitoring
import Testing

@testable import Dashboard

/// What the cost pane shows, alone.
@Suite("The cost pane alone")
struct CostsPaneTests {
  private func pane(
    _ scene: Scene, _ columns: Int, _ rows: Int, glyphs: GlyphSet = .braille, _ keys: String...
  ) -> Drawing {
    var seat = Operator(scene, columns: columns, rows: rows)
    for key in keys { seat.open(key) }
    return seat.drawing(glyphs)
  }

  @Test func everyBudgetHasItsStatusInAWordAndAStyle() {
    let pane = pane(.budgets, 80, 24, "$")
    expect(
      pane,
      shows: """
          codegen        ~$1,506  $1,200 ███████│█! ~125.5 OVER        ~$5,893     over
          summarize-v2   $117.56 $120.00 ███████││»   98.0 CRITICAL    $461.71    15:35
          support-bot     $43.70  $50.00 ███████││»   87.4 WARNING     $171.87    15:57
          rag-search      $62.40  $80.00 ███████││»   78.0 OK          $245.75    16:20
        """)
    #expect(pane.style("codegen", "OVER") == "CCCC")
    #expect(pane.style("support-bot", "WARNING") == "WWWWWWW")
    #expect(pane.style("rag-search", "OK") == "hh")
    #expect(pane.line("newsletter").contains("0.0 OK        too early        -"))
    #expect(pane.line("translate").hasSuffix("- no budget         -        -"))
    #expect(pane.line("moderation").contains("UNTRACKED"))
  }

  @Test func whatIsSpentIsNotSaidToRunOut() {
    let pane = pane(.budgets, 80, 24, "$", "j")
    expect(pane, shows: "codegen today  ~$1,506 of $1,200 spent  ~$306.30 too much")
    #expect(!pane.lines.suffix(4).contains { $0.contains("runs out") })
    #expect(self.pane(.budgets, 80, 24, "$", "j", "enter", "l").shows("OVER  ~$306.30 too much"))
    #expect(self.pane(.budgets, 80, 24, "$", "j", "enter", "enter").line("runs out").contains("it is spent"))
  }

  @Test func budgetsOfTheMonth() {
    let pane = pane(.budgets, 80, 24, "$", "p", "j")
    #expect(pane.shows("── budgets this month "))
    expect(
      pane,
      shows: """
        ▸ router          $44.04  $25.00 ███████│█!  176.2 OVER         $7,652     over
          support-bot     $61.66  $1,000 ▌▒▒▒▒▒▒││»    6.2 OK           $10.7k    01-05
        """)
    #expect(pane.shows("router this month  $44.04 of $25.00 spent  $19.04 too much"))
  }

  // Columns go one after the other, status last.
  @Test func budgetsInLittleRoom() {
    let narrow = pane(.budgets, 60, 16, "$")
    #expect(narrow.shows("  WRAPPER          SPENT  BUDGET GAUGE      USED% STATUS"))
    #expect(narrow.shows("── 1 of 5   h l ──"))
    expect(
      pane(.budgets, 40, 8, "$"),
      shows: """
        ── budgets today ─────── 1 of 5   h l ──
          WRAPPER               SPENT STATUS
        ▸ all together      >=~$1,794 WARNING  ▐
        """)
    expect(
      pane(.budgets, 40, 8, "$", "j", "j", "j", "enter"),
      shows: """
          PERIOD                SPENT STATUS
        ▸ today                $43.70 WARNING
          this month           $61.66 OK
        """)
  }

  @Test func budgetsOnALargeScreenTellTheRestAsWell() {
    let pane = pane(.budgets, 200, 60, "$")
    #expect(pane.shows("STATUS    PROJECTED RUNS OUT       LEFT    BURN/H"))
    #expect(pane.line("support-bot").contains("$171.87    15:57      $6.30    $15.14"))
    #expect(pane.line("all together").contains("15:42 <=~$106.33 >=$616.32"))
    #expect(pane.shows("── routing ──") && pane.shows("── by model ──") && pane.shows("── advice "))
  }

  @Test func theBurnDown() {
    expect(
      pane(.budgets, 80, 24, glyphs: .ascii, "$", "l"),
      shows: """
        today                                                WARNING  runs out 15:42 CET
        ** spent >=~$1,794  o  projected >=~$7,011  -- budget $1,900
         $8k +
             |                                                                        o
        """)
    #expect(pane(.budgets, 80, 24, "$", "l").shows("━━ spent >=~$1,794  ╺  projected >=~$7,011  ── budget $1,900"))
    #expect(pane(.budgets, 40, 8, "$", "l").shows("$10k ┤"))
    #expect(pane(.budgets, 60, 16, "$", "l").shows("spending"))
    // Unfolded, the chart has all the width.
    let unfolded = pane(.budgets, 120, 36, "$", "l", "z")
    #expect(
      unfolded.shows("━━ spent >=~$1,794  ╺  projected >=~$7,011  ── budget $1,900  ·· even pace $1,230  ·· critical"))
    #expect(pane(.budgets, 200, 60, "$", "l", "z").shows("·· warning"))
  }

  @Test func aWrapper() {
    expect(
      pane(.budgets, 80, 24, "$", "j", "j", "j", "enter"),
      shows: """
        ── all wrappers > support-bot > costs ───────────────── since 14:30 CET (1 h) ──
        ── budgets   spending   by model   advice 3 ───────────────────────────── h l ──
          PERIOD           SPENT  BUDGET GAUGE       USED% STATUS    PROJECTED RUNS OUT
        ▸ today           $43.70  $50.00 ███████││»   87.4 WARNING     $171.87    15:57
          this month      $61.66  $1,000 ▌▒▒▒▒▒▒││»    6.2 OK           $10.7k    01-05
        """)
    expect(
      pane(.budgets, 80, 24, "j", "enter", "$", "l", "l"),
      shows: """
        ▸ gpt-4-1106-preview       $10.44 ████▋░░  66.6   497  $0.0210   $0.0090   1.2M
          gpt-3.5-turbo             $5.23 ██▎░░░░  33.4   249  $0.0210   $0.0089   587k
        """)
  }

  @Test func aBudgetInFull() {
    let pane = pane(.budgets, 80, 24, "$", "enter")
    expect(
      pane,
      shows: """
         spent                   >=~$1,793.6729455  without 43 operations that have no
                                                    price; $2.0955775 of it estimated
         budget                  $1,900.00
         used                    >=~94.4%
         remaining               <=~$106.3270545
        """)
    #expect(pane.shows(" runs out                15:42 CET, in 10m"))
    #expect(pane.shows(" turns                   00:00 CET, in 8h27m  Europe/Berlin"))
    #expect(pane.shows(" complete                yes"))
    #expect(self.pane(.budgets, 40, 8, "$", "enter").shows(" budget                  $1,900.00"))
  }

  @Test func aModelInFull() {
    let pane = pane(.budgets, 80, 24, "$", "l", "l", "enter")
    expect(
      pane,
      shows: """
         cost                    ~$553.8437025  86.5% of all
         operations              589
         mean cost               ~$0.9403
        """)
    expect(
      pane,
      shows: """
         priced as               gpt-4o        the name without date
           input                 $2.50         per million tokens
           cache read            $1.25         per million tokens
           output                $10.00        per million tokens
        """)
    #expect(self.pane(.budgets, 40, 8, "$", "l", "l", "enter").shows(" mean cost               ~$0.9403"))
  }

  @Test func aModelWithoutPrice() {
    expect(
      pane(.budgets, 80, 24, "$", "l", "l", "G", "enter"),
      shows: """
         cost                    >=$0.002428   <0.1% of all
         operations              622
         mean cost               >=$0.0000
        """)
    #expect(pane(.budgets, 80, 24, "$", "l", "l", "G", "enter").shows(" NO PRICE                15 operations"))
  }

  @Test(arguments: [
    (1, "by wrapper", "▸ codegen                 ~$2,094 █████▊░  83.9   363    $5.77   $0.4917   4.3M"),
    (2, "by operation type", "  route_request            $43.32 ▏░░░░░░   1.7 1,444  $0.0300   $0.0265   1.6M"),
    (3, "by kind of cost", "▸ reported as a whole                           $2,492 █████████████████▉  99.9"),
    (4, "by route", "▸ mf: gpt-4o-mini                 $28.86 ▏░░░░░░   1.2   962  $0.0300   $0.0264"),
    (5, "by template", "▸ prompts/suppo…llow-ups.poml     $30.37 ▏░░░░░░   1.2 1,446  $0.0210   $0.0088"),
    (6, "by fallback", "▸ gpt-4o-mini -> (unknown): low_confidence          $19.02   0.8   634  $0.0300"),
    (7, "by user", "▸ ! u-4712              >=$975.50 ██▋░░░░  39.1 6,076  $0.1605   $0.0896  10.9M"),
    (8, "by session", "▸ s-10                    ~$93.72 ▎░░░░░░   3.8   476  $0.1969   $0.1069   877k"),
    (9, "by hour", "▸ ! 2026-01-02 15:00              >=~$328.95 █▋░░░░░░░░░░░  13.2 2,328  $0.1413"),
    (10, "by day", "▸ ! 2026-01-02                     >=~$1,794 █████████▎░░░  71.9 13.0k  $0.1380"),
  ]) func everyWayToTakeCostsApart(times: Int, title: String, row: String) {
    var seat = Operator(.budgets)
    seat.open("$", "]")
    for _ in 0..<times { seat.press("d") }
    let pane = seat.drawing()
    #expect(pane.shows("── spending   \(title)   routing ──"))
    #expect(pane.shows("! NO PRICE for 30.3k tokens of 60 operations: in-house-llama-70b"))
    expect(pane, shows: row)
  }

  @Test func theBreakdownLeavesOutColumnsWhereThereIsLittleRoom() {
    #expect(pane(.budgets, 60, 16, "$", "l", "l").shows("  MODEL                           COST▾    %   OPS     MEAN"))
    #expect(pane(.budgets, 40, 8, "$", "l", "l").shows("gpt-4o-2024"))
    #expect(pane(.budgets, 80, 24, glyphs: .ascii, "$", "l", "l").shows("> gpt-4o-2024-08-06"))
  }

  @Test func routing() {
    expect(
      pane(.budgets, 80, 24, "$", "l", "l", "l"),
      shows: """
        $0.99 saved, 8.2%  against the baseline model  372 routed  $11.16 cost
        12ms to route  0.894 mean quality
        METHOD                                REQS       COST    SAVED  ROUTING  QUALITY
        mf                                     248      $7.44    $0.99     12ms    0.894
        bert                                   124      $3.72    $0.00     11ms    0.894
        """)
    #expect(pane(.budgets, 60, 16, "$", "l", "l", "l").shows("METHOD            REQS       COST    SAVED  ROUTING"))
    #expect(pane(.budgets, 40, 8, "$", "l", "l", "l").shows("8.2%"))
  }

  @Test func advice() {
    expect(
      pane(.budgets, 80, 24, "$", "h", "j"),
      shows: """
          CET: slow down, or raise the budget.
        ▸ HIGH    budget overrun  codegen
          The budget of $1,200.00 for the day is spent, and ~$306.30 more: stop what
          can wait, or raise the budget.
        """)
    expect(
      pane(.budgets, 60, 16, glyphs: .ascii, "$", "h", "j"),
      shows: """
        > HIGH    budget overrun  codegen
          The budget of $1,200.00 for the day is spent, and
        """)
    #expect(pane(.budgets, 40, 8, "$", "h", "j").shows("▸ HIGH    budget overrun"))
    expect(
      pane(.budgets, 80, 24, "$", "h", "enter"),
      shows: """
         It rests on
         budget for the day      $1,900.00
         spent                   >=~$1,793.67
        """)
    #expect(pane(.budgets, 40, 8, "$", "h", "enter").shows(" priority                HIGH"))
  }

  @Test func adviceOnTheMonthIsNotThatOnTheDay() {
    var seat = Operator(.budgets)
    seat.open("$", "h")
    let overruns = BudgetPeriod.allCases.map { period in
      var spending = PeriodSpending(period, began: Scene.now, turnsAt: Scene.now.advanced(seconds: 3600))
      spending.budget = Money("5")
      return Recommendation(.budgetOverrun(spending, at: Scene.now, zone: .utc), wrapper: nil)
    }
    seat.answer { $0.monitor.costs?.recommendations = overruns }
    seat.press("j", "enter")
    #expect(seat.drawing().shows("for the month is spent"))
  }

  @Test func whatIsNotThereSaysWhy() {
    var waiting = Operator(.budgets)
    waiting.answer()
    waiting.press("$", "l", "l")
    #expect(waiting.drawing().shows(" Being worked out."))
    let held = pane(.budgets, 80, 24, "space", "$", "l", "l")
    #expect(held.shows(" Not in the held picture."))
    let none = pane(.unseen, 80, 24, "$", "l", "l")
    #expect(none.shows("today $0.00  no budget"))
    #expect(none.shows(" Nothing ended in this time range, so that there is nothing to take apart."))
    #expect(pane(Scene(), 80, 24, "$").shows("  all together today  $0.00 spent, no budget"))
    var quiet = Operator(.budgets)
    quiet.open("$", "h")
    quiet.answer { $0.monitor.costs?.recommendations = [] }
    #expect(quiet.drawing().shows(" Nothing to advise."))
    var cut = Operator(.budgets)
    cut.open("$", "]", "]", "l", "l")
    cut.answer { $0.monitor.costs?.analysis.from = Scene.now.advanced(seconds: -3 * 3600) }
    #expect(cut.drawing().shows("only since 12:32 CET: nothing older is kept in full"))
  }

  @Test func changesSinceTheMark() {
    var seat = Operator(.budgets)
    seat.open("$", "m")
    seat.answer(after: 60)
    let pane = seat.drawing()
    #expect(pane.shows("  WRAPPER          SPENT   CHANGE  BUDGET GAUGE"))
    #expect(pane.line("support-bot").contains("+$0.25"))
    #expect(pane.line("ocr-batch").contains("        =  $15.00"))
  }

  @Test func lookingBack() {
    let pane = pane(.budgets, 80, 24, "$", "]", "{", "{", "l", "l")
    #expect(pane.shows("── all wrappers > costs ───────────────── 01-01 12:00 CET to 13:00 CET (24 h) ──"))
    #expect(pane.shows("today >=~$957.02 of $1,900"))
  }

  @Test func hostileNamesReachNoCell() {
    let pane = pane(.hostile, 80, 24, "$", "j", "j", "enter", "l", "l", "enter")
    #expect(pane.shows("── all wrappers > a b c > costs > by model > m\u{FFFD}[2J\u{FFFD}長い6 "))
    for (columns, rows) in [(40, 8), (120, 36), (200, 60)] {
      let text = self.pane(.hostile, columns, rows, "$").lines.joined().unicodeScalars
      #expect(!text.contains { $0.properties.generalCategory == .control || $0.properties.generalCategory == .format })
    }
  }

  @Test func hugeAndTinyAmounts() {
    expect(
      pane(.huge, 80, 24, "$"),
      shows: """
        ▸ all together     $1.0G   $1.0G ███████│█!  100.0 OVER          $9.5G     over
          big              $1.0G   $1.00 ███████│█!  >9999 OVER         $11.2G     over
          cent           $412.50   $0.01 ███████│█!  >9999 OVER         $4,607     over
          spent-…-last    $50.00  $50.00 ███████│█   100.0 OVER      too early     over
          ends-today      $50.00  $50.00 ███████││   >99.9 CRITICAL     $50.00        -
          trillion        <$0.01   $1.0T ▏░░░░░░││    <0.1 OK           <$0.01        -
        """)
    #expect(pane(.huge, 80, 24, "$", "l").shows("━━ spent $1.0G  ╺  projected $9.5G  ── budget $1.0G"))
    #expect(pane(.huge, 80, 24, "$", "j", "j", "enter", "l").shows("spent $412.50"))
  }
}
