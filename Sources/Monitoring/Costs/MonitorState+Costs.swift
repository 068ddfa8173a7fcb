import Events

extension MonitorState {
  /// The costs of a wrapper, or of all together, at an instant. `older` holds what breakdowns need beyond memory, by the
  /// number of the wrapper.
  package func costs(_ scope: CostScope, of range: TimeRange, at: Timestamp, older: [Int: [Breakdown]] = [:])
    -> CostReport?
  {
    nil
  }
}
