import Configuration
import TestSupport
import Testing

@Suite struct FieldValueTests {
  private func description(
    _ type: FieldType, unit: String? = nil, isSensitive: Bool = false
  ) -> FieldDescription {
    FieldDescription("x", .custom, type, isSensitive: isSensitive, unit: unit, summary: "")
  }

  private func written(_ text: String, quoted: Bool = false) -> ConfigurationNode {
    ConfigurationNode(.scalar(.init(text, isQuoted: quoted)), at: Configuration.SourceLocation(file: "w.yaml", line: 1))
  }

  private func fault(_ body: () throws -> FieldValue) -> String {
    do { return "taken: \(try body())" } catch { return (error as? ValueFault)?.message ?? "\(error)" }
  }

  // MARK: Flags and numbers

  @Test(
    arguments: [
      ("true", true), ("TRUE", true), ("1", true), ("On", true), ("yes", true), (" yes ", true), ("false", false),
      ("0", false), ("off", false), ("NO", false),
    ]) func flagsAreTypedInManyWays(text: String, flag: Bool) throws
  {
    #expect(try description(.flag).value(typed: text) == .flag(flag))
  }

  @Test(arguments: ["yes", "on", "1", "tRue"]) func filesSayTrueOrFalse(text: String) {
    #expect(fault { try description(.flag).value(written: written(text)) } == "has to be true or false, not \(text)")
  }

  @Test func whatIsQuotedIsNoNumber() {
    let number = description(.integer(NumberRange(0, 10)))
    #expect(
      fault { try number.value(written: written("5", quoted: true)) }
        == #"has to be a whole number, not the text "5"; write it without quotes"#)
    #expect(
      fault { try number.value(written: written("50", quoted: true)) }
        == #"has to be a whole number, not the text "50""#)
    #expect(
      fault { try description(.flag).value(written: written("true", quoted: true)) }
        == #"has to be true or false, not the text "true"; write it without quotes"#)
  }

  @Test func anIntegerIsToldInFull() throws {
    let integer = description(.integer(NumberRange()))
    #expect(try integer.value(typed: "9223372036854775807") == .integer(.max))
    #expect(try integer.value(typed: "-9223372036854775808") == .integer(.min))
    let tooLarge = fault { try integer.value(typed: "9223372036854775808") }
    #expect(tooLarge.hasPrefix("has to be from -9223372036854775808 to"))
    #expect(fault { try integer.value(typed: "3.0") } == #"has to be a whole number, not "3.0""#)
  }

  @Test func rangesAreInWords() {
    func words(_ type: FieldType, _ unit: String? = nil) -> String { description(type, unit: unit).allowedInWords }
    #expect(words(.integer(NumberRange(0, 10))) == "a whole number from 0 to 10")
    #expect(words(.number(NumberRange(0, excludesMinimum: true)), "$") == "a number above 0 dollars")
    #expect(words(.number(NumberRange(1, 300)), "s") == "a number from 1 to 300 s")
    #expect(words(.number(NumberRange(0, 1, excludesMinimum: true))) == "a number above 0 and up to 1")
    #expect(words(.number(NumberRange(0, 1, excludesMaximum: true))) == "a number from 0 to below 1")
    #expect(words(.number(NumberRange(nil, 1.5))) == "a number of at most 1.5")
    #expect(words(.integer(NumberRange(1))) == "a whole number of at least 1")
    #expect(words(.integer(NumberRange(1, 10000)), "/min") == "a whole number from 1 to 10000 a minute")
    #expect(words(.integer(NumberRange()), "s") == "a whole number")
    #expect(words(.choice(["a", "b"])) == "one of a, b")
  }

