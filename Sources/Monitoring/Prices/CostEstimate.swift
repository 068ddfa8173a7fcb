/// What an operation cost by a price table, in nano-dollars (article Cost, Cost of an operation). Each part is rounded
/// once, halves up; the whole is the sum of the parts.
package struct CostEstimate: Sendable, Equatable {
  /// Input that no cache held.
  package var input: Int64 = 0
  /// Input that was read from a cache.
  package var cacheRead: Int64 = 0
  /// Input that was written into a cache.
  package var cacheWrite: Int64 = 0
  package var output: Int64 = 0
  /// Its requests or queries, where they are charged beside tokens.
  package var requests: Int64 = 0

  var total: Int64 { input &+ cacheRead &+ cacheWrite &+ output &+ requests }

  /// An estimate of these parts.
  package init(input: Int64, cacheRead: Int64, cacheWrite: Int64, output: Int64, requests: Int64) {
    self.input = input
    self.cacheRead = cacheRead
    self.cacheWrite = cacheWrite
    self.output = output
    self.requests = requests
  }

  // What a record may report at most (article Events, Operation records). More is no estimate but a mistake in the
  // tokens.
  private static let largest: Int64 = 1_000_000_000_000_000

  /// The cost of tokens and requests; nil if they cannot be priced: a price is missing, what is known of the tokens
  /// does not say what they are, or they would cost more than an operation can.
  init?(_ tokens: TokenCounts, requests: Int64 = 1, _ prices: TokenPrices) {
    guard !prices.isByOtherUnits, let split = tokens.split(hasOutput: (prices.output ?? 0) > 0) else { return nil }
    let prices = prices.forPrompt(of: split.prompt)
    // Where requests are charged, tokens without a price cost nothing.
    let none: Int64? = prices.request == nil ? nil : 0
    guard let input = Self.part(split.uncached, prices.input ?? none),
      let cacheRead = Self.part(split.cacheRead, prices.cacheRead ?? prices.input ?? none),
      let cacheWrite = Self.part(split.cacheWrite, prices.cacheWrite ?? prices.input ?? none),
      let output = Self.part(split.completion, prices.output ?? none)
    else { return nil }
    if let request = prices.request {
      let cost = requests.multipliedReportingOverflow(by: request)
      guard !cost.overflow, cost.partialValue <= Self.largest else { return nil }
      self.requests = cost.partialValue
    }
    self.input = input
    self.cacheRead = cacheRead
    self.cacheWrite = cacheWrite
    self.output = output
    guard total <= Self.largest else { return nil }
  }

  private static func part(_ tokens: Int64, _ price: Int64?) -> Int64? {
    guard tokens > 0 else { return 0 }
    guard let price else { return nil }
    let cost = (Int128(tokens) * Int128(price) + 500_000_000) / 1_000_000_000
    return cost <= Int128(largest) ? Int64(cost) : nil
  }
}

/// What an operation tells of its tokens, as far as it bears on its cost; nil for what it does not tell.
struct TokenCounts: Sendable, Equatable {
  /// Cached ones included, unless there are more of those.
  var prompt: Int64?
  var completion: Int64?
  /// All together.
  var total: Int64?
  var cacheRead: Int64?
  var cacheWrite: Int64?

  /// True if it had any.
  var areAny: Bool {
    (prompt ?? 0) > 0 || (completion ?? 0) > 0 || (total ?? 0) > 0 || (cacheRead ?? 0) > 0 || (cacheWrite ?? 0) > 0
  }

  /// How many it had as sums of tokens have it: the total, or else prompt and completion.
  var all: UInt64 {
    let total = total ?? 0
    return UInt64(total > 0 ? total : Self.sum(prompt ?? 0, completion ?? 0))
  }

  /// Which tokens are what. Where one side is not told, it is the rest of the total. A total alone is input if the
  /// model charges nothing for output, else it says nothing: nil. More cached than prompt tokens prove that those of
  /// the prompt leave the cached ones out.
  func split(hasOutput: Bool) -> (
    prompt: Int64, uncached: Int64, cacheRead: Int64, cacheWrite: Int64, completion: Int64
  )? {
    let read = cacheRead ?? 0
    let write = cacheWrite ?? 0
    let cached = Self.sum(read, write)
    if prompt == nil, completion == nil, hasOutput, (total ?? 0) > cached { return nil }
    let input: Int64
    let output: Int64
    if let prompt {
      input = cached > prompt ? Self.sum(prompt, cached) : prompt
      // A total may leave the cached ones out as the prompt does.
      let all = total ?? 0
      output = completion ?? max(0, all >= input ? all - input : all - prompt)
    } else {
      output = completion ?? 0
      input = max(cached, (total ?? 0) - output)
    }
    return (input, max(0, input - cached), read, write, output)
  }

  // Counts are never negative.
  private static func sum(_ a: Int64, _ b: Int64) -> Int64 {
    let sum = a.addingReportingOverflow(b)
    return sum.overflow ? .max : sum.partialValue
  }
}
