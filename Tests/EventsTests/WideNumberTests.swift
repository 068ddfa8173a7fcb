import Testing

@testable import Events

/// Sums of 128 bits become the numbers nearest to them, as with the initializer of the standard library.
@Suite struct WideNumberTests {
  private func expectNearest(_ sum: Int128) {
    #expect(Double(nearest: sum) == Double(sum), "\(sum)")
    let magnitude = sum.magnitude
    #expect(Double(nearest: magnitude) == Double(magnitude), "\(magnitude)")
  }

  @Test func numbersNearPowersOfTwoAreRoundedToTheNearest() {
    for shift in 0..<127 {
      for difference: Int128 in -1025...1025 {
        expectNearest((Int128(1) << Int128(shift)) &+ difference)
        expectNearest(0 &- (Int128(1) << Int128(shift)) &+ difference)
      }
    }
    for sum in [0, Int128.max, .min, Int128(Int64.max), Int128(Int64.min), Int128(UInt64.max)] {
      for difference: Int128 in -1...1 { expectNearest(sum &+ difference) }
    }
    #expect(Double(nearest: UInt128.max) == Double(UInt128.max))
  }

  @Test func anyNumberIsRoundedToTheNearest() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let bits = Int128.random(in: .min ... .max, using: &random)
      expectNearest(bits >> Int128.random(in: 0...127, using: &random))
    }
  }
}
