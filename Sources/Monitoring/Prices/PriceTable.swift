/// What models charge for a token, and which entry is meant by the name that a wrapper gives a model.
public struct PriceTable: Sendable, Equatable {
  /// By the name of the model in the table.
  public var prices: [String: TokenPrices]

  /// A table of those prices.
  public init(_ prices: [String: TokenPrices] = [:]) { self.prices = prices }
}

/// What a model charges: for a token, in quintillionths of a dollar (10^-18), so that prices as small as a fraction of
/// a nano-dollar are exact. Nil where the table says nothing.
public struct TokenPrices: Codable, Sendable, Equatable {
  /// For a token of input that no cache held.
  public var input: Int64?
  /// For a token of output.
  public var output: Int64?
  /// For a token of input that was read from a cache.
  public var cacheRead: Int64?
  /// For a token of input that was written into a cache.
  public var cacheWrite: Int64?
  /// What is charged instead for operations with long prompts, the shortest of them first.
  public var longPrompts: [LongPromptPrices] = []
  /// For a request or a query, beside its tokens, in nano-dollars.
  public var request: Int64?
  /// It charges for images, seconds, pages or the like where it has no price for tokens, so that nobody can tell what
  /// its operations cost.
  public var isByOtherUnits = false

  /// Prices; none if nothing is said.
  public init(input: Int64? = nil, output: Int64? = nil, cacheRead: Int64? = nil, cacheWrite: Int64? = nil) {
    self.input = input
    self.output = output
    self.cacheRead = cacheRead
    self.cacheWrite = cacheWrite
  }

  /// True if nothing but tokens is charged.
  var isByTokensOnly: Bool { request == nil && !isByOtherUnits }

  /// What is charged for all tokens of an operation with so many prompt tokens.
  func forPrompt(of tokens: Int64) -> TokenPrices {
    guard let first = longPrompts.first, tokens > first.above else { return self }
    var prices = self
    for longer in longPrompts where tokens > longer.above {
      prices.input = longer.input ?? prices.input
      prices.output = longer.output ?? prices.output
      prices.cacheRead = longer.cacheRead ?? prices.cacheRead
      prices.cacheWrite = longer.cacheWrite ?? prices.cacheWrite
    }
    return prices
  }
}

/// What a model charges for the tokens of an operation, all of them, if its prompt is long. Nil where it charges the
/// same as for shorter ones.
public struct LongPromptPrices: Codable, Sendable, Equatable {
  /// A prompt of more tokens than that is long.
  public var above: Int64
  /// As in `TokenPrices`.
  public var input: Int64?
  /// As in `TokenPrices`.
  public var output: Int64?
  /// As in `TokenPrices`.
  public var cacheRead: Int64?
  /// As in `TokenPrices`.
  public var cacheWrite: Int64?

  /// Prices that are those for shorter prompts.
  public init(above: Int64) { self.above = above }
}

/// How the name that a wrapper gives a model was found in a price table (article Cost, Cost of an operation).
public enum PriceRule: String, Codable, Sendable, CaseIterable {
  /// As it is.
  case exact
  /// Without what stands before one of its slashes, such as `openai/`.
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
