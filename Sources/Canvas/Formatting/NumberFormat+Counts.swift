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
