import Events

/// What a price table says of an operation that reports no cost.
package enum Pricing: Sendable, Equatable {
  /// Nothing: it reports a cost, or used nothing that costs.
  case none
  /// It is not known what that which it used costs.
  /// So many tokens, as far as that is known.
  case unpriced(tokens: UInt64)
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

/// What the metrics of an operation tell of its model and of what it used, taken in one by one.
struct UsageReport<Text> {
  /// The model that was used, or else the one that was selected.
  var model: Text? { used ?? selected }
  /// Who runs the model, where the record says so.
  private(set) var provider: Text?
  private(set) var counts = TokenCounts()
  /// The requests that it made, where it tells them.
  private(set) var requests: Int64?
  private let isSuccess: Bool
  private var used: Text?
  private var selected: Text?
  private var readsCache = false

  init(isSuccess: Bool) { self.isSuccess = isSuccess }

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
    case .requests: requests = MeasuredOperation.whole(number)
    default: break
    }
  }

  /// Takes in a text.
  mutating func take(_ text: Text, meaning: KnownKey) {
    switch meaning {
    case .modelUsed: used = text
    case .selectedModel: selected = text
    case .provider: provider = text
    default: break
    }
  }

  /// What the operation cost where its model has those prices; nil for none.
  func pricing(_ prices: TokenPrices?) -> Pricing {
    guard let prices else { return counts.areAny ? unpriced : .none }
    // Without tokens it used what is charged otherwise, if it came to that.
    guard counts.areAny || !prices.isByTokensOnly && (isSuccess || (requests ?? 0) > 0) else { return .none }
    guard let estimate = CostEstimate(counts, requests: requests ?? 1, prices) else { return unpriced }
    return .estimated(estimate)
  }

  /// That it is not known what its tokens cost.
  var unpriced: Pricing { .unpriced(tokens: counts.all) }
}

/// The prices of the models that were met last, by the hash of the name, so that no name is looked up for every operation.
/// The hash also stands for who runs the model.
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
