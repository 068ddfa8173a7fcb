import Snapshots

extension ReplaySpeed {
  /// The speed in the header: `x60`, `x0.5`, `max`.
  var word: String {
    switch self {
    case .times(let times):
      "x" + (times == times.rounded() && times < 1e15 ? String(Int64(times)) : String(times))
    case .unlimited: "max"
    }
  }
}
