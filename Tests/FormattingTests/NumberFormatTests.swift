import Formatting
import PlainText
import TestSupport
import Testing

@Suite struct NumberFormatTests {
  @Test(arguments: [
    (0.114, "11.4"), (0, "0.0"), (1, "100.0"), (0.0001, "<0.1"), (0.0006, "0.1"), (0.99999, ">99.9"), (0.999, "99.9"),
    (1.3, "130.0"), (25, "2500"), (1e9, ">9999"), (.nan, "-"),
  ])
  func percent(rate: Double, expected: String) { #expect(NumberFormat.percent(rate) == expected) }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1.00k"), (12_345, "12.3k"), (999_999, "999k"), (4_560_000, "4.56M"),
    (UInt64.max, "18.4E"),
  ])
  func count(number: UInt64, expected: String) { #expect(NumberFormat.count(number) == expected) }

  @Test(arguments: [
    (0, "0.0"), (0.01, "<0.1"), (42.1, "42.1"), (99.94, "99.9"), (99.96, "100"), (140.2, "140"), (12_345, "12.3k"),
    (-1, "-"), (.infinity, "-"),
  ])
  func quantity(number: Double, expected: String) { #expect(NumberFormat.quantity(number) == expected) }

  @Test(arguments: [(0, "0B"), (1023, "1023B"), (1024, "1.00KiB"), (12_600, "12.3KiB"), (5 << 30, "5.00GiB")])
  func bytes(number: UInt64, expected: String) { #expect(NumberFormat.bytes(number) == expected) }

  @Test(arguments: [
    (0, "0ms"), (0.01, "<0.1ms"), (0.4, "0.4ms"), (9.96, "10ms"), (420, "420ms"), (999.6, "1.0s"), (2100, "2.1s"),
    (59_949, "59.9s"), (59_960, "1m00s"), (65_000, "1m05s"), (4_080_000, "1h08m"), (-1, "-"), (.nan, "-"),
  ])
  func duration(ms: Double, expected: String) { #expect(NumberFormat.duration(ms: ms) == expected) }

  @Test(arguments: [
    (0, "0s"), (59.9, "59s"), (252, "4m12s"), (3599, "59m59s"), (4080, "1h08m"), (86_399, "23h59m"),
    (273_600, "3d04h"), (8_640_000, "100d"), (1e12, ">9999d"), (-2, "-"),
  ])
  func age(seconds: Double, expected: String) { #expect(NumberFormat.age(seconds: seconds) == expected) }

  @Test(arguments: [
    (0, "$0.00"), (1, "<$0.0001"), (99_999, "<$0.0001"), (100_000, "$0.0001"), (4_200_000, "$0.0042"),
    (999_949_999, "$0.9999"), (999_950_000, "$1.00"), (41_800_000_000, "$41.80"), (999_994_999_999, "$999.99"),
    (999_995_000_000, "$1.00k"), (1_234_000_000_000, "$1.23k"), (9_994_000_000_000, "$9.99k"),
    (9_995_000_000_000, "$10.0k"), (99_950_000_000_000, "$99k"), (118_000_000_000_000, "$118k"),
    (Int128.max, ">$999T"), (-4_200_000, "-$0.0042"), (-1, ">-$0.0001"),
  ])
  func dollars(amount: Int128, expected: String) { #expect(NumberFormat.dollars(nanodollars: amount) == expected) }

  @Test func saysThatSomethingIsMissing() {
    #expect(
      NumberFormat.percent(nil) == "-" && NumberFormat.count(nil) == "-"
        && NumberFormat.dollars(nanodollars: nil) == "-")
    #expect(
      NumberFormat.fixed(-0.04, 1) == "0.0" && NumberFormat.fixed(-1.25, 2) == "-1.25"
        && NumberFormat.fixed(2.5e30, 2) == ">1e16")
  }

  @Test func staysWithinItsWidths() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<20_000 {
      let number = UInt64.random(in: 0...UInt64.max, using: &random) >> UInt64.random(in: 0...63, using: &random)
      #expect(NumberFormat.count(number).count <= NumberFormat.countWidth)
      #expect(NumberFormat.bytes(number).count <= NumberFormat.bytesWidth)
      #expect(NumberFormat.quantity(Double(number) / 64).count <= NumberFormat.countWidth)
      #expect(NumberFormat.percent(Double(number) / 1e6).count <= NumberFormat.percentWidth)
      #expect(NumberFormat.duration(ms: Double(number) / 1e3).count <= NumberFormat.durationWidth)
      #expect(NumberFormat.age(seconds: Double(number) / 1e3).count <= NumberFormat.durationWidth)
      let text = NumberFormat.dollars(nanodollars: Int128(number))
      #expect(text.count <= NumberFormat.dollarsWidth)
      #expect(number == 0 || text.contains { ("1"..."9").contains($0) })
    }
  }
}
