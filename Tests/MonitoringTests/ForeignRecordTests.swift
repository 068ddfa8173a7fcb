import Events
import Testing

@testable import Monitoring

/// What becomes of records of foreign formats: each operation counts once, however often and from wherever it is told, and
/// what earlier records tell is added (articles Formats, LiteLLM, Claude Code, Agents).
@Suite struct ForeignRecordTests {
  private func summary(_ feed: Feed, of number: Int = 0) -> BreakdownSummary {
    feed.state.breakdown(of: number, from: feed.now.advanced(seconds: -86_400), through: feed.now)
  }
  private func totals(_ feed: inout Feed, _ name: String) -> WrapperTotals {
    feed.wrapper(name)?.totals ?? WrapperTotals()
  }
  private func records(_ feed: Feed) -> [OperationRecord] { feed.state.operations.records { _, _ in true } }

  // MARK: LiteLLM

  private func attempt(_ id: String, _ group: String, failed: Bool = false, trace: String = "t1") -> String {
    let error = #""error_information":{"error_code":"429","error_class":"RateLimitError","error_message":"slow down"},"#
    return
      #"{"id":"\#(id)","litellm_call_id":"same","trace_id":"\#(trace)","call_type":"acompletion","status":"\#(failed ? "failure" : "success")","model_group":"\#(group)","startTime":1767268800,"endTime":1767268800.25,\#(failed ? error : "")"response_cost":\#(failed ? "0" : "0.01"),"prompt_tokens":5}"#
  }

  /// The answer of another model after a failure of the same request is that of a fallback; the failure stays one. Each of
  /// them is told twice, in batches of their own, with a restart between.
  @Test func aFailureBeforeMakesAFallback() throws {
    var feed = Feed(state: MonitorState(breakdownHours: 721))
    feed.lines(attempt("a", "flaky", failed: true), attempt("a", "flaky", failed: true))
    #expect(feed.applied.accepted == 1 && feed.applied.duplicates == 1)
    let stored = feed.linker.takeChanges()
    feed.linker = EventLinker(bytes: try #require(stored))
    #expect(feed.linker.bytes == stored)
    feed.lines(
      attempt("b", "backup"), attempt("b", "backup"), attempt("c", "flaky"), attempt("d", "backup", trace: "t2"))
    #expect(feed.applied.accepted == 3 && feed.applied.duplicates == 1)
    let told = records(feed).map { "\($0.wrapperName) \($0.status) \($0.fallbackReason ?? "-")" }
    #expect(
      told == [
        "flaky error -", "backup fallback RateLimitError 429", "flaky success -", "backup success -",
      ])
    let backup = totals(&feed, "backup"), flaky = totals(&feed, "flaky")
    #expect(backup.total == 2 && backup.fallback == 1 && backup.failed == 0 && backup.cost == Money("0.02"))
    #expect(flaky.total == 2 && flaky.failed == 1)
    let number = try #require(feed.state.wrapperNames.firstIndex(of: "backup"))
    #expect(summary(feed, of: number).all.fields.mean(.fallbackTime, per: .fallbackTimeCount) == 250)
  }

