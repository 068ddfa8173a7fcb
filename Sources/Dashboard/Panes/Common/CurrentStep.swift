import Events
import Monitoring

/// The operations of a wrapper by steps of time, of which the last is not over yet.
///
/// The last one is drawn as if it were whole, so that the end of a line neither falls to zero with each step nor climbs through
/// it: as what ended within one step's length until now.
struct CurrentStep {
  /// Oldest first.
  let values: [Double]
  /// The scale at which they are drawn. It does not follow each change of the last one, only one by a quarter.
  let top: Double

  /// By how much the last value has to exceed the others to change the scale.
  private static let slack = 1.25

  /// - Parameters:
  ///   - counts: what was counted in each step, oldest first.
  ///   - length: the length of a step in seconds; as the time range has it, if nil.
  init(_ counts: [Double], of wrapper: WrapperSnapshot, _ frame: Frame, length: Int64? = nil) {
    let length = length ?? frame.range.step
    guard let snapshot = frame.snapshot, !snapshot.isPast, let last = counts.last else {
      self.init(values: counts, top: counts.max() ?? 0)
      return
    }
    // The last minute is counted by itself; of other lengths, what is missing is taken to be as in the step before.
    let into = Double(snapshot.at.seconds % length) / Double(length)
    let before = counts.dropLast().last ?? 0
    self.init(counts, now: length == 60 ? wrapper.operationsPerMinute : last + before * (1 - into))
  }

  /// - Parameter now: what is drawn in the place of the last one.
  init(_ counts: [Double], now: Double) {
    let others = counts.dropLast().max() ?? 0
    self.init(
      values: counts.dropLast() + (counts.isEmpty ? [] : [now]), top: now > others * Self.slack ? now : others)
  }

  private init(values: [Double], top: Double) {
    self.values = values
    self.top = top
  }
}
