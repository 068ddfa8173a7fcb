import Foundation

/// Returns the seeds with which a random model runs: a few by default, and all of them where `WRAPTOP_LONG_TESTS` is set,
/// as in CI.
package func modelSeeds(_ all: Int, brief: Int) -> Range<Int> {
  0..<(ProcessInfo.processInfo.environment["WRAPTOP_LONG_TESTS"] == nil ? brief : all)
}
