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

extension PriceTable {
  /// The prices in LiteLLM's table (`model_prices_and_context_window.json`): by the name of the model, then by the name of
  /// the field, in dollars per token, or per request. Models without any price are left out, and so are `sample_spec` and the
  /// prices of other ways to be served, such as in batches. Of what is charged for other units, such as images, only that
  /// it is counts.
  ///
  /// - Throws: if a price is negative, more than a dollar for a token, or more than a thousand for a request; it says all of
  ///   them.
  public init(liteLLM table: [String: [String: Double]]) throws(PriceTableError) {
    self.init()
    var faults: [PriceTableError.Fault] = []
    for (model, fields) in table where model != "sample_spec" {
      var priced = TokenPrices()
      var long: [Int64: LongPromptPrices] = [:]
      var otherUnits: Set<LiteLLMField.Kind> = []
      for (name, dollars) in fields {
        if LiteLLMField.requests.contains(name) {
          guard dollars >= 0, dollars <= PriceTableError.Fault.mostForRequest else {
            faults.append(PriceTableError.Fault(model: model, field: name, dollars: dollars))
            continue
          }
          priced.request = (priced.request ?? 0) + Int64((dollars * 1e9).rounded())
          continue
        }
        if let side = LiteLLMField.otherUnits(name), dollars > 0 { otherUnits.insert(side) }
        guard let field = LiteLLMField(name) else { continue }
        guard dollars >= 0, dollars <= 1 else {
          faults.append(PriceTableError.Fault(model: model, field: name, dollars: dollars))
          continue
        }
        let price = Int64((dollars * 1e18).rounded())
        if let above = field.above {
          long[above, default: LongPromptPrices(above: above)][keyPath: field.kind.forLongPrompts] = price
        } else {
          priced[keyPath: field.kind.price] = price
        }
      }
      priced.isByOtherUnits = otherUnits.contains { (priced[keyPath: $0.price] ?? 0) == 0 }
      priced.longPrompts = long.values.sorted { $0.above < $1.above }
      if priced != TokenPrices() { prices[model] = priced }
    }
    guard faults.isEmpty else {
      throw PriceTableError(faults: faults.sorted { ($0.model, $0.field) < ($1.model, $1.field) })
    }
  }
}

/// Why a price table cannot be used: everything that is wrong with it.
public struct PriceTableError: Error, Equatable, CustomStringConvertible {
  /// A price that makes no sense.
  public struct Fault: Sendable, Equatable, CustomStringConvertible {
    /// The name of the model.
    public var model: String
    /// The name of the field.
    public var field: String
    /// What the field says.
    public var dollars: Double

    /// What to tell operators.
    public var description: String {
      let allowed =
        LiteLLMField.requests.contains(field) ? "1000 dollars per request" : "1 dollar per token"
      return "model \(model): \(field) is \(dollars); a price is from 0 to \(allowed)"
    }

    /// The most for a request, in dollars.
    static let mostForRequest = 1000.0
  }

  /// By model and field.
  public var faults: [Fault]

  /// A line per fault.
  public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// What a field of LiteLLM's table charges for.
private struct LiteLLMField {
  enum Kind: String, CaseIterable {
    case input = "input_cost_per_token"
    case output = "output_cost_per_token"
    case cacheRead = "cache_read_input_token_cost"
    case cacheWrite = "cache_creation_input_token_cost"

    var price: WritableKeyPath<TokenPrices, Int64?> {
      switch self {
      case .input: \.input
      case .output: \.output
      case .cacheRead: \.cacheRead
      case .cacheWrite: \.cacheWrite
      }
    }

    var forLongPrompts: WritableKeyPath<LongPromptPrices, Int64?> {
      switch self {
      case .input: \.input
      case .output: \.output
      case .cacheRead: \.cacheRead
      case .cacheWrite: \.cacheWrite
      }
    }
  }

  /// What is charged for a request or a query.
  static let requests: Set<String> = [
    "input_cost_per_request", "input_cost_per_query", "output_cost_per_request", "output_cost_per_query",
  ]

  /// On which side images, seconds, pages or the like are charged; nil if the field is no such price.
  static func otherUnits(_ name: String) -> Kind? {
    guard !requests.contains(name), !name.contains("token") else { return nil }
    if name.hasPrefix("output_cost_per_") { return .output }
    return name.hasPrefix("input_cost_per_") || name.hasSuffix("_cost_per_page") ? .input : nil
  }

