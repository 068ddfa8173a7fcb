import Events
import TestSupport
import Testing

@testable import Monitoring

/// Above a thousand wrappers, groups and metrics have sums only: those are what a naive reckoning comes to.
@Suite struct CrowdTests {
  private struct Naive: Equatable {
    var operations: UInt64 = 0
    var failed: UInt64 = 0
    var cost: Int128 = 0
    var requests: UInt64 = 0
  }

  private func figures(_ groups: [GroupFigures]) -> [String: Naive] {
    Dictionary(
      uniqueKeysWithValues: groups.map {
        ($0.name, Naive(operations: $0.operations, failed: $0.failed, cost: $0.cost.nanodollars, requests: $0.requests))
      })
  }

  @Test(arguments: 0..<5) func groupsHaveSumsOnly(seed: UInt64) throws {
    var random = SeededRandom(seed: seed &+ 9)
    var feed = Feed(state: MonitorState(breakdownHours: 26))
    feed.batch((0...MonitoringLimits.crowd).map { #"{"wrapper_name":"other-\#($0)"}"# })
    var models: [String: Naive] = [:]
    var types: [String: Naive] = [:]
    var speeds: (count: UInt64, sum: Double) = (0, 0)
    let lines = (0..<300).map { _ -> String in
      // More names than are told apart are for other tests.
      let model = "m\(random.below(20))", type = "t\(random.below(4))", isFailed = random.happens(0.2)
      let cents = Int128(random.below(500)), requests = random.below(4), speed = Double(random.below(1000))
      func count(_ naive: inout Naive) {
        naive.operations += 1
        naive.failed += isFailed ? 1 : 0
        naive.cost += cents * 10_000_000
        naive.requests += requests
      }
      count(&models[model, default: Naive()])
      count(&types[type, default: Naive()])
      speeds = (speeds.count + 1, speeds.sum + speed)
      return #"{"wrapper_name":"w","operation_type":"\#(type)","status":"\#(isFailed ? "error" : "success")","#
        + #""duration_ms":\#(1 + random.below(500)),"cost_estimate":\#(Double(cents) / 100),"#
        + #""custom_metrics":{"model_used":"\#(model)","requests_made":\#(requests),"speed":\#(speed)}}"#
    }
    feed.batch(lines)
    let number = try #require(feed.state.knownNumber(of: "w"))
    let summary = feed.state.breakdown(of: number, from: feed.now.advanced(seconds: -300), through: feed.now)
    #expect(figures(summary.models) == models)
    #expect(figures(summary.operationTypes) == types)
    #expect(summary.models.allSatisfy { $0.p50Ms == nil && $0.medianCostUsd == nil && $0.averageDurationMs != nil })
    #expect(summary.all.p50Ms != nil && summary.all.p95Ms != nil && summary.all.medianCostUsd != nil)
    let speed = try #require(summary.numbers.first { $0.name == "speed" })
    #expect(speed.count == speeds.count && speed.sum == speeds.sum && speed.p50 == nil)
  }

  @Test func quantilesCoverWhatWasCountedWhileThereWereFewer() throws {
    var feed = Feed(state: MonitorState(breakdownHours: 26))
    func line(_ milliseconds: Int) -> String {
      #"{"wrapper_name":"w","duration_ms":\#(milliseconds),"custom_metrics":{"model_used":"m"}}"#
    }
    feed.lines(line(100))
    feed.batch((0...MonitoringLimits.crowd).map { #"{"wrapper_name":"other-\#($0)"}"# })
    feed.lines(line(300))
    let summary = feed.state.breakdown(of: 0, from: feed.now.advanced(seconds: -300), through: feed.now)
    let model = try #require(summary.models.first)
    #expect(model.operations == 2 && model.averageDurationMs == 200)
    #expect(model.p95Ms.map { abs($0 - 100) < 2 } == true && summary.all.p95Ms.map { abs($0 - 300) < 4 } == true)
  }
}
