import Events
import Foundation
import Testing

@testable import Demo

@Suite struct TrafficTests {
  static let now = Timestamp(seconds: 1_767_312_000)

  /// Twenty minutes of life after the history.
  static let told = Told()

  /// What a demo told, and its totals at some seconds before now.
  struct Told {
    var lines: [Data] = []
    /// How many of the lines were the history.
    var historyCount = 0
    /// Whether asking for the history again told nothing more.
    var endsWithHistory = false
    var totals = Totals()
    var totalsAt: [Int64: Totals] = [:]

    init() {
      var traffic = Traffic(seed: 11, now: now)
      var bytes: [UInt8] = []
      for second: Int64 in [-2400, -500, -420, -300, 0] {
        bytes += traffic.lines(until: now.advanced(seconds: second))
        totalsAt[second] = traffic.totals
      }
      historyCount = Int(traffic.totals.lines)
      endsWithHistory = traffic.lines(until: now).isEmpty
      for second in 1...1200 { bytes += traffic.lines(until: now.advanced(seconds: Int64(second))) }
      lines = bytes.split(separator: UInt8(ascii: "\n")).map { Data($0) }
      totals = traffic.totals
    }
  }

  /// The lines as another reader of JSON has them; those that are no objects left out.
  static func objects() -> [[String: Any]] {
    told.lines.compactMap { try? JSONSerialization.jsonObject(with: $0) as? [String: Any] }
  }

  @Test func historyIsAnHourOfMonitoring() {
    #expect((20_000...60_000).contains(Self.told.historyCount))
    #expect(Self.told.totals.wrappers.count == Scenario.profiles.count)
    #expect(Self.told.endsWithHistory)
  }

  @Test func theSameSeedTellsTheSameHoweverTimeIsCut() {
    var whole = Traffic(seed: 3, now: Self.now)
    var cut = Traffic(seed: 3, now: Self.now)
    var other = Traffic(seed: 4, now: Self.now)
    let end = Self.now.advanced(seconds: 90)
    let atOnce = whole.lines(until: end)
    var inPieces = cut.lines(until: Self.now)
    for piece in 1...450 { inPieces += cut.lines(until: Self.now.advanced(microseconds: Int64(piece) * 200_000)) }
    #expect(atOnce == inPieces)
    #expect(whole.totals == cut.totals)
    let another = other.lines(until: Self.now.advanced(seconds: -3000))
    #expect(!another.isEmpty && !atOnce.starts(with: another))
  }

  @Test func linesComeInTheOrderOfTheirTime() {
    var last = ""
    for object in Self.objects() {
      guard let time = (object["end_time"] ?? object["time"] ?? object["start_time"]) as? String else { continue }
      #expect(time >= last)
      last = time
    }
    #expect(last <= Self.now.advanced(seconds: 1200).description)
  }

  @Test func totalsAreThoseOfTheLines() {
    var recount = Recount()
    for object in Self.objects() { recount.take(object) }
    for profile in Scenario.profiles {
      #expect(recount.wrappers[profile.name] == Self.told.totals.wrappers[profile.name], "\(profile.name)")
    }
    #expect(UInt64(Self.told.lines.count) == Self.told.totals.lines)
    #expect((150...700).contains(Self.told.totals.rejected))
  }

  @Test func operationsAreUnderWay() {
    let active = Self.told.totals.wrappers.values.reduce(0) { $0 + $1.active }
    #expect(active > 0)
    #expect(Self.told.totals.wrappers.values.allSatisfy { $0.active >= 0 })
  }

  @Test func everyWrapperKeepsItsCharacter() throws {
    func step(to second: Int64) throws -> Totals { try #require(Self.told.totalsAt[second]) }
    func rate(
      _ name: String, _ count: KeyPath<Totals.Wrapper, UInt64>, _ from: Totals, _ to: Totals
    ) -> Double {
      let old = from.wrappers[name] ?? Totals.Wrapper()
      let new = to.wrappers[name] ?? Totals.Wrapper()
      return Double(new[keyPath: count] - old[keyPath: count]) / Double(max(1, new.operations - old.operations))
    }
    let early = try step(to: -2400)
    let burst = try step(to: -500)
    let afterBurst = try step(to: -420)
    let late = try step(to: -300)
    let now = try step(to: 0)
    for healthy in ["routellm", "poml", "litellm-proxy", "anthropic-msgs", "sdxl-image"] {
      #expect(rate(healthy, \.failed, Totals(), now) < 0.002, "\(healthy)")
    }
    #expect((0.25...0.45).contains(rate("llamaindex-rag", \.fallback, Totals(), now)))
    #expect(rate("vllm-pool", \.failed, burst, afterBurst) > 0.6)
    #expect(rate("vllm-pool", \.failed, afterBurst, now) < 0.03)
    #expect(rate("openai-chat", \.failed, late, now) > 4 * rate("openai-chat", \.failed, Totals(), early))
    #expect(rate("web-search", \.failed, Totals(), early) > 0.12)
    #expect(rate("web-search", \.failed, late, now) == 0)
    #expect(rate("langchain-agent", \.timeouts, Totals(), now) > 0.005)
    let quiet = try #require(now.wrappers["sdxl-image"]?.lastEnd)
    #expect((1150...1300).contains(Self.now.seconds - quiet.seconds))
    let idle = try #require(now.wrappers["whisper-asr"]?.lastEnd)
    #expect(Self.now.seconds - idle.seconds > 3900)
    let dearest = now.wrappers.max { $0.value.cost < $1.value.cost }
    #expect(dearest?.key == "anthropic-msgs")
    let busiest = now.wrappers.max { $0.value.operations < $1.value.operations }
    #expect(busiest?.key == "litellm-proxy")
  }
}

@Suite struct SeededRandomTests {
  @Test func wholeNumbersCoverTheirRange() {
    var random = SeededRandom(seed: 5)
    let drawn = Set((0..<2000).map { _ in random.below(30) })
    #expect(drawn == Set(0..<30))
  }

  @Test func gapsHaveAMeanOfOneAndFactorsAMedianOfOne() {
    var random = SeededRandom(seed: 6)
    let mean = (0..<20_000).reduce(0.0) { sum, _ in sum + random.gap() } / 20_000
    #expect(abs(mean - 1) < 0.03)
    let factors = (0..<20_001).map { _ in random.skewed(spread: 0.8) }.sorted()
    #expect(abs(factors[10_000] - 1) < 0.05)
    #expect(factors[19_800] > 3)
  }
}
