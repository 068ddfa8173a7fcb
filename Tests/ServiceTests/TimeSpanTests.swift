import TestSupport
import Testing

@testable import Service

@Suite(.waiting) struct TimeSpanTests {
  @Test(arguments: [("1s", 1), ("90s", 90), ("15m", 900), ("1h", 3600), ("7d", 604_800), ("36600d", 3_162_240_000)])
  func whatPeopleWrite(_ text: String, _ seconds: Int64) { #expect(TimeSpan(text)?.seconds == seconds) }

  @Test(arguments: [
    "", "s", "0s", "1", "1w", "-1s", "+1s", "1.5h", " 1s", "1 s", "1s ", "٣s", "36601d", "99999999999999999999s",
    "9223372036854775807d",
  ])
  func whatMakesNoSense(_ text: String) { #expect(TimeSpan(text) == nil) }
}
