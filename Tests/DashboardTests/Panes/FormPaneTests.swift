import Canvas
import Configuration
import Testing

@testable import Dashboard

/// What the form shows with its editors and dialogs, the history and new wrappers, alone.
@Suite("The form alone")
struct FormPaneTests {
  private func pane(
    _ columns: Int = 80, _ rows: Int = 24, glyphs: GlyphSet = .braille, _ prepare: (inout Operator) -> Void
  ) -> Drawing {
    var seat = Operator(Sample.with(Sample.editable), columns: columns, rows: rows)
    prepare(&seat)
    return seat.drawing(glyphs)
  }

  private func history(_ seat: inout Operator, _ records: [AuditRecord], _ keys: String...) {
    seat.press("c", "H")
    seat.perform(.configurationReply(.history(wrapper: "router", records: records)))
    for key in keys { seat.press(key) }
  }

  @Test func changesAreMarkedAndSaidBesideWhatTheyReplace() {
    let pane = pane { $0.changeTwoFields() }
    #expect(pane.shows("── router > configuration > form ────────────────── 2 changes   kind routellm ──"))
    #expect(pane.shows("▸•  timeout_seconds                   60 s             pending   was 45 s env"))
    expect(
      self.pane(40, 8) { $0.changeTwoFields() },
      shows: """
            FIELD            VALUE
            max_ret…ttempts  3                 ▐
        ▸•  timeout_seconds  60 s
        """)
    #expect(self.pane(60, 15) { $0.changeTwoFields() }.shows("▸•  timeout_seconds"))
    #expect(self.pane(80, 24, glyphs: .ascii) { $0.changeTwoFields() }.shows("timeout_seconds                   60 s"))
    let large = self.pane(200, 60) { $0.changeTwoFields() }
    #expect(large.shows("── changes (2) ──"))
    #expect(large.shows("timeout_seconds"))
  }

  @Test func everyKindOfValueHasItsEditor() {
    expect(
      pane { $0.edit("daily_budget") },
      shows: """
        ▸   daily_budget                      $[5         ]   > 0
              takes a number above 0 dollars; was $5 runtime
        """)
    expect(
      pane { $0.edit("auth_type") },
      shows: """
        ▸   auth_type                         ‹ bearer ›  1 of 3
              takes one of bearer, api_key, oauth; was bearer default
        ── auth_type ───────────────────────┌───────────┐───────────────────────────────
         How the wrapper proves who it is.  │▸ bearer   │
        """)
    expect(
      pane { $0.edit("api_endpoint") },
      shows: """
        ▸   api_endpoint                      [https://gateway.example.com/v1         ]
              takes an http or https URL with a host; was https://gateway.example.com/…
        """)
    let secret = pane(120, 36) { $0.edit("api_key", "hunter2") }
    #expect(secret.line("▸   api_key").contains("[•••••••"))
    #expect(!secret.shows("hunter2"))
    expect(
      pane { $0.edit("enabled") },
      shows: """
        ▸   enabled                           [✓] on
              takes true or false; was true file
        """)
    #expect(pane(200, 60) { $0.edit("daily_budget") }.line("▸   daily_budget").contains("[5  "))
  }

  @Test func errorsStandBelowTheFieldWhileItIsTyped() {
    for (columns, rows) in [(80, 24), (60, 15)] {
      let pane = pane(columns, rows) { $0.edit("daily_budget", "0") }
      #expect(pane.line("▸•E daily_budget").contains("$[0         ]   > 0"))
      #expect(pane.shows("      ERROR has to be a number above 0 dollars; it is \"0\""))
      #expect(pane.style("ERROR has", "ERROR") == "CCCCC")
    }
    #expect(pane { $0.edit("daily_budget", "0") }.shows("no changes   1 error"))
    expect(
      pane { $0.edit("monthly_budget", "2") },
      shows: """
         ERROR must not be below daily_budget, which is 5
         (/home/ops/.local/state/wraptop/runtime.json:3); it is 2
        """)
  }

