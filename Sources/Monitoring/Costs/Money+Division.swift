import Events

extension Money {
  /// The amount divided by a whole number, to the nearest nano-dollar, halves away from zero; nil for a divisor of 0.
  package func divided(by divisor: UInt64) -> Money? {
    guard divisor > 0 else { return nil }
    let (whole, rest) = nanodollars.quotientAndRemainder(dividingBy: Int128(divisor))
    guard rest.magnitude * 2 >= UInt128(divisor) else { return Money(nanodollars: whole) }
    return Money(nanodollars: whole + (nanodollars < 0 ? -1 : 1))
  }

  /// The amount divided by a number, to the nearest nano-dollar as far as a `Double` tells; nil for a divisor of 0 or less.
  package func divided(by divisor: Double) -> Money? {
    guard divisor > 0 else { return nil }
    let quotient = (Double(nanodollars) / divisor).rounded()
    return quotient.isFinite && quotient.magnitude < 0x1p126 ? Money(nanodollars: Int128(quotient)) : nil
  }

  /// What is left without another amount.
  package func without(_ other: Money) -> Money { Money(nanodollars: nanodollars - other.nanodollars) }
}
