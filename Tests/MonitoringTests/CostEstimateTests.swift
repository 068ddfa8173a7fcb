import Testing

@testable import Monitoring

/// What tokens cost, worked out by hand (article Cost, Cost of an operation). A dollar for a million tokens is 10^12
/// quintillionths for one.
@Suite struct CostEstimateTests {
  private let dollar: Int64 = 1_000_000_000_000

  private func counts(
    prompt: Int64? = nil, completion: Int64? = nil, total: Int64? = nil, read: Int64? = nil, write: Int64? = nil
  ) -> TokenCounts {
    TokenCounts(prompt: prompt, completion: completion, total: total, cacheRead: read, cacheWrite: write)
  }

  private func parts(_ counts: TokenCounts, _ prices: TokenPrices) -> [Int64]? {
    CostEstimate(counts, prices).map { estimate in
      #expect(estimate.total == estimate.input + estimate.cacheRead + estimate.cacheWrite + estimate.output)
      return [estimate.input, estimate.cacheRead, estimate.cacheWrite, estimate.output]
    }
  }

  private var prices: TokenPrices {
    TokenPrices(input: 2 * dollar, output: 8 * dollar, cacheRead: dollar / 2, cacheWrite: 3 * dollar)
  }

  @Test func promptTokensIncludeCachedOnes() {
    // 1000 - 600 - 100 = 300 uncached at $2, 600 read at $0.50, 100 written at $3, 50 of output at $8, per million.
    #expect(
      parts(counts(prompt: 1000, completion: 50, total: 1050, read: 600, write: 100), prices)
        == [600_000, 300_000, 300_000, 400_000])
    #expect(parts(counts(prompt: 1000, completion: 50), prices) == [2_000_000, 0, 0, 400_000])
    // More cached than prompt tokens: these leave the cached ones out.
    #expect(parts(counts(prompt: 10, read: 600), prices) == [20_000, 300_000, 0, 0])
    #expect(parts(counts(prompt: 10, total: 660, read: 600), prices) == [20_000, 300_000, 0, 400_000])
    #expect(parts(counts(prompt: 10, total: 60, read: 600), prices) == [20_000, 300_000, 0, 400_000])
    #expect(parts(counts(prompt: 600, read: 600), prices) == [0, 300_000, 0, 0])
    #expect(parts(counts(prompt: 10, read: .max, write: .max), prices) == nil)
  }

  @Test func whatOneSideLeavesOutIsTheRestOfTheTotal() {
    #expect(parts(counts(prompt: 100, total: 150), prices) == [200_000, 0, 0, 400_000])
    #expect(parts(counts(completion: 50, total: 150), prices) == [200_000, 0, 0, 400_000])
    #expect(parts(counts(completion: 50), prices) == [0, 0, 0, 400_000])
    #expect(parts(counts(prompt: 100, total: 20), prices) == [200_000, 0, 0, 0])
    #expect(parts(counts(completion: 50, total: 20), prices) == [0, 0, 0, 400_000])
    #expect(parts(counts(completion: 50, read: 40), prices) == [0, 20_000, 0, 400_000])
  }

  @Test func aTotalAloneIsInputOnlyWhereThereIsNoOutput() {
    #expect(parts(counts(total: 1000), TokenPrices(input: dollar)) == [1_000_000, 0, 0, 0])
    #expect(parts(counts(total: 1000), prices) == nil)
    #expect(parts(counts(total: 1000, read: 400), prices) == nil)
    #expect(parts(counts(total: 400, read: 400), prices) == [0, 200_000, 0, 0])
  }

  @Test func aPriceThatIsMissingForCachedTokensIsThatOfInput() {
    let prices = TokenPrices(input: 2 * dollar, output: 8 * dollar)
    #expect(parts(counts(prompt: 100, read: 30, write: 20), prices) == [100_000, 60_000, 40_000, 0])
  }

  @Test func withoutAPriceForSomeOfItsTokensThereIsNone() {
    #expect(parts(counts(prompt: 100, completion: 1), TokenPrices(input: dollar)) == nil)
    #expect(parts(counts(prompt: 100, completion: 1), TokenPrices(output: dollar)) == nil)
    #expect(parts(counts(prompt: 100, read: 1), TokenPrices(cacheRead: dollar)) == nil)
    #expect(parts(counts(prompt: 0, completion: 3), TokenPrices(output: dollar)) == [0, 0, 0, 3000])
    #expect(parts(counts(prompt: 7, completion: 3), TokenPrices(input: 0, output: 0)) == [0, 0, 0, 0])
  }

  @Test func eachPartIsRoundedOnceHalvesUp() {
    // A token at half a nano-dollar, and at one quintillionth less.
    let half = TokenPrices(input: 500_000_000, output: 499_999_999)
    #expect(parts(counts(prompt: 1, completion: 1), half) == [1, 0, 0, 0])
    #expect(parts(counts(prompt: 3, completion: 3), half) == [2, 0, 0, 1])
    // 0.4 + 0.4 + 0.4 nano-dollars: each part rounds to nothing, so that the parts add up to the whole.
    let small = TokenPrices(input: 400_000_000, output: 400_000_000, cacheRead: 400_000_000)
    #expect(parts(counts(prompt: 2, completion: 1, read: 1), small) == [0, 0, 0, 0])
  }

  @Test func longPromptsChangeThePriceOfAllTokens() {
    var long = LongPromptPrices(above: 1000)
    long.input = 4 * dollar
    long.output = 12 * dollar
    var longer = LongPromptPrices(above: 2000)
    longer.cacheRead = dollar
    var prices = prices
    prices.longPrompts = [long, longer]
    #expect(parts(counts(prompt: 1000, completion: 10, read: 500), prices) == [1_000_000, 250_000, 0, 80_000])
    #expect(parts(counts(prompt: 1001, completion: 10, read: 500), prices) == [2_004_000, 250_000, 0, 120_000])
    #expect(parts(counts(prompt: 2001, completion: 10, read: 500), prices) == [6_004_000, 500_000, 0, 120_000])
  }

  @Test func nothingWrapsAround() {
    // A million dollars is the most that an operation can cost.
    let dear = TokenPrices(input: 1_000_000_000_000_000_000, output: 1_000_000_000_000_000_000)
    #expect(parts(counts(prompt: 1_000_000), dear) == [1_000_000_000_000_000, 0, 0, 0])
    #expect(parts(counts(prompt: 1_000_000, completion: 1), dear) == nil)
    #expect(parts(counts(prompt: .max, completion: .max, read: .max), dear) == nil)
  }

  @Test func thePartsAreTheWholeWhateverTheNumbers() {
    for _ in 0..<1000 {
      func number(_ most: Int64) -> Int64? { Bool.random() ? nil : Int64.random(in: 0...most) }
      let prices = TokenPrices(
        input: Int64.random(in: 0...100 * dollar), output: Int64.random(in: 0...100 * dollar),
        cacheRead: number(100 * dollar), cacheWrite: number(100 * dollar))
      let counts = counts(
        prompt: Int64.random(in: 0...1_000_000), completion: number(100_000), total: number(1_000_000),
        read: number(500_000), write: number(500_000))
      guard let split = counts.split(hasOutput: true), let found = parts(counts, prices) else {
        Issue.record("not priced: \(counts) \(prices)")
        continue
      }
      // Not rounded, the whole is less than half a nano-dollar a part away.
      let input = prices.input ?? 0
      var exact = Int128(split.uncached) * Int128(input)
      exact += Int128(split.cacheRead) * Int128(prices.cacheRead ?? input)
      exact += Int128(split.cacheWrite) * Int128(prices.cacheWrite ?? input)
      exact += Int128(split.completion) * Int128(prices.output ?? 0)
      #expect(abs(Int128(found.reduce(0, +)) * 1_000_000_000 - exact) <= 2_000_000_000)
    }
  }
}