  @Test func anEntryOfATable() {
    let path = FieldPath(["domain_routing_overrides", "law", "threshold"])
    expect(
      pane {
        $0.changeTwoFields()
        $0.go(to: path)
        $0.press("a")
      },
      shows: """
         ┌─ add an entry ─────────────────────────────────────────────────────────────┐
         │ Another entry of domain_routing_overrides, under a key of its own?         │
         │                                                                            │
         │ enter add one  esc leave it                                                │
        """)
    expect(
      pane {
        $0.changeTwoFields()
        $0.go(to: path)
        $0.press("a", "enter")
        $0.type("law")
      },
      shows: """
         ┌─ add an entry to domain_routing_overrides ─────────────────────────────────┐
         │ What the entry is for, such as the domain law.                             │
         │                                                                            │
         │ key  [law                                                                ] │
        """)
  }

  @Test func anEmptyField() {
    let pane = pane { seat in
      seat.press("c")
      seat.go(to: "monthly_budget")
      seat.press("e", "ctrl-n")
    }
    #expect(pane.line("▸•  monthly_budget").contains("pending"))
    let review = self.pane { seat in
      seat.press("c")
      seat.go(to: "monthly_budget")
      seat.press("e", "ctrl-n", "ctrl-s")
    }
    #expect(review.shows(" ┌─ review: 1 change to router ──"))
    #expect(review.shows("   - $900  (file)"))
  }

  @Test func theSearch() {
    let pane = pane { seat in
      seat.changeTwoFields()
      seat.press("/")
      seat.type("api_key")
    }
    #expect(pane.shows("/ api_key"))
    #expect(pane.shows("▸   api_key"))
  }

  @Test func whatLooksLikeASecretIsNotShown() {
    let exposed = "sk-proj-0123456789abcdefghijABCDEF"
    func type(_ seat: inout Operator, _ keys: String...) {
      seat.edit("weak_model", exposed)
      for key in keys { seat.press(key) }
    }
    let typing = pane(120, 36) { type(&$0) }
    #expect(typing.shows("     + ********  looks like a secret"))
    let taken = pane { type(&$0, "enter") }
    #expect(taken.shows("▸•W weak_model                        ********         pending   was gpt-3.5-t…"))
    #expect(taken.shows("      WARN looks like a secret, and everyone sees what this field holds; a sec…"))
    let review = pane { type(&$0, "enter", "ctrl-s", "y") }
    #expect(review.shows(" │   + ********  looks like a secret "))
    #expect(review.shows(" │ What looks like a secret is not written unless Ctrl-F says so. "))
    for drawing in [taken, review] { #expect(!drawing.shows(exposed)) }
  }

  @Test func theReview() {
    let pane = pane { seat in
      seat.changeTwoFields()
      seat.press("ctrl-s")
      seat.type("quarter")
    }
    expect(
      pane,
      shows: """
        │   - 45 s  (env)
        │   + 60 s  (runtime)
        """)
    #expect(pane.shows("│ reason  [quarter"))
    expect(
      self.pane(60, 15) {
        $0.changeTwoFields()
        $0.press("ctrl-s", "down")
      },
      shows: """
        ─┌─ review: 2 changes to router ──────────────────────────┐─
         │   - 45 s  (env)                                        │
         │   + 60 s  (runtime)                                  ▐ │▐
        """)
    expect(
      self.pane(40, 8) {
        $0.changeTwoFields()
        $0.press("ctrl-s", "down")
      },
      shows: """
         │ reason  [                        ] │
        """)
    expect(
      self.pane {
        $0.changeTwoFields()
        $0.press("ctrl-s", "y")
      },
      shows: """
         ┌─ writing… ─────────────────────────────────────────────────────────────────┐
         │ timeout_seconds                                                            │
        """)
    #expect(
      self.pane(120, 36, glyphs: .ascii) {
        $0.changeTwoFields()
        $0.press("ctrl-s")
      }.shows("review: 2 changes to router"))
  }

