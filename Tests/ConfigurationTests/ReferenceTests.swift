import Configuration
import Testing

@Suite struct ReferenceTests {
  private func bot(_ field: String, _ text: String, _ environment: [String: String] = [:]) -> ResolvedConfiguration {
    resolved(file: ["wrappers": ["bot": .map([(field, .quoted(text))])]], environment)
  }

  @Test func whatIsNoSecretIsReadFromTheVariable() throws {
    let read = bot("daily_budget", "${env:LIMIT}", ["LIMIT": "2.5"])
    let given = try #require(read.wrappers["bot"]?.given["daily_budget"]?.first)
    #expect(given == GivenValue(.file, .place(Place(file: "w.yaml", line: 3)), .number(2.5)))
    #expect(read.findings == [])
    #expect(bot("api_endpoint", "${env:E}", ["E": "http://a"]).value("bot", "api_endpoint") == .text("http://a"))
  }

  @Test func aSecretStaysAReference() {
    let read = bot("api_key", "${env:KEY}", ["KEY": "sk-1"])
    #expect(read.value("bot", "api_key") == .reference(.environment("KEY")) && read.findings == [])
  }

  @Test(arguments: ["daily_budget", "api_endpoint", "api_key"]) func aVariableThatIsNotSetIsAWarning(field: String) {
    let read = bot(field, "${env:NOT_SET}")
    #expect(
      read.findings.map(\.description) == [
        "w.yaml:3: wrapper bot: \(field): $NOT_SET, to which it refers, is not set; set it before wraptop is started"
      ])
    #expect(read.isValid && (read.value("bot", FieldPath(field)) != nil) == (field == "api_key"))
  }

  @Test(
    arguments: [
      (
        "daily_budget", "${env:V}", ["V": "-1"],
        #"refers to $V, whose value is not fit: has to be a number above 0 dollars; it is "-1""#
      ),
      ("daily_budget", "${env:V}", ["V": "${env:W}"], "refers to $V, whose value is not fit: "),
      (
        "api_version", "${env:V}", ["V": "${env:W}"],
        "refers to $V, which holds a reference itself; write that one here"
      ),
      (
        "api_version", "${env:EXTERNAL_API_KEY}", ["EXTERNAL_API_KEY": "sk-1"],
        "must not refer to $EXTERNAL_API_KEY, which holds a secret: "
      ),
      (
        "api_version", "${env:WRAPPER_BOT_API_KEY}", ["WRAPPER_BOT_API_KEY": "sk-1"],
        "must not refer to $WRAPPER_BOT_API_KEY, which holds a secret: "
      ), ("api_version", "${credential:a/b}", [:], "must not refer to a credential, for it is shown as it is; "),
      ("enabled", "${credential:a/b}", [:], "must not refer to a credential, for it is shown as it is; "),
      ("api_key", "${env:a-b}", [:], "has to be a whole reference, ${env:NAME} or ${credential:SERVICE/KEY}"),
    ] as [(String, String, [String: String], String)])
  func whatCannotBeReferredToIsAnError(field: String, text: String, environment: [String: String], message: String) {
    let read = bot(field, text, environment)
    #expect(read.errors.count == 1 && read.errors[0].contains(": \(field): \(message)"), "\(read.errors)")
    #expect(!read.errors.description.contains("sk-1"))
  }

  @Test func aCredentialThatIsNotThereIsAWarning() throws {
    let file: Part = ["wrappers": ["bot": ["api_key": "${credential:bot/api_key}"]]]
    let name = try #require(CredentialName("bot/api_key"))
    #expect(resolved(file: file, credentials: [name]).findings == [])
    #expect(resolved(file: file, credentials: nil).findings == [])
    let read = resolved(file: file, credentials: [])
    #expect(
      read.findings.map(\.description) == [
        "w.yaml:3: wrapper bot: api_key: bot/api_key is not in the credential store; "
          + "set it with `wraptop credential set bot/api_key`"
      ])
    #expect(read.isValid && read.value("bot", "api_key") == .reference(.credential(name)))
  }
}
