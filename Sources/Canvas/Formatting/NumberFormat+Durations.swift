extension NumberFormat {
  /// The widest that `duration` and `age` get.
  package static let durationWidth = 6

  /// How long something took: `0.4ms`, `420ms`, `2.1s`, `1m05s`, `1h08m`, `3d04h`.
  package static func duration(ms: Double?) -> String {
    guard let ms, ms.isFinite, ms >= 0 else { return missing }
    if ms == 0 { return "0ms" }
    if ms < 0.1 { return "<0.1ms" }
    if ms < 9.95 { return fixed(ms, 1) + "ms" }
    if ms < 999.5 { return fixed(ms, 0) + "ms" }
    if ms < 59_950 { return fixed(ms / 1000, 1) + "s" }
    return age(seconds: (ms / 1000).rounded())
  }

  /// How long ago something was, or how long it is until something, in whole seconds: `8s`, `4m12s`, `1h08m`, `3d04h`.
  package static func age(seconds: Double?) -> String {
    guard let seconds, seconds.isFinite, seconds >= 0 else { return missing }
    guard seconds < 86_400 * 99_999 else { return ">9999d" }
    let whole = UInt64(seconds)
    switch whole {
    case ..<60: return "\(whole)s"
    case ..<3600: return "\(whole / 60)m\(padded(whole % 60, to: 2))s"
    case ..<86_400: return "\(whole / 3600)h\(padded(whole / 60 % 60, to: 2))m"
    case ..<(86_400 * 100): return "\(whole / 86_400)d\(padded(whole / 3600 % 24, to: 2))h"
    default: return "\(whole / 86_400)d"
    }
  }
}
