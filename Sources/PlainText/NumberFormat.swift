/// Figures as operators read them: short, with a unit where one is needed, and never wider than the width that each
/// function states, so that columns do not jump. What is missing reads `-`.
package enum NumberFormat {
  /// What stands for a figure that is missing or not a number.
  package static let missing = "-"

  /// A number with so many decimals, rounded to nearest, in ASCII digits: `fixed(2.05, 1)` is `2.1`.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return missing }
    let decimals = min(max(0, decimals), 9)
    let scale = (0..<decimals).reduce(UInt64(1)) { scale, _ in scale * 10 }
    let scaled = (value.magnitude * Double(scale)).rounded()
    guard scaled < 1e19 else { return (value < 0 ? "-" : "") + ">1e\(18 - decimals)" }
    let (whole, rest) = UInt64(scaled).quotientAndRemainder(dividingBy: scale)
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return decimals == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(padded(rest, to: decimals))"
  }

  /// A number with leading zeroes.
  package static func padded(_ number: UInt64, to digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }

  /// A whole number with commas: `1,234,567`.
  package static func grouped(_ number: some BinaryInteger) -> String {
    let digits = String(number.magnitude)
    var text = number < 0 ? "-" : ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.utf8.count - place) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A whole number with its noun: `1 operation`, `1,234 operations`, `2 batches`.
  ///
  /// - Parameter plural: the noun for any number but one, if it does not just end in an s.
  package static func counted(_ number: some BinaryInteger, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(number)) \(self.noun(number, noun, plural: plural))"
  }

  /// The noun that goes with a number.
  package static func noun(_ number: some BinaryInteger, _ noun: String, plural: String? = nil) -> String {
    number == 1 ? noun : plural ?? noun + "s"
  }
}

// MARK: Counts and shares

extension NumberFormat {
  /// The widest that `percent` gets.
  package static let percentWidth = 5
  /// The widest that `count` gets.
  package static let countWidth = 5
  /// The widest that `bytes` gets.
  package static let bytesWidth = 7

  /// A rate of 0 to 1 in percent, without the sign: `11.4`, `0.0`, `100.0`. A rate that is above 0 never reads 0, one
  /// below 1 never reads 100: `<0.1`, `>99.9`.
  package static func percent(_ rate: Double?) -> String {
    guard let rate, rate.isFinite else { return missing }
    if rate > 0, rate < 0.0005 { return "<0.1" }
    if rate < 1, rate >= 0.9995 { return ">99.9" }
    return rate >= 100 ? ">9999" : fixed(rate * 100, rate >= 9.9995 ? 0 : 1)
  }

  /// A whole number: `999`, `12.3k`, `4.56M`, three digits from a thousand on, cut, not rounded.
  package static func count(_ number: UInt64?) -> String {
    guard let number else { return missing }
    guard number >= 1000 else { return String(number) }
    return scaled(number, base: 1000, units: ["k", "M", "G", "T", "P", "E"])
  }

  /// A number that need not be whole, such as operations a minute: `0.4`, `42.1`, `140`, `12.3k`.
  package static func quantity(_ number: Double?) -> String {
    guard let number, number.isFinite, number >= 0 else { return missing }
    if number > 0, number < 0.05 { return "<0.1" }
    if number < 99.95 { return fixed(number, 1) }
    return number < 1e19 ? count(UInt64(number.rounded())) : ">10E"
  }

  /// A number of bytes in binary units: `999B`, `12.3KiB`, `4.56MiB`.
  package static func bytes(_ number: UInt64?) -> String {
    guard let number else { return missing }
    guard number >= 1024 else { return "\(number)B" }
    return scaled(number, base: 1024, units: ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"])
  }

  private static func scaled(_ number: UInt64, base: UInt64, units: [String]) -> String {
    var divisor: UInt64 = base
    var unit = 0
    while number / divisor >= base, unit < units.count - 1 {
      divisor *= base
      unit += 1
    }
    let (whole, rest) = number.quotientAndRemainder(dividingBy: divisor)
    guard whole < 100 else { return "\(whole)\(units[unit])" }
    let decimals = whole < 10 ? 2 : 1
    let scale: UInt64 = whole < 10 ? 100 : 10
    let fraction = UInt64(UInt128(rest) * UInt128(scale) / UInt128(divisor))
    return "\(whole).\(padded(fraction, to: decimals))\(units[unit])"
  }
}

// MARK: Durations

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

// MARK: Money

extension NumberFormat {
  /// The widest that `dollars` gets for amounts of 0 and more; a negative one takes a column more.
  package static let dollarsWidth = 8

  /// Dollars: `$0.00`, `$0.0042`, `$41.80`, `$1.23k`. An amount that is not zero never reads as zero: `<$0.0001`.
  package static func dollars(nanodollars amount: Int128?) -> String {
    guard let amount else { return missing }
    let size = amount.magnitude
    let sign = amount < 0 ? "-" : ""
    switch size {
    case 0: return "$0.00"
    case ..<100_000: return sign.isEmpty ? "<$0.0001" : ">-$0.0001"
    case ..<999_950_000: return "\(sign)$\(decimal(size, unit: 1_000_000_000, decimals: 4))"
    case ..<999_995_000_000: return "\(sign)$\(decimal(size, unit: 1_000_000_000, decimals: 2))"
    default: break
    }
    var unit: UInt128 = 1_000_000_000_000
    for letter in ["k", "M", "G", "T"] {
      // Three digits, whatever the size; the borders lie where rounding would make a fourth.
      let whole = size / unit
      if size < unit * 10 - unit / 200 { return "\(sign)$\(decimal(size, unit: unit, decimals: 2))\(letter)" }
      if size < unit * 100 - unit / 20 { return "\(sign)$\(decimal(size, unit: unit, decimals: 1))\(letter)" }
      if whole < 1000 { return "\(sign)$\(whole)\(letter)" }
      unit *= 1000
    }
    return sign.isEmpty ? ">$999T" : "<-$999T"
  }

  /// Dollars in full: `$1,234.50`; below a dollar with three digits that count: `$0.25`, `$0.0042`, `$0.000000001`.
  package static func fullDollars(nanodollars amount: Int128) -> String {
    // The last decimal that is shown, in nano-dollars; never finer than a nano-dollar, never coarser than a cent.
    var unit: UInt128 = 1
    while unit < 10_000_000, amount.magnitude >= unit * 1000 { unit *= 10 }
    let rounded = (amount.magnitude + unit / 2) / unit * unit
    let (whole, rest) = rounded.quotientAndRemainder(dividingBy: 1_000_000_000)
    var fraction = padded(UInt64(rest), to: 9)
    while fraction.utf8.count > 2, fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(amount < 0 ? "-" : "")$\(grouped(whole)).\(fraction)"
  }

  /// `size` in units with so many decimals, rounded half up.
  private static func decimal(_ size: UInt128, unit: UInt128, decimals: Int) -> String {
    let scale = (0..<decimals).reduce(UInt128(1)) { scale, _ in scale * 10 }
    let scaled = (size * scale + unit / 2) / unit
    return "\(scaled / scale).\(padded(UInt64(truncatingIfNeeded: scaled % scale), to: decimals))"
  }
}
