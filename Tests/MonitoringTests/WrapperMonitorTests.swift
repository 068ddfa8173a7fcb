import Events
import Monitoring
import Synchronization
import Testing

/// The library's face, from many threads.
@Suite struct WrapperMonitorTests {
  private final class Clock: Sendable {
    let now = Mutex(Timestamp("2026-01-02T00:00:00Z") ?? Timestamp(seconds: 0))
    func advance(milliseconds: Int64) { now.withLock { $0 = $0.advanced(microseconds: milliseconds * 1000) } }
  }

  @Test func anOperationFromStartToEnd() {
    let clock = Clock()
    let monitor = WrapperMonitor(clock: { clock.now.withLock { $0 } })
    #expect(monitor.start("a", wrapper: "w", type: "chat"))
    #expect(!monitor.start("a", wrapper: "w"))
    clock.advance(milliseconds: 250)
    #expect(monitor.recordFallback("a", reason: "slow"))
    #expect(monitor.recordSuccess("a", cost: Money("0.5")))
    #expect(monitor.end("a"))
    #expect(!monitor.end("a"))
    #expect(!monitor.recordError("a", message: "late"))
    let record = monitor.operations(of: "w").first
    #expect(record?.durationMs == 250)
    #expect(record?.status == .fallback)
    #expect(record?.cost == Money("0.5"))
    #expect(monitor.activeWrappers() == ["w"])
    #expect(monitor.stats(of: "w")?.figures.sums.fallback == 1)
    #expect(monitor.health(of: "nobody") == nil)
    #expect(monitor.systemHealth().totalOperations == 1)
  }

  @Test func errorsAndFatalErrors() {
    let clock = Clock()
    let monitor = WrapperMonitor(clock: { clock.now.withLock { $0 } })
    monitor.start("a", wrapper: "w")
    monitor.recordError("a", message: "key sk-abcdefghijkl is bad", code: "401")
    monitor.end("a")
    monitor.start("b", wrapper: "w")
    monitor.recordFatalError("b", message: "gone")
    monitor.end("b")
    #expect(monitor.operations().map(\.errorMessage) == ["key ******** is bad", "gone"])
    #expect(monitor.operations().map(\.errorCode) == ["401", "FATAL_ERROR"])
    #expect(monitor.health(of: "w")?.status == .critical)
  }

  @Test func whatNeverEndsIsAbandonedAfterAnHour() {
    let clock = Clock()
    let monitor = WrapperMonitor(clock: { clock.now.withLock { $0 } })
    monitor.start("a", wrapper: "w")
    clock.advance(milliseconds: 3_600_001)
    #expect(monitor.systemHealth().activeOperations == 0)
    #expect(monitor.snapshot().wrappers.first?.totals.abandoned == 1)
    #expect(!monitor.end("a"))
  }

  @Test func operationsAreSelectedAndBounded() {
    let clock = Clock()
    let monitor = WrapperMonitor(clock: { clock.now.withLock { $0 } })
    for i in 0..<12_000 {
      monitor.start("\(i)", wrapper: i % 2 == 0 ? "even" : "odd")
      monitor.end("\(i)")
      clock.advance(milliseconds: 1)
    }
    let all = monitor.operations()
    #expect(all.count == 10_000)
    #expect(all.first?.operationID == "2000")
    #expect(all.last?.operationID == "11999")
    #expect(monitor.operations(of: "odd").count == 5000)
    let some = monitor.operations(since: all[100].end, until: all[199].end)
    #expect(some.count == 100)
  }

  @Test func manyThreadsLoseNothing() async {
    let clock = Clock()
    let monitor = WrapperMonitor(clock: { clock.now.withLock { $0 } })
    await withTaskGroup(of: Void.self) { group in
      for thread in 0..<8 {
        group.addTask {
          for i in 0..<2000 {
            monitor.start("\(thread)-\(i)", wrapper: "w\(thread % 3)")
            if i % 10 == 0 { monitor.recordError("\(thread)-\(i)", message: "m") }
            monitor.end("\(thread)-\(i)")
            if i % 500 == 0 { _ = monitor.snapshot() }
          }
        }
      }
    }
    #expect(monitor.systemHealth().totalOperations == 16_000)
    #expect(monitor.systemHealth().errorCount == 1600)
    #expect(monitor.systemHealth().activeOperations == 0)
  }

  @Test func costsAgainstBudgets() throws {
    let clock = Clock()
    let monitor = WrapperMonitor(costDays: 7, clock: { clock.now.withLock { $0 } })
    var plan = BudgetPlan()
    plan.wrappers["support"] = BudgetLimits(daily: Money("25"), monthly: Money("500"))
    monitor.setBudgets(plan)
    monitor.start("op-1", wrapper: "support", type: "chat")
    #expect(monitor.recordMetrics("op-1", ["model_used": .text("gpt-4o"), "tokens_used": .number(1840)]))
    #expect(!monitor.recordMetrics("op-1", ["tokens_used": .number(.nan)]))
    #expect(!monitor.recordMetrics("op-2", ["tokens_used": .number(1)]))
    monitor.recordSuccess("op-1", cost: Money("0.0138"))
    monitor.end("op-1")
    clock.advance(milliseconds: 3_600_000)
    #expect(monitor.budget(of: "support")?.daily?.remaining == Money("24.9862"))
    #expect(monitor.budget(of: "nobody") == nil && monitor.budget() == nil)
    let costs = try #require(monitor.costs(of: "support"))
    #expect(costs.analysis.breakdown.models.first?.costPerMillionTokens == Money("7.5"))
    #expect(monitor.costs(of: "nobody") == nil)
    #expect(monitor.recommendations(of: "support").map(\.kind) == [.tokenOptimization])
    #expect(WrapperMonitor(clock: { clock.now.withLock { $0 } }).costs() == nil)
  }

  @Test func pricesEstimateWhatIsNotTold() {
    let clock = Clock()
    let monitor = WrapperMonitor(costDays: 1, clock: { clock.now.withLock { $0 } })
    monitor.setPrices(PriceTable(["m": TokenPrices(input: 1_000_000_000_000)]))
    monitor.start("a", wrapper: "w")
    monitor.recordMetrics("a", ["model_used": .text("m"), "prompt_tokens": .number(2000)])
    monitor.end("a")
    #expect(monitor.costs(of: "w")?.analysis.breakdown.all.estimated == Money("0.002"))
  }
}