  let kind: Kind
  /// Only for prompts of more tokens than that; nil for all.
  let above: Int64?

  /// Nil for what is no price per token of an ordinary operation.
  init?(_ name: String) {
    guard let kind = Kind.allCases.first(where: { name.hasPrefix($0.rawValue) }) else { return nil }
    self.kind = kind
    let rest = name.dropFirst(kind.rawValue.count)
    if rest.isEmpty {
      above = nil
      return
    }
    // `_above_200k_tokens`; in others, what follows is no number.
    let prefix = "_above_"
    let suffix = "_tokens"
    guard rest.hasPrefix(prefix), rest.hasSuffix(suffix), rest.count > prefix.count + suffix.count else { return nil }
    let limit = rest.dropFirst(prefix.count).dropLast(suffix.count)
    let isThousands = limit.hasSuffix("k")
    guard let number = Int64(isThousands ? limit.dropLast() : limit), (0...1_000_000_000).contains(number) else {
      return nil
    }
    above = isThousands ? number * 1000 : number
  }
}

extension PriceTable {
  /// What the table says of the model of that name, and by which rule: the exact name; else without its provider prefixes, one
  /// after the other from the left; else without its date; else without both. Another version's price is never taken. Nor is
  /// one of a hosted model for a model that runs locally, which has none without an entry of its own.
  ///
  /// - Parameter provider: who runs the model, where its name does not begin with that; nil if nobody says.
  public func price(of model: String, from provider: String? = nil) -> ModelPrice {
    var found = ModelPrice(model: model)
    for (name, rule) in Self.candidates(for: model, from: provider) {
      if let prices = prices[name] {
        found.entry = name
        found.rule = rule
        found.prices = prices
        return found
      }
    }
    return found
  }

  /// Providers that run models on the operator's own machines.
  private static let localProviders: Set<String> = ["ollama", "lm_studio", "vllm", "hosted_vllm", "llamafile", "local"]

  private static func candidates(for model: String, from provider: String?) -> [(name: String, rule: PriceRule)] {
    if let slash = model.firstIndex(of: "/") {
      if localProviders.contains(model[..<slash].lowercased()) { return [(model, .exact)] }
    } else if let provider = provider?.lowercased(), localProviders.contains(provider) {
      return [("\(provider)/\(model)", .exact)]
    }
    let shorter = withoutProviders(model)
    var candidates: [(String, PriceRule)] = [(model, .exact)]
    candidates += shorter.map { ($0, .withoutProvider) }
    if let undated = withoutDate(model) { candidates.append((undated, .withoutDate)) }
    candidates += shorter.compactMap(withoutDate).map { ($0, .withoutProviderAndDate) }
    return candidates
  }

  // `b/c` and `c` for `a/b/c`.
  private static func withoutProviders(_ model: String) -> [String] {
    model.indices.filter { model[$0] == "/" }.map { String(model[model.index(after: $0)...]) }.filter { !$0.isEmpty }
  }

  // Nil if it does not end with `-2024-08-06`, `-20240806` or `@20240806`.
  private static func withoutDate(_ model: String) -> String? {
    let bytes = Array(model.utf8)
    for (length, separators) in [(11, [0, 5, 8]), (9, [0])] where bytes.count > length {
      let end = bytes.suffix(length)
      var digits: [Int] = []
      var isDate = true
      for (place, byte) in end.enumerated() {
        if separators.contains(place) {
          isDate = isDate && (byte == UInt8(ascii: "-") || (length == 9 && byte == UInt8(ascii: "@")))
        } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
          digits.append(Int(byte - UInt8(ascii: "0")))
        } else {
          isDate = false
        }
      }
      guard isDate, isDay(digits) else { continue }
      return String(decoding: bytes.dropLast(length), as: UTF8.self)
    }
    return nil
  }

  // Eight digits as year, month and day; numbers that only look like one, such as a build, are none.
  private static func isDay(_ digits: [Int]) -> Bool {
    let number = digits.reduce(0) { $0 * 10 + $1 }
    return (1990...2099).contains(number / 10_000) && (1...12).contains(number / 100 % 100)
      && (1...31).contains(number % 100)
  }
}
