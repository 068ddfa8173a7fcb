import Canvas
import Events
import PlainText
import Testing

@testable import Dashboard

@Suite("Narrow figures")
struct NumberFormatTests {
  @Test(arguments: [
    (nil, "-"), (0, "0.0"), (0.0001, "<0.1"), (0.114, "11.4"), (0.9996, "99.9"), (1, "100"), (Double.nan, "-"),
  ])
  func percent(rate: Double?, text: String) { #expect(CompactFigure.percent(rate) == text) }

  @Test(arguments: [
    (0, "0.00"), (0.335, "0.34"), (0.8999, "0.89"), (0.9, "0.90"), (0.899_999_999_999, "0.90"), (0.6997, "0.69"),
    (0.999, "0.99"),
    (1, "1.00"),
  ])
  func scoreIsNeverRoundedIntoABetterGrade(score: Double, text: String) { #expect(CompactFigure.score(score) == text) }

  @Test(arguments: [
    (nil, "-"), (0, "0ms"), (0.4, "<1ms"), (402, "402ms"), (999.6, "1.0s"), (9_830, "9.8s"), (9_960, "10s"),
    (64_900, "1m05s"),
    (720_000, "12m"), (3_720_000, "1h02m"), (1e9, "11d"), (1e300, "999y"), (-1, "-"),
  ])
  func duration(ms: Double?, text: String) { #expect(CompactFigure.duration(ms) == text) }

  @Test(arguments: [(0, "0s"), (59_999, "59s"), (252_000, "4m"), (15_120_000, "4h"), (1e9, "11d"), (-5, "0s")])
  func shortAge(ms: Double, text: String) { #expect(CompactFigure.shortAge(ms) == text) }

  @Test(arguments: [
    (0, "0"), (0.01, "<0.1"), (3.2, "3.2"), (9.96, "10"), (42, "42"), (1_204, "1,204"), (9_999, "9,999"),
    (12_345, "12.3k"), (999_600, "1.0M"),
    (1.8e19, ">999P"),
  ])
  func compact(value: Double, text: String) { #expect(CompactFigure.compact(value) == text) }

  @Test(arguments: [
    (0, "$0.00"), (4_000_000, "<$0.01"), (41_800_000_000, "$41.80"), (999_994_000_000, "$999.99"),
    (1_377_900_000_000, "$1,378"),
    (Int128(12_345_000_000_000), "$12.3k"), (-41_800_000_000, "-$41.80"),
  ])
  func money(nanodollars: Int128, text: String) {
    #expect(CompactFigure.money(Money(nanodollars: nanodollars)) == text)
  }

  @Test func nothingIsWiderThanItsColumn() {
    var value = 0.000_001
    while value < 1e18 {
      #expect(CompactFigure.compact(value).utf8.count <= 5)
      #expect(CompactFigure.duration(min(value, 1e14)).utf8.count <= 5)
      #expect(CompactFigure.percent(value).utf8.count <= 4)
      #expect(CompactFigure.money(Money(nanodollars: Int128(value))).utf8.count <= 7)
      #expect(CompactFigure.shortAge(min(value, 1e14)).utf8.count <= 4)
      value *= 1.07
    }
  }
}