  @Test func aFaultSaysRuleAndValue() {
    #expect(
      fault { try description(.integer(NumberRange(0, 10))).value(typed: "11") }
        == #"has to be a whole number from 0 to 10; it is "11""#)
    #expect(
      fault { try description(.choice(["bearer", "oauth"])).value(typed: "oath") }
        == #"has to be one of bearer, oauth, not "oath"; did you mean oauth?"#)
    #expect(
      fault { try description(.text(.any)).value(written: ConfigurationNode(.sequence([]), at: written("").place)) }
        == "has to be a text, not a list")
    #expect(fault { try description(.text(.any)).value(written: written("~")) } == "has to be a text, not nothing")
  }

  // MARK: Texts

  @Test(arguments: [
    (FieldValue.number(30), "30"), (.number(0.11593), "0.11593"), (.number(0.1 + 0.2), "0.30000000000000004"),
    (.number(1e18), "1e18"), (.number(1e-9), "1e-9"), (.number(-0.0), "0"), (.number(1.5e300), "1.5e300"),
    (.integer(-5), "-5"), (.flag(true), "true"), (.text(""), "\"\""), (.text("a\u{1B}b"), "a\\u{1b}b"),
    (.secret, "********"), (.reference(.environment("A")), "${env:A}"),
  ]) func aValueIsShownPlainly(value: FieldValue, shown: String) {
    #expect(value.shown == shown)
  }

  @Test func numbersReadAsTheyWereWritten() throws {
    var generator = SeededRandom(seed: 1)
    for _ in 0..<10_000 {
      let number = Double(bitPattern: generator.next())
      guard number.isFinite else { continue }
      let value = FieldValue.number(number)
      #expect(try description(.number(NumberRange())).value(typed: value.written) == value)
    }
  }

  @Test func aUnitStandsWhereItIsRead() {
    #expect(description(.number(NumberRange()), unit: "$").shownWithUnit(.number(-30)) == "-$30")
    #expect(description(.number(NumberRange()), unit: "s").shownWithUnit(.integer(30)) == "30 s")
    #expect(description(.integer(NumberRange()), unit: "/min").shownWithUnit(.integer(60)) == "60/min")
    #expect(description(.text(.any), unit: "s").shownWithUnit(.text("a")) == "a")
  }

  @Test func aWholeNumberIsTheSameHoweverItIsHeld() {
    #expect(FieldValue.integer(30) == .number(30) && FieldValue.number(0.5) != .integer(0))
    #expect(FieldValue.integer(.max) != .number(9.223372036854775807e18))
    #expect(FieldValue.integer((1 << 53) + 1) != .number(9_007_199_254_740_992))
    #expect(FieldValue.text("1") != .integer(1) && FieldValue.secret != .text(FieldValue.mask))
  }

  // MARK: Secrets and references

  @Test func aSecretIsLookedAtAndDropped() throws {
    let secret = description(.text(.any), isSensitive: true)
    #expect(try secret.value(typed: "sk-1") == .secret && secret.value(written: written("sk-1")) == .secret)
    #expect(try secret.value(typed: "${credential:a/b}") == CredentialName("a/b").map { .reference(.credential($0)) })
    #expect(secret.fault(of: .secret) == nil && secret.fault(of: .text("sk-1")) != nil)
  }

  @Test(arguments: [
    FieldType.text(.any), .text(.url), .integer(NumberRange(1000, 1001)), .number(NumberRange(2000)), .flag,
    .choice(["SECRET-word", "other"]),
  ]) func noFaultTellsASecret(type: FieldType) {
    let field = description(type, isSensitive: true)
    let secrets = [
      "SECRET\u{7}", String(repeating: "SECRET", count: 1000), "${env:SECRET", "${credential:SECRET}",
      "http://SECRET@x",
      "7777777", "SECRET-wor", "true7777", "7777.5", "1e7777",
    ]
    for text in secrets {
      for message in [
        fault { try field.value(typed: text) }, fault { try field.value(written: written(text)) },
        fault { try field.value(written: written(text, quoted: true)) },
      ] {
        let told = message.replacing("one of SECRET-word", with: "")
        #expect(!told.contains("SECRET") && !told.contains("7777"), "\(message)")
      }
    }
  }

  @Test func onlyTextsAndSecretsMayBeKeptElsewhere() throws {
    #expect(try description(.text(.url)).value(typed: "${env:URL}") == .reference(.environment("URL")))
    #expect(try description(.integer(NumberRange()), isSensitive: true).value(typed: "${env:PIN}") != .secret)
    let credential = fault { try description(.text(.any)).value(typed: "${credential:a/b}") }
    #expect(credential.hasPrefix("must not refer to a credential"))
    for type in [FieldType.flag, .integer(NumberRange()), .number(NumberRange()), .choice(["${env:A}"])] {
      #expect(fault { try description(type).value(typed: "${env:A}") }.contains("a reference stands only for"))
      #expect(description(type).fault(of: .reference(.environment("A"))) != nil)
    }
  }

  // MARK: URLs

  @Test(arguments: [
    "http://a", "https://api.example.com/v1?x=1#y", "HTTP://EXAMPLE.COM.", "http://127.0.0.1:8080", "http://[::1]:1/",
    "http://[2001:db8::1]", "http://[::ffff:10.0.0.1]", "http://[1:2:3:4:5:6:7:8]", "https://münchen.example/ü",
    "http://例え.テスト:65535", "http://my_host/", "http://localhost/a@b", "http://a?u:p@b", "http://[1::]",
  ]) func anEndpointIsAURL(text: String) throws {
    #expect(try description(.text(.url)).value(typed: text) == .text(text))
  }

  @Test(arguments: [
    ("", "begin with http://"), ("http:/a", "begin with"), ("//a", "begin with"),
    ("javascript:http://a", "begin with"), (" http://a", "begin with"), ("http://", "there is no host"),
    ("http:///x", "there is no host"),
    ("http://:80", "there is no host"), ("http://?x", "there is no host"), ("http://a:", "port"),
    ("http://a:0", "port"), ("http://a:65536", "port"), ("http://a:8o", "port"), ("http://a:-1", "port"),
    ("http://a:1:2", "port"),
    ("http://a b", "blanks"), ("http://a/ b", "blanks"), ("http://a\u{200B}b", "cannot be seen"),
    ("http://a\u{A0}b", "blanks"), ("http://a..b", "what stands in its place"), ("http://.a", "what stands"),
    ("http://-a", "what stands"), ("http://256.1.1.1", "what stands"), ("http://1.2.3", "what stands"),
    ("http://01.2.3.4", "what stands"), ("http://[::1", "what stands"), ("http://[]", "what stands"),
    ("http://[1::2::3]", "what stands"), ("http://[1:2:3:4:5:6:7]", "what stands"), ("http://[:1]", "what stands"),
    ("http://[1:2:3:4:5:6:7:8:9]", "what stands"), ("http://[:::]", "what stands"), ("http://[g::]", "what stands"),
    ("http://[::1]x", "what stands"), ("http://a<b>", "what stands"), ("http://a%zz", "what stands"),
  ]) func whatIsNoURLIsAFault(text: String, message: String) {
    let found = fault { try description(.text(.url)).value(typed: text) }
    #expect(found.contains(message), "\(found)")
  }

  @Test(arguments: [
    "http://user:SECRET@host", "https://SECRET@host/", "ftp://u:SECRET@host", "http://u:SECRET@\u{301}host",
    "http://u:SECRET@ host", "http:\\\\u:SECRET@host", "http://:SECRET@", "u:SECRET@host",
  ]) func aPasswordInAURLIsNotRepeated(text: String) {
    let found = fault { try description(.text(.url)).value(typed: text) }
    #expect(!found.contains("SECRET") && !found.hasPrefix("taken"), "\(found)")
  }
}
