extension Int64 {
  /// A number times 10^9, rounded once to the nearest integer, halves away from zero; saturates. A number that lies within
  /// what a `Double` leaves open of a half is read by its shortest decimal form.
  init(billionths number: Double) {
    let scaled = number * 1e9
    guard scaled.magnitude < 9.2e18 else {
      self = scaled > 0 ? .max : .min
      return
    }
    let rounded = scaled.rounded()
    let isNearHalf = ((scaled - scaled.rounded(.down)) - 0.5).magnitude < 1e-4
    guard isNearHalf, let exact = Self.decimal(number.description) else {
      self = Int64(rounded)
      return
    }
    self = exact
  }

  // A decimal with or without an exponent, in billionths.
  private static func decimal(_ text: String) -> Int64? {
    let parts = text.split(separator: "e", maxSplits: 1)
    guard let first = parts.first, let exponent = parts.count == 2 ? Int(parts[1]) : 0 else { return nil }
    let isNegative = first.hasPrefix("-")
    let digits = first.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
    guard let whole = digits.first, let value = Int64(whole + (digits.count == 2 ? digits[1] : "")) else { return nil }
    var power = exponent + 9 - (digits.count == 2 ? digits[1].count : 0)
    var result = value
    var rest: Int64 = 0
    while power < 0 {
      rest = result % 10
      result /= 10
      power += 1
    }
    while power > 0 {
      let product = result.multipliedReportingOverflow(by: 10)
      guard !product.overflow else { return nil }
      result = product.partialValue
      power -= 1
    }
    if rest >= 5 { result += 1 }
    return isNegative ? -result : result
  }
}
