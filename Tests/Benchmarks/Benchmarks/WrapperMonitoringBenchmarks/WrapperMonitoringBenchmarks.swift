import Benchmark
import Monitoring

/// What the library costs the program that uses it. Goals (throughput of "operations"): 1,000,000 a second on one thread,
/// and no fewer with 10,000,000 behind them.
let benchmarks: @Sendable () -> Void = {
  // Ten million operations of this length fill the 24 hours that are kept.
  let step: Int64 = 8640

  Benchmark("operations", configuration: .operations) { benchmark, workload in
    workload.perform(benchmark.scaledIterations.count)
  } setup: {
    Workload(wrappers: 20, step: step)
  }

  Benchmark("operations after 10,000,000", configuration: .operations) { benchmark, workload in
    workload.perform(benchmark.scaledIterations.count)
  } setup: {
    let workload = Workload(wrappers: 20, step: step)
    workload.perform(10_000_000)
    return workload
  }

  for count in [20, 1000, 10_000] {
    // An hour with 60 operations of every wrapper.
    func hour() -> Workload {
      let workload = Workload(wrappers: count, step: 60_000_000 / Int64(count))
      workload.perform(60 * count)
      return workload
    }

    Benchmark("health of one of \(count) wrappers", configuration: .questions) { benchmark, workload in
      for _ in benchmark.scaledIterations { blackHole(workload.monitor.health(of: workload.wrappers[count / 2])) }
    } setup: {
      hour()
    }

    Benchmark("system health of \(count) wrappers", configuration: .snapshots) { _, workload in
      blackHole(workload.monitor.systemHealth())
    } setup: {
      hour()
    }

    Benchmark("snapshot of \(count) wrappers", configuration: .snapshots) { _, workload in
      blackHole(workload.monitor.snapshot())
    } setup: {
      hour()
    }
  }
}

extension Benchmark.Configuration {
  /// A thousand operations a measurement, three million in all.
  fileprivate static var operations: Self {
    Self(
      metrics: [.throughput, .wallClock, .peakMemoryResident], warmupIterations: 1, scalingFactor: .kilo,
      maxDuration: .seconds(15), maxIterations: 3000)
  }

  /// A thousand questions a measurement.
  fileprivate static var questions: Self {
    Self(
      metrics: [.wallClock, .throughput], warmupIterations: 1, scalingFactor: .kilo, maxDuration: .seconds(2),
      maxIterations: 100)
  }

  /// One snapshot a measurement.
  fileprivate static var snapshots: Self {
    Self(
      metrics: [.wallClock], timeUnits: .microseconds, warmupIterations: 1, maxDuration: .seconds(3),
      maxIterations: 100)
  }
}
