/// A decimal number that is added to without error: 0.1 and 0.2 are 0.3.
struct PlainDecimal: Sendable, Equatable {
  /// The number without its decimal point.
  private(set) var digits: Int64
  /// How many of the digits stand behind the point, 0 to `deepest`.
  private(set) var decimals: Int

  private static let deepest = 18

  init(digits: Int64, decimals: Int) {
    self.digits = digits
    self.decimals = decimals
  }

  /// Reads a number as people and JSON write it; nil if it is none, or has more digits than are kept.
  init?(_ text: String) {
    var rest = text.utf8[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    var hasDigits = false
    var hasPoint = false
    digits = 0
    decimals = 0
    while let byte = rest.first, byte == UInt8(ascii: ".") && !hasPoint || Self.isDigit(byte) {
      rest.removeFirst()
      guard byte != UInt8(ascii: ".") else {
        hasPoint = true
        continue
      }
      hasDigits = true
      guard let more = Self.scaled(digits, by: 1) else { return nil }
      let digit = Int64(byte - UInt8(ascii: "0"))
      let (sum, isTooLarge) = more.addingReportingOverflow(isNegative ? -digit : digit)
      guard !isTooLarge else { return nil }
      digits = sum
      if hasPoint { decimals += 1 }
    }
    guard hasDigits else { return nil }
    if let mark = rest.first {
      guard mark | 0x20 == UInt8(ascii: "e"), let exponent = Int(Substring(rest.dropFirst())),
        abs(exponent) <= 2 * Self.deepest
      else { return nil }
      decimals -= exponent
    }
    if decimals < 0 {
      guard let larger = Self.scaled(digits, by: -decimals) else { return nil }
      digits = larger
      decimals = 0
    }
    if decimals > Self.deepest { self = shortened(to: Self.deepest) }
    guard decimals <= Self.deepest else { return nil }
  }

  /// The number as it is usually written; nil if it has more digits than are kept.
  init?(_ value: Double) { self.init(value.description) }

  /// The number with a point where it has one, at least that many digits behind it and no more noughts at the end.
  func text(decimals least: Int = 0) -> String {
    let short = shortened(to: max(0, least))
    let all = String(short.digits.magnitude)
    let padded = String(repeating: "0", count: max(0, short.decimals + 1 - all.count)) + all
    let whole = padded.dropLast(short.decimals)
    let part = padded.suffix(short.decimals) + String(repeating: "0", count: max(0, least - short.decimals))
    return (short.digits < 0 ? "-" : "") + whole + (part.isEmpty ? "" : "." + part)
  }

  var double: Double { Double(text()) ?? .nan }

  /// A tenth of it; nil if it has more digits than are kept.
  var tenth: PlainDecimal? {
    decimals < Self.deepest ? PlainDecimal(digits: digits, decimals: decimals + 1) : nil
  }

  /// What stands before the point.
  var whole: PlainDecimal {
    PlainDecimal(digits: (0..<decimals).reduce(digits) { digits, _ in digits / 10 }, decimals: 0)
  }

  /// The sum; nil if it has more digits than are kept.
  func adding(_ other: PlainDecimal) -> PlainDecimal? {
    let decimals = max(decimals, other.decimals)
    guard let one = Self.scaled(digits, by: decimals - self.decimals),
      let two = Self.scaled(other.digits, by: decimals - other.decimals)
    else { return nil }
    let (sum, isTooLarge) = one.addingReportingOverflow(two)
    return isTooLarge ? nil : PlainDecimal(digits: sum, decimals: decimals)
  }

  /// So many times the number; nil if it has more digits than are kept.
  func times(_ count: Int) -> PlainDecimal? {
    let (product, isTooLarge) = digits.multipliedReportingOverflow(by: Int64(count))
    return isTooLarge ? nil : PlainDecimal(digits: product, decimals: decimals)
  }

  // Without the noughts at the end that are not among so many digits behind the point.
  private func shortened(to least: Int) -> PlainDecimal {
    var short = self
    while short.decimals > least, short.digits % 10 == 0 {
      short.digits /= 10
      short.decimals -= 1
    }
    return short
  }

  private static func scaled(_ digits: Int64, by decimals: Int) -> Int64? {
    var digits = digits
    for _ in 0..<max(0, decimals) {
      let (larger, isTooLarge) = digits.multipliedReportingOverflow(by: 10)
      guard !isTooLarge else { return digits == 0 ? 0 : nil }
      digits = larger
    }
    return digits
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
