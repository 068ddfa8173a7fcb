import Events

/// How much of a plan's allowance is used up, as the operation told it that ended last (article Agents).
public struct PlanQuota: Codable, Sendable, Equatable {
  /// 0 to 100, more where it is overdrawn.
  public var usedPercent: Double
  /// When the window ends and the allowance is whole again; nil if it is not told.
  public var resetsAt: Timestamp?

  package init(usedPercent: Double, resetsAt: Timestamp? = nil) {
    self.usedPercent = usedPercent
    self.resetsAt = resetsAt
  }
}

/// What an operation tells of the windows of a plan, the shorter one first.
struct ToldQuotas: Sendable {
  private var used: (Double?, Double?)
  private var resets = (HashedText.none, HashedText.none)
  /// True if it tells anything.
  private(set) var areTold = false

  mutating func clear() { if areTold { self = ToldQuotas() } }

  mutating func take(used percent: Double, ofLong: Bool) {
    areTold = true
    if ofLong { used.1 = percent } else { used.0 = percent }
  }

  mutating func take(resets time: HashedText, ofLong: Bool) { if ofLong { resets.1 = time } else { resets.0 = time } }

  /// The quotas; `texts` are those of the operation's batch.
  func quotas(in texts: [UInt8]) -> [PlanQuota] {
    [(used.0, resets.0), (used.1, resets.1)].compactMap { used, resets in
      used.map {
        let text = resets.isNone ? nil : BreakdownAccumulator.text(resets.range, in: texts)
        return PlanQuota(usedPercent: $0, resetsAt: text.flatMap { Timestamp($0) })
      }
    }
  }
}

extension WrapperState {
  /// Notes what an operation tells of a plan that ended at an instant.
  mutating func note(_ quotas: [PlanQuota], at end: Timestamp) {
    guard !quotas.isEmpty, plan.map({ $0.end <= end }) ?? true else { return }
    plan = (end, quotas)
  }
}
