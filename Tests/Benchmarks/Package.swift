// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that who uses wraptop never builds it: what `swift package benchmark` measures in process.
// Whole-program figures come from ./run beside this file.
let package = Package(
  name: "wraptop-benchmarks",
  dependencies: [
    .package(name: "wraptop", path: "../.."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "WrapperMonitoringBenchmarks",
      dependencies: [
        .product(name: "WrapperMonitoring", package: "wraptop"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/WrapperMonitoringBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ],
  swiftLanguageModes: [.v6]
)
