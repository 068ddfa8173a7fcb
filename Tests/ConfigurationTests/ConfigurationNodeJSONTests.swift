import Configuration
import Testing

/// Nodes as JSON.
@Suite struct ConfigurationNodeJSONTests {
  private func json(_ part: Part) -> String {
    var line = 1
    return part.node(from: &line).json
  }

  @Test func isIndentedAndKeepsItsOrder() {
    let part: Part = [
      "wrappers": ["b": ["daily_budget": "12.50", "kind": .quoted("poml")], "a": [:]], "list": ["1", [], ["x": "y"]],
    ]
    #expect(
      json(part) == """
        {
          "wrappers": {
            "b": {
              "daily_budget": 12.50,
              "kind": "poml"
            },
            "a": {}
          },
          "list": [
            1,
            [],
            {
              "x": "y"
            }
          ]
        }

        """)
  }

  @Test(arguments: [
    ("true", "true"), ("True", "true"), ("FALSE", "false"), ("yes", "\"yes\""), ("", "null"), ("~", "null"),
    ("Null", "null"), ("0", "0"), ("-0", "-0"), ("007", "7"), ("+5", "5"), (".5", "0.5"), ("-.5e3", "-0.5e3"),
    ("5.", "5"), ("1E+9", "1E+9"), ("0.10", "0.10"),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
    ("00.50", "0.50"), ("1e999", "1e999"), ("0x10", "\"0x10\""), ("1_000", "\"1_000\""), (".inf", "\".inf\""),
    ("1e", "\"1e\""), (".", "\".\""), ("-", "\"-\""), ("1.2.3", "\"1.2.3\""), ("²", "\"²\""),
  ]) func plainScalarsMeanTheSame(plain: String, json: String) {
    #expect(self.json(.plain(plain)) == json + "\n")
    #expect(self.json(.quoted(plain)) == "\"\(plain)\"\n")
  }

  @Test func whatATerminalWouldActUponIsEscaped() {
    let text = "a\u{1B}[1m\"\\\t\n\r\u{0}\u{7F}\u{9B}\u{85}\u{202E}\u{2066}\u{2028}\u{FEFF}\u{FFFF}\u{E0001}é😀"
    let escaped = json([text: .quoted(text)])
    #expect(
      escaped.contains(
        #""a\u001b[1m\"\\\t\n\u000d\u0000\u007f\u009b\u0085\u202e\u2066\u2028\ufeff\uffff\udb40\udc01é😀": "a\u001b["#))
  }
}
