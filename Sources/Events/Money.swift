/// An amount of US dollars as a whole number of nano-dollars (10^-9 dollars); sums are exact (article Cost, Cost of an
/// operation).
public struct Money: Hashable, Comparable, Sendable {
  /// The amount in nano-dollars.
  public var nanodollars: Int128

  /// An amount of `nanodollars`; none if left out.
  public init(nanodollars: Int128 = 0) { self.nanodollars = nanodollars }

  /// No money at all.
  public static let zero = Money()

  /// Orders by amount.
  public static func < (a: Money, b: Money) -> Bool { a.nanodollars < b.nanodollars }

  /// The exact sum.
  public static func + (a: Money, b: Money) -> Money { Money(nanodollars: a.nanodollars + b.nanodollars) }

  /// Adds `b` exactly.
  public static func += (a: inout Money, b: Money) { a.nanodollars += b.nanodollars }

  /// The amount in dollars, for charts and other places where the nearest `Double` will do.
  public var dollars: Double { Double(nearest: nanodollars) / 1e9 }
}

extension Money: CustomStringConvertible, LosslessStringConvertible {
  /// The exact amount in dollars as a decimal, without trailing zeroes: `0`, `1.5`, `-0.000000001`.
  public var description: String {
    let magnitude = nanodollars.magnitude
    let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    var text = (nanodollars < 0 ? "-" : "") + String(whole)
    guard fraction > 0 else { return text }
    var digits = String(fraction)
    digits = String(repeating: "0", count: 9 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    text += "." + digits
    return text
  }

  /// Reads a decimal with at most nine fractional digits; nil for anything else.
  public init?(_ description: String) {
    let negative = description.hasPrefix("-")
    let parts = description.dropFirst(negative ? 1 : 0).split(
      separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, !first.isEmpty, let whole = UInt64(first) else { return nil }
    var fraction: UInt64 = 0
    if parts.count == 2 {
      guard !parts[1].isEmpty, parts[1].count <= 9, let read = UInt64(parts[1]) else { return nil }
      fraction = (0..<(9 - parts[1].count)).reduce(read) { value, _ in value * 10 }
    }
    let magnitude = Int128(whole) * 1_000_000_000 + Int128(fraction)
    nanodollars = negative ? -magnitude : magnitude
  }
}

extension Money: Codable {
  /// Reads the decimal text that `encode(to:)` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let money = Money(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a decimal amount: \(text)")
    }
    self = money
  }

  /// Writes the exact amount as decimal text, so that no reader rounds it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
