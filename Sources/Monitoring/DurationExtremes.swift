/// The smallest and the largest duration that was counted, in nanoseconds: no quantile lies outside.
package struct DurationExtremes: Sendable, Codable, Equatable {
  package private(set) var least = Int64.max
  package private(set) var most = Int64.min

  /// Nothing was counted.
  package init() {}

  /// What was stored.
  init(least: Int64, most: Int64) {
    self.least = least
    self.most = most
  }

  /// Something was counted of which only the bucket is known.
  static let unknown = DurationExtremes(least: 0, most: .max)

  /// True if nothing was counted, or nothing is known of it.
  var isEmpty: Bool { least > most }

  @inline(__always)
  mutating func add(_ nanoseconds: Int64) {
    if nanoseconds < least { least = nanoseconds }
    if nanoseconds > most { most = nanoseconds }
  }

  mutating func add(_ other: DurationExtremes) {
    least = min(least, other.least)
    most = max(most, other.most)
  }

  /// The nearest of the values between them, in milliseconds.
  func limit(_ milliseconds: Double) -> Double {
    isEmpty ? milliseconds : min(max(milliseconds, Double(least) / 1e6), Double(most) / 1e6)
  }
}
