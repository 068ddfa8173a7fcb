import Events
import Foundation
import PlainText
import Testing

@Suite struct JSONWriterTests {
  private func written(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    write(&writer)
    return writer.bytes
  }

  private func parsed(_ bytes: [UInt8]) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
  }

  @Test func commasStandBetweenValuesAtEveryLevel() {
    let bytes = written { writer in
      writer.object {
        $0.field("a", 1)
        $0.arrayField("b") { list in
          list.array { _ in }
          list.object { _ in }
          list.value(true)
          list.null()
        }
        $0.objectField("c") { $0.field("d", Money(nanodollars: -1)) }
        $0.field("e", nil as String?)
      }
      writer.endLine()
      writer.object { $0.field("f", Timestamp(microseconds: 1)) }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(
      text == """
        {"a":1,"b":[[],{},true,null],"c":{"d":"-0.000000001"},"e":null}
        {"f":"1970-01-01T00:00:00.000001Z"}
        """)
  }

  @Test(arguments: [
    "", "plain", #"quotes " and \ and /"#, "\0\u{1}\t\r\n\u{1F}", "\u{7F}\u{80}\u{9B}31m\u{9F}",
    "\u{1B}]52;c;aGk=\u{7}",
    "\u{202A}\u{202E}\u{2066}\u{2069}\u{200E}\u{200F}\u{061C}", "\u{2028}\u{2029}", "Grüße 路由 🧭👩‍🔧 e\u{301} é",
    "\u{FFFF}\u{10FFFF}",
    "\r\n as one character", "</script>",
  ])
  func hostileTextComesBackAndIsHarmless(_ text: String) throws {
    let bytes = written { $0.object { $0.field(text, text) } }
    let object = try #require(try parsed(bytes) as? [String: String])
    let (key, value) = try #require(object.first)
    // Compared by scalars, as two ways to write one character are equal to Swift.
    #expect(Array(key.unicodeScalars) == Array(text.unicodeScalars))
    #expect(Array(value.unicodeScalars) == Array(text.unicodeScalars))
    let harmful = String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { scalar in
      scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .lineSeparator
        || scalar.properties.generalCategory == .paragraphSeparator
        || "\u{061C}\u{200E}\u{200F}".unicodeScalars.contains(scalar)
        || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
    #expect(harmful.isEmpty)
  }

  @Test func everyScalarComesBack() throws {
    var text = ""
    for value in UInt32(0)...0x10FFFF { if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) } }
    let back = try #require(try parsed(written { $0.value(text) }) as? String)
    #expect(back.unicodeScalars.elementsEqual(text.unicodeScalars))
  }

  @Test(arguments: [
    0, -0.0, 0.1, 1.0 / 3, 1e-05, .leastNonzeroMagnitude, 1e15, 1e16, 123_456_789_012_345_680, .greatestFiniteMagnitude,
    -.leastNormalMagnitude,
  ])
  func doublesRoundTrip(_ number: Double) throws {
    let back = try #require(try parsed(written { $0.array { $0.value(number) } }) as? [Double])
    #expect(back.first?.bitPattern == number.bitPattern)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity]) func whatIsNoNumberIsNull(_ number: Double) {
    #expect(String(decoding: written { $0.value(number) }, as: UTF8.self) == "null")
  }

  @Test(arguments: [
    (0, "0"), (1, "0.000001"), (250, "0.00025"), (1_000_000, "1"), (1_500_000, "1.5"),
    (Int128(Int64.max) * 1_000_000_000, "9223372036854775807000"), (504_600_000_250, "504600.00025"),
  ])
  func millisecondsAreExact(_ nanoseconds: Int128, _ text: String) {
    #expect(String(decoding: written { $0.milliseconds(nanoseconds: nanoseconds) }, as: UTF8.self) == text)
  }

  @Test func theLargestIntegersAreWhole() {
    let bytes = written {
      $0.array {
        $0.value(UInt64.max); $0.value(Int64.min)
      }
    }
    #expect(String(decoding: bytes, as: UTF8.self) == "[18446744073709551615,-9223372036854775808]")
  }
}
