extension Int128 {
  /// The number times `numerator` over `denominator`, rounded to the nearest whole number, halves away from zero. What does not
  /// fit comes out as the largest or the smallest number there is. `denominator` is above zero.
  func scaled(by numerator: Int128, over denominator: Int128) -> Int128 {
    let isNegative = (self < 0) != (numerator < 0)
    let limit: Int128 = isNegative ? .min : .max
    let divisor = denominator.magnitude
    let product = magnitude.multipliedFullWidth(by: numerator.magnitude)
    // The quotient has to fit before it is worked out; nearly always the product is no wider than the numbers are.
    guard product.high < divisor else { return limit }
    let (quotient, remainder) =
      product.high == 0
      ? product.low.quotientAndRemainder(dividingBy: divisor) : divisor.dividingFullWidth(product)
    let (rounded, overflows) = quotient.addingReportingOverflow(remainder >= divisor - remainder ? 1 : 0)
    guard !overflows, rounded <= Int128.max.magnitude else { return limit }
    return isNegative ? -Int128(rounded) : Int128(rounded)
  }

  /// The sum, or the largest or the smallest number there is.
  func addingSaturating(_ other: Int128) -> Int128 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? (other < 0 ? .min : .max) : sum
  }
}
