import Events
import PlainText
import Testing

/// Decimal text and times, byte by byte.
@Suite struct DigitsTests {
  @Test(arguments: [
    -1, 0, 1, 999_999, 86_399_999_999, 86_400_000_000, -86_400_000_000, 951_782_400_000_000, 1_767_312_000_000_001,
    253_402_300_799_999_999, -62_135_596_800_000_000,
  ])
  func timesAreWrittenAsTheyAreDescribed(_ microseconds: Int64) {
    var text = TimestampText()
    for step: Int64 in [0, 1, 59_000_000, 86_400_000_000, -1] {
      let time = Timestamp(microseconds: microseconds + step)
      var bytes: [UInt8] = []
      text.append(microseconds: time.microseconds, to: &bytes)
      #expect(String(decoding: bytes, as: UTF8.self) == time.description)
    }
  }

  @Test(arguments: [
    (0, "0"), (-0.0, "-0.0"), (120, "120"), (-3, "-3"), (0.1, "0.1"), (9_007_199_254_740_992, "9007199254740992"),
    (1e16, "1e+16"), (-1e-7, "-1e-07"), (1234.5, "1234.5"),
  ])
  func wholeNumbersAreWrittenAsSuch(_ number: Double, _ text: String) {
    var bytes: [UInt8] = []
    bytes.append(number: number)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
    #expect(Double(text) == number)
  }

  @Test(arguments: [0, 1, 10, 999_999_999, 1_000_000_000, 1_500_000_000, -1, -2_500_000_000, Int128(UInt64.max) * 10])
  func amountsAreWrittenAsTheyAreDescribed(_ nanodollars: Int128) {
    var bytes: [UInt8] = []
    bytes.append(Money(nanodollars: nanodollars))
    #expect(String(decoding: bytes, as: UTF8.self) == Money(nanodollars: nanodollars).description)
  }
}
