import Events

/// What a `Traffic` has told so far, exactly: the truth that a monitor fed with it has to come to.
package struct Totals: Sendable, Equatable {
  /// The completed operations of one wrapper.
  package struct Wrapper: Sendable, Equatable {
    package var operations: UInt64 = 0
    /// Timeouts and cancellations included.
    package var failed: UInt64 = 0
    /// Operations that used a fallback, whatever came of it.
    package var fallback: UInt64 = 0
    package var timeouts: UInt64 = 0
    package var cancelled: UInt64 = 0
    package var cost = Money.zero
    /// The sum of all durations in microseconds.
    package var durationMicroseconds: Int64 = 0
    /// Operations that were said to have started, and have not ended.
    package var active = 0
    /// The end time of the newest operation.
    package var lastEnd: Timestamp?
  }

  /// By name.
  package var wrappers: [String: Wrapper] = [:]
  /// Lines, those that have to be rejected included.
  package var lines: UInt64 = 0
  /// Lines that have to be rejected.
  package var rejected: UInt64 = 0

  mutating func started(_ name: String) { wrappers[name, default: Wrapper()].active += 1 }

  mutating func spent(_ spending: EarlierCost) {
    wrappers[spending.wrapper, default: Wrapper()].cost += spending.cost
  }

  mutating func ended(_ operation: Operation, of profile: Profile) {
    var wrapper = wrappers[profile.name] ?? Wrapper()
    wrapper.operations += 1
    if !operation.status.isSuccess { wrapper.failed += 1 }
    if operation.fallbackUsed { wrapper.fallback += 1 }
    if operation.status == .timeout { wrapper.timeouts += 1 }
    if operation.status == .cancelled { wrapper.cancelled += 1 }
    wrapper.cost += Money(nanodollars: Int128(operation.cost))
    wrapper.durationMicroseconds += operation.end.microseconds - operation.start.microseconds
    if operation.style != .records { wrapper.active -= 1 }
    wrapper.lastEnd = max(wrapper.lastEnd ?? operation.end, operation.end)
    wrappers[profile.name] = wrapper
  }
}
