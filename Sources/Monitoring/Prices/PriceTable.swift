/// What models charge for a token, and which entry is meant by the name that a wrapper gives a model.
public struct PriceTable: Sendable, Equatable {
  /// By the name of the model in the table.
  public var prices: [String: TokenPrices]

  /// A table of those prices.
  public init(_ prices: [String: TokenPrices] = [:]) { self.prices = prices }
}

/// What a model charges for a token, in quintillionths of a dollar (10^-18), so that prices as small as a fraction of a
/// nano-dollar are exact. Nil where the table says nothing.
public struct TokenPrices: Codable, Sendable, Equatable {
  /// For a token of input that no cache held.
  public var input: Int64?
  /// For a token of output.
  public var output: Int64?
  /// For a token of input that was read from a cache.
  public var cacheRead: Int64?
  /// For a token of input that was written into a cache.
  public var cacheWrite: Int64?

  /// Prices; none if nothing is said.
  public init(input: Int64? = nil, output: Int64? = nil, cacheRead: Int64? = nil, cacheWrite: Int64? = nil) {
    self.input = input
    self.output = output
    self.cacheRead = cacheRead
    self.cacheWrite = cacheWrite
  }
}

/// How the name that a wrapper gives a model was found in a price table (SPEC 3.1).
public enum PriceRule: String, Codable, Sendable, CaseIterable {
  /// As it is.
  case exact
  /// Without what stands before the last slash, such as `openai/`.
  case withoutProvider = "without provider prefix"
  /// Without the date at its end, such as `-2024-08-06`.
  case withoutDate = "without date"
  /// Without both.
  case withoutProviderAndDate = "without provider prefix and date"
}

/// What a price table says of a model.
public struct ModelPrice: Codable, Sendable, Equatable {
  /// The name that wrappers give it.
  public var model: String
  /// The entry that is meant; nil if the table has none: its tokens are unpriced.
  public var entry: String?
  /// How the entry was found.
  public var rule: PriceRule?
  /// The prices of the entry.
  public var prices: TokenPrices?

  /// A model of which the table says nothing.
  public init(model: String) { self.model = model }
}
