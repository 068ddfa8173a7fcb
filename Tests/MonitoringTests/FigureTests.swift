import Events
import Testing

@testable import Monitoring

/// Whatever the table of figures names is read, counted for the whole and for groups, stored, and told.
@Suite struct FigureTests {
  // Those that operations report under a key of their own.
  private static let reported = Figure.all.filter { $0.key != nil }.map(\.name)

  private func line(_ figure: Figure, _ number: String, model: String) -> String {
    let key = figure.key ?? ""
    let metrics =
      #""custom_metrics":{"model_used":"\#(model)""# + (figure.isField ? "" : #","\#(key)":\#(number)"#) + "}"
    let field = figure.isField ? #","\#(key)":\#(number)"# : ""
    return #"{"wrapper_name":"w","end_time":"2026-01-01T23:30:00Z","cost_estimate":1,\#(metrics)\#(field)}"#
  }

  // Numbers that are allowed whatever is measured.
  private func expected(_ figure: Figure, _ a: Double, _ b: Double) -> Figure.Value {
    switch figure.unit {
    case .money: .money(Money(nanodollars: Int128(((a + b) * 1e9).rounded())))
    case .count: .count(UInt64(a) + UInt64(b))
    case .hours: .number((a + b) / 3_600_000)
    case .milliseconds, .score, .share: .number((a + b) / 2)
    }
  }

  @Test(arguments: reported) func aFigureIsReadCountedAndStored(name: String) throws {
    let figure = try #require(Figure.all.first { $0.name == name })
    var feed = Feed(state: MonitorState(breakdownHours: 26, breakdownsHaveStore: true))
    feed.lines(line(figure, "1", model: "m"), line(figure, "0.25", model: "m"), line(figure, "0.5", model: "n"))
    let summary = feed.state.breakdown(of: 0, from: feed.now.advanced(seconds: -7200), through: feed.now)
    #expect(summary.models.first { $0.name == "m" }?.value(of: figure) == expected(figure, 1, 0.25))

    let fresh = feed.state.takeFreshBreakdowns(of: 0)
    let stored = try #require((fresh.fine + fresh.coarse).opened.first)
    let read = try #require(Breakdown(index: stored.index, encoded: stored.encoded))
    #expect(GroupFigures(name: "all", read.all).value(of: figure) == summary.all.value(of: figure))
    #expect(summary.all.value(of: figure) != GroupFigures(name: "none").value(of: figure))
  }

  /// Tokens from caches count under either name, and once; hits are a share of the operations that tell it.
  @Test func caches() {
    var feed = Feed(state: MonitorState(breakdownHours: 26))
    func line(_ metrics: String) -> String {
      #"{"wrapper_name":"w","cost_estimate":1,"custom_metrics":{"model_used":"m",\#(metrics)}}"#
    }
    feed.lines(
      line(#""cached_tokens":7"#), line(#""cached_tokens":7,"cache_read_input_tokens":5,"cache_hit":true"#),
      line(#""cache_creation_input_tokens":3,"cache_hit":false"#), line(#""cache_hit":"None""#))
    let summary = feed.state.breakdown(of: 0, from: feed.now.advanced(seconds: -7200), through: feed.now)
    func value(_ name: String) -> Figure.Value? {
      Figure.all.first { $0.name == name }.flatMap { summary.models.first?.value(of: $0) }
    }
    #expect(value("cache_read_tokens") == .count(12) && value("cache_write_tokens") == .count(3))
    #expect(value("cache_hit_rate") == .number(0.5))
  }

  @Test func namesAndFieldsAreOneEach() {
    #expect(Set(Figure.all.map(\.name)).count == Figure.all.count)
    #expect(Set(Figure.all.map(\.field)).count == Figure.all.count)
    #expect(Figure.all.allSatisfy { !$0.label.isEmpty })
  }

  @Test func whatIsLeftOfAllWithoutGroups() {
    var feed = Feed(state: MonitorState(breakdownHours: 26))
    feed.lines(
      #"{"wrapper_name":"w","quality_score":0.25,"cost_estimate":1,"duration_ms":10,"custom_metrics":{"model_used":"m","requests_made":2}}"#,
      #"{"wrapper_name":"w","quality_score":0.75,"cost_estimate":2,"duration_ms":30,"custom_metrics":{"requests_made":3}}"#
    )
    let summary = feed.state.breakdown(of: 0, from: feed.now.advanced(seconds: -7200), through: feed.now)
    let rest = summary.rest(of: summary.models, named: "(no model)")
    #expect(rest?.operations == 1 && rest?.cost == Money("2") && rest?.requests == 3)
    // Means are known of it as well; quantiles are not.
    #expect(rest?.meanQuality == 0.75 && rest?.averageDurationMs == 30 && rest?.p50Ms == nil)
    #expect(summary.rest(of: summary.operationTypes, named: "") == nil)
  }
}