  /// A trace can be a session: one failure makes one fallback, and none of a request that has nothing to do with it.
  @Test func aFailureMakesOneFallback() {
    var feed = Feed()
    func later(_ line: String) -> String {
      line.replacing("\"startTime\":1767268800", with: "\"startTime\":1767269200").replacing(
        "\"endTime\":1767268800", with: "\"endTime\":1767269200")
    }
    feed.lines(attempt("a", "flaky", failed: true), later(attempt("b", "backup")))
    feed.lines(attempt("c", "backup"), attempt("d", "other"))
    #expect(
      records(feed).map { "\($0.operationID ?? "") \($0.status)" } == [
        "a error", "b success", "c fallback", "d success",
      ])
  }

  /// A duplicate is one from whichever source, also where positions of files guarantee that their lines count once.
  @Test func duplicatesAreLookedForEverywhere() {
    var feed = Feed()
    feed.lines(attempt("a", "m"), source: 1)
    feed.lines(attempt("a", "m"), source: 2)
    #expect(feed.applied.duplicates == 1)
    // Native records of files are not looked up because of that.
    #expect(!feed.state.ids.holdsOthers)
  }

  // MARK: Claude Code

  private func answer(_ output: Int, id: String = "m1", model: String = "m", input: Int = 3) -> String {
    #"{"type":"assistant","sessionId":"s","timestamp":"2026-01-01T23:30:00Z","requestId":"r","message":{"id":"\#(id)","model":"\#(model)","usage":{"input_tokens":\#(input),"cache_read_input_tokens":97,"output_tokens":\#(output)}}}"#
  }

  /// One request over several lines counts once, with its usage at the largest: what is new is added to what was counted.
  @Test(arguments: [[10, 10, 40, 40], [40, 10], [10, 40], [40]])
  func usageThatGrows(_ outputs: [Int]) throws {
    for isOneBatch in [true, false] {
      var feed = pricedFeed()
      feed.state.trackChanges()
      var duplicates: UInt64 = 0
      let lines = outputs.map { answer($0) }
      for batch in isOneBatch ? [lines] : lines.map({ [$0] }) {
        feed.batch(batch)
        duplicates += feed.applied.duplicates
        feed.linker = EventLinker(bytes: feed.linker.bytes)
      }
      let totals = totals(&feed, "m")
      #expect(totals.total == 1 && duplicates == UInt64(outputs.count - 1))
      // 3 of input at 1,000, 97 from a cache at 100, 40 of output at 10,000 nano-dollars.
      #expect(totals.cost == Money("0.0004127") && totals.estimated == totals.cost)
      let all = summary(feed).all
      #expect(all.cost == Money("0.0004127") && all.tokens == 140)
      #expect(summary(feed).models.map { "\($0.name) \($0.cost)" } == ["m 0.0004127"])
      #expect(feed.state.wrappers[0].spending.elements.map(\.cost) == [412_700])
      #expect(feed.state.wrappers[0].hours.elements.map(\.sums.cost) == [412_700])
      // Applied again from the journal, it is the same.
      var again = pricedFeed()
      again.state.trackChanges()
      again.state.replay(feed.journal)
      #expect(again.state.wrappers[0].totals == feed.state.wrappers[0].totals)
    }
  }

  /// The same answer in another file is a duplicate, and tokens without a price are unpriced once.
  @Test func usageInOtherFiles() {
    var feed = Feed(state: MonitorState(breakdownHours: 721))
    feed.lines(answer(10), source: 1)
    feed.lines(answer(40), answer(40, id: "m2"), source: 2)
    let totals = totals(&feed, "m")
    #expect(feed.applied.duplicates == 1 && totals.total == 2 && totals.costs == CostSum(unpriced: 2))
    #expect(summary(feed).all.tokens == 280)
  }

  /// A run has the model with which its stream began.
  @Test func runsAreNamedByTheirBeginning() {
    let begin = #"{"type":"system","subtype":"init","session_id":"s","model":"claude-x"}"#
    let end =
      #"{"type":"result","subtype":"success","is_error":false,"duration_ms":4000,"total_cost_usd":0.5,"session_id":"s","uuid":"u","usage":{"input_tokens":10,"output_tokens":5}}"#
    var feed = Feed(state: MonitorState(breakdownHours: 721))
    feed.lines(begin)
    feed.linker = EventLinker(bytes: feed.linker.bytes)
    feed.lines(end, end.replacing(#""session_id":"s","uuid":"u""#, with: #""session_id":"other","uuid":"v""#))
    #expect(feed.state.wrapperNames == ["claude-x", "claude-code"])
    #expect(totals(&feed, "claude-x").cost == Money("0.5"))
    #expect(summary(feed).models.map(\.name) == ["claude-x"])
  }

  // MARK: Codex

  // The second tells lines apart that say the same.
  private func codex(_ type: String, _ payload: String, at second: Int) -> String {
    #"{"timestamp":"2026-01-01T23:30:0\#(second).000Z","type":"\#(type)","payload":{\#(payload)}}"#
  }
  private func usage(_ total: Int, at second: Int, model: String = "") -> String {
    codex(
      "event_msg",
      #""type":"token_count","info":{\#(model)"total_token_usage":{"input_tokens":\#(total),"output_tokens":\#(total)},"last_token_usage":{"input_tokens":10,"output_tokens":2}}"#,
      at: second)
  }

  /// Usage has the model of the latest turn of its file; totals that have not changed are told again.
  @Test func codexTurns() {
    var feed = Feed(state: MonitorState(breakdownHours: 721))
    let first = codex("turn_context", #""model":"gpt-5""#, at: 1)
    let second = codex("turn_context", #""model":"gpt-6""#, at: 3)
    feed.lines(
      usage(1, at: 0), first, usage(2, at: 1), usage(2, at: 2), second, usage(2, at: 3), usage(3, at: 4), source: 1)
    #expect(feed.applied.accepted == 3 && feed.applied.duplicates == 2)
    #expect(records(feed).map(\.wrapperName) == ["codex", "gpt-5", "gpt-6"])
    // Another file has turns and totals of its own; and a record that names its model needs none.
    feed.lines(usage(3, at: 5), usage(4, at: 6, model: #""model":"gpt-7","#), source: 2)
    feed.lines(usage(5, at: 7), source: 1)
    #expect(records(feed).suffix(3).map(\.wrapperName) == ["codex", "gpt-7", "gpt-6"])
    let six = feed.state.wrapperNames.firstIndex(of: "gpt-6") ?? 0
    #expect(summary(feed, of: six).models.map { "\($0.name) \($0.tokens)" } == ["gpt-6 24"])
  }

  // MARK: OTLP

  /// The receiver's values and the lines of a file are the same operations.
  @Test func telemetryCountsOnce() {
    var feed = Feed()
    var span = TelemetrySpan(resource: TelemetryResource())
    span.traceID = [UInt8](repeating: 1, count: 16)
    span.spanID = [UInt8](repeating: 2, count: 8)
    span.name = "chat m"
    (span.start, span.end) = (1_767_268_800_000_000_000, 1_767_268_801_000_000_000)
    guard var decoder = EventDecoder(seed: 3, keepsMetrics: true, makeIdentity: { 7 }) else { return }
    var (batch, spans) = (EventBatch(), [span, span])
    decoder.decode(spans: { spans.popLast().map(Optional.some) }, now: feed.now) { batch = $0 }
    feed.linker.link(&batch, source: 0, makeIdentity: { 8 })
    let applied = feed.state.apply(batch, dedupes: true, now: feed.now)
    #expect(applied.accepted == 1 && applied.duplicates == 1)
    let line =
      #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"01010101010101010101010101010101","spanId":"0202020202020202","name":"chat m","startTimeUnixNano":"1767268800000000000","endTimeUnixNano":"1767268801000000000"},{"spanId":"0000000000000000","name":"chat m","startTimeUnixNano":"1767268800000000000","endTimeUnixNano":"1767268801000000000"}]}]}]}"#
    feed.lines(line, line)
    #expect(feed.applied.accepted == 2 && feed.applied.duplicates == 2)
    #expect(totals(&feed, "otlp").total == 3)
  }

  /// What is stored of the linker and damaged is left out.
  @Test func anyBytesAreAState() {
    var feed = Feed()
    feed.lines(attempt("a", "flaky", failed: true), answer(1), usage(1, at: 0))
    let whole = feed.linker.bytes
    for count in 0..<whole.count { _ = EventLinker(bytes: Array(whole.prefix(count))).bytes }
    for place in whole.indices {
      var bytes = whole
      bytes[place] ^= 0xFF
      _ = EventLinker(bytes: bytes).bytes
    }
    #expect(EventLinker(bytes: whole).bytes == whole)
  }
}
