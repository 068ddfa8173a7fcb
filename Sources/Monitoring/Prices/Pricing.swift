import Events

/// What a price table says of an operation that reports no cost.
enum Pricing: Sendable, Equatable {
  /// Nothing: it reports a cost, tells of no model or no tokens, or nothing is to be estimated.
  case none
  /// Its tokens have no known price.
  case unpriced
  case estimated(CostEstimate)

  /// The cost in nano-dollars of an operation that reports `reported`; -1 if there is none.
  @inline(__always)
  func cost(reported: Int64) -> Int64 {
    if case .estimated(let estimate) = self { return estimate.total }
    return reported
  }

  @inline(__always)
  var costOrigin: CostOrigin {
    switch self {
    case .none: .reported
    case .unpriced: .unpriced
    case .estimated: .estimated
    }
  }
}

/// What the metrics of an operation tell of its model and its tokens, taken in one by one.
struct TokenReport<Model> {
  /// The model that was used, or else the one that was selected.
  var model: Model? { used ?? selected }
  private(set) var counts = TokenCounts()
  private var used: Model?
  private var selected: Model?
  private var readsCache = false

  init() {}

  /// Takes in a number.
  mutating func take(_ number: Double, meaning: KnownKey) {
    switch meaning {
    case .tokens: counts.total = MeasuredOperation.whole(number)
    case .promptTokens: counts.prompt = MeasuredOperation.whole(number)
    case .completionTokens: counts.completion = MeasuredOperation.whole(number)
    case .cacheWriteTokens: counts.cacheWrite = MeasuredOperation.whole(number)
    case .cacheReadTokens:
      counts.cacheRead = MeasuredOperation.whole(number)
      readsCache = true
    case .cachedTokens:
      if !readsCache { counts.cacheRead = MeasuredOperation.whole(number) }
    default: break
    }
  }

  /// Takes in a text.
  mutating func take(_ text: Model, meaning: KnownKey) {
    switch meaning {
    case .modelUsed: used = text
    case .selectedModel: selected = text
    default: break
    }
  }
}

/// The prices of the models that were met last, by the hash of the name, so that no name is looked up for every operation.
struct KnownPrices: Sendable {
  private struct Known {
    var hash: UInt64
    var prices: TokenPrices?
  }

  // A model has one place, by its hash; whatever comes there last stays.
  private var known: [Known?] = []

  private static let size = 512

  init() {}

  /// The prices of the model with that hash; nil if it has none. `find` looks for those of one that is not known.
  @inline(__always)
  mutating func prices(hash: UInt64, find: () -> TokenPrices?) -> TokenPrices? {
    if known.isEmpty { known = Array(repeating: nil, count: Self.size) }
    let place = Int(truncatingIfNeeded: hash) & (Self.size - 1)
    if let entry = known[place], entry.hash == hash { return entry.prices }
    let prices = find()
    known[place] = Known(hash: hash, prices: prices)
    return prices
  }
}
