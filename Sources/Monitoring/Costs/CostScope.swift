import Events

/// Which costs are wanted in full.
public struct CostScope: Codable, Sendable, Equatable {
  /// Of this wrapper; nil for all together.
  public var wrapper: String?
  /// From when on costs are taken apart; nil for the time range of the snapshot.
  public var from: Timestamp?

  /// Costs of a wrapper, or of all together.
  public init(wrapper: String? = nil, from: Timestamp? = nil) {
    self.wrapper = wrapper
    self.from = from
  }
}
