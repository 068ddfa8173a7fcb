import Events

/// The newest things that are known of a wrapper.
struct LastEvents: Sendable {
  /// When its last operation ended.
  var end: Timestamp?
  /// When its last failed operation ended.
  var failure: Timestamp?
  /// The last error message, and when that operation ended.
  var error: (end: Timestamp, message: String)?
}

extension WrapperState {
  /// The newest things known at present.
  var lastEvents: LastEvents { LastEvents(end: lastEnd, failure: lastFailure, error: lastError) }

  /// The health that a window comes to (article Monitoring, Health score); an idle wrapper is judged as of its last
  /// operation. The texts of errors are only in it if they are asked for.
  func health(
    of window: Sums, _ instant: WrapperInstant, policy: HealthPolicy, withErrors: Bool
  ) -> (health: WrapperHealth, isIdle: Bool) {
    let (at, last) = (instant.at, instant.last)
    let isIdle = window.operations == 0 && !instant.isActive
    let judgedAt = isIdle ? last.end ?? at : at
    let judged = isIdle ? self.window(seconds: policy.windowSeconds, endingAt: judgedAt) : window
    let failedRecently = last.failure.map { $0 > judgedAt.advanced(seconds: -policy.recentFailureSeconds) } ?? false
    let (score, factors) = policy.score(of: judged, failedRecently: failedRecently)
    var health = WrapperHealth(
      score: score, status: policy.status(of: score), sums: window,
      recentErrors: withErrors ? recent.errors(from: windowStart(policy, endingAt: at), through: at) : [],
      lastError: last.error?.message, lastErrorTime: last.error?.end,
      lastActivity: last.end, factors: factors)
    health.judgedOperations = judged.operations
    return (health, isIdle)
  }

  /// Where the health window that ends at an instant begins.
  private func windowStart(_ policy: HealthPolicy, endingAt end: Timestamp) -> Timestamp {
    tens.start(of: tens.index(of: end.advanced(seconds: -policy.windowSeconds)))
  }
}