  @Test func whatOthersChanged() {
    for (columns, rows) in [(60, 15), (120, 36)] {
      let pane = pane(columns, rows) { seat in
        seat.edit("daily_budget", "7")
        seat.press("enter")
        seat.take(Sample.editable(budget: 6, version: "b"))
      }
      #expect(pane.shows("┌─ others changed the same ──"))
      expect(
        pane,
        shows: """
          │   yours    $7
          """)
      #expect(pane.shows("│   theirs   $6") && pane.shows("│   began    $5"))
    }
  }

  @Test func questions() {
    let passphrase = pane(120, 36) { seat in
      seat.edit("api_key", "hunter2")
      seat.press("enter", "ctrl-s", "y")
      seat.perform(.configurationReply(.needsPassphrase(isNew: false, isWrong: true)))
      seat.type("abc")
    }
    #expect(passphrase.shows("┌─ passphrase of the credential store ─"))
    #expect(passphrase.shows("│ passphrase  [•••  ") && !passphrase.shows("abc"))
    let leaving = pane(120, 36) { seat in
      seat.changeTwoFields()
      seat.press("esc")
    }
    #expect(leaving.shows("┌─ 2 changes are not written ─"))
    #expect(leaving.shows("│ ctrl-s review and write  ctrl-x throw away  esc stay"))
  }

  @Test func theHistory() {
    let pane = pane(120, 36) { history(&$0, Sample.records, "j") }
    #expect(pane.shows("── router > configuration > history ──"))
    #expect(pane.line("▸").contains("api_key"))
    expect(
      self.pane { history(&$0, Sample.records, "j", "enter") },
      shows: """
         what        changed
         wrapper     router
         field       api_key
         old         ********
         new         ${env:KEY}
        """)
    #expect(
      self.pane { history(&$0, Sample.records, "j", "enter") }.shows(
        " rollback    not possible: the old value was a secret, which is not kept"))
    #expect(self.pane(200, 60, glyphs: .ascii) { history(&$0, Sample.records, "j") }.shows("> 2026-01-31"))
    let unset = [Sample.record(12, old: nil), Sample.record(11, "oauth_client_id", old: nil, new: .text("me"))]
    expect(
      self.pane { history(&$0, unset) },
      shows: """
        ▸ 2026-01-31 11:02:00  ops       daily_budget        $20 (file) -> $5        12
          2026-01-31 11:01:00  ops       oauth_client_id     not set -> me           11
        """)
  }

  // What is taken back was a value of wraptop's, or none, so that that of the file shows again.
  @Test(arguments: [(120.0, "$120  (runtime)"), (nil, "$20  (file, shows again)")])
  func rollingBack(old: Double?, shown: String) {
    let record = Sample.record(12, old: old.map { .number($0) })
    let pane = pane { history(&$0, [record], "b") }
    #expect(pane.shows(" ┌─ take change 12 back ──"))
    expect(pane, shows: " │   - $5  (runtime)\n │   + \(shown)")
  }

  @Test func newWrappers() {
    expect(
      pane {
        $0.press("c", "n")
        $0.type("new-bot")
      },
      shows: """
         │ name  [new-bot                                                           ] │
         │       as it is called in its events                                        │
         │                                                                            │
         │   external        34 fields    any tool that tells of itself               │
        """)
    func kinds(_ seat: inout Operator, _ keys: String...) {
      seat.press("c", "n")
      seat.type("new-bot")
      seat.press("enter", "j")
      for key in keys { seat.press(key) }
    }
    #expect(pane(120, 36) { kinds(&$0) }.shows("▸ routellm"))
    #expect(pane(60, 15) { kinds(&$0) }.shows("▸ routellm"))
    #expect(pane(40, 8) { kinds(&$0) }.shows(" │ name  new-bot                      │"))
    expect(
      pane { kinds(&$0, "enter") },
      shows: """
        ── new-bot > configuration > form ──────────────── no changes   kind routellm ──
        Not configured yet, kind routellm: what is set here begins it when it is written
        ── fields 40 ─
        """)
  }
}
