import Alerting
import Foundation
import Testing

/// Bodies that the settings word.
@Suite struct MessageTemplateTests {
  private func body(
    _ template: String, _ message: AlertMessage = MessageSamples.firing, type: String? = nil
  ) throws -> String {
    var values: [String: ChannelValues.Value] = ["url": .text("https://a.example/"), "body": .text(template)]
    if let type { values["headers"] = .map(["content-type": type]) }
    let kind = try #require(AlertChannelKinds.named("webhook"))
    guard case .http(let http)? = kind.init(ChannelValues(values)).request(for: message) else {
      Issue.record("no request")
      return ""
    }
    #expect(http.headers.first?.name == "Content-Type")
    #expect(http.headers.first?.value == type ?? "application/json")
    #expect(http.headers.count == 1)
    return String(decoding: http.body, as: UTF8.self)
  }

  @Test func everyNameHasAValue() throws {
    for name in MessageTemplate.Name.allCases {
      #expect(try body("{{ \(name.rawValue) }}") == body("{{\(name.rawValue)}}"))
      #expect(try !body("{{ \(name.rawValue) }}").isEmpty, "\(name)")
    }
    let text = try body(
      "{{rule}} {{wrapper}} {{severity}} {{state}} {{since}} {{value}} {{threshold}} {{metric}} {{id}} {{host}} "
        + "{{channel}} {{count}}")
    #expect(
      text == "high_error_rate checkout error firing 2026-11-30T11:58:00.000000Z 0.114 0.1 error_rate 00000000000000a1 "
        + "llm-1 oncall 1")
  }

  @Test func aGroupIsToldByWhatMattersMost() throws {
    #expect(try body("{{ severity }} {{ rule }} {{ count }}", MessageSamples.group) == "critical critical_health 7")
    #expect(try body("{{ message }}", MessageSamples.group).components(separatedBy: #"\u000a"#).count == 7)
  }

  @Test func theStateIsOneOfThree() throws {
    #expect(try body("{{state}}", MessageSamples.resolved) == "resolved")
    #expect(try body("{{state}}", MessageSamples.acknowledged) == "acknowledged")
  }

  @Test func nothingLeavesTheQuotesOfJSON() throws {
    let names = MessageTemplate.Name.allCases.map(\.rawValue)
    let template = "{" + names.map { #""\#($0)": "{{ \#($0) }}""# }.joined(separator: ", ") + #", "n": {{ value }}}"#
    let text = try body(template, MessageSamples.hostile)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object.count == names.count + 1)
    #expect(object["n"] as? Double == 0.114)
    // A value is no template.
    #expect((object["why"] as? String)?.contains("{{ id }}") == true)
    #expect((object["wrapper"] as? String)?.hasSuffix(#""q" \ ; émile"#) == true)
  }

  @Test(arguments: [
    ("application/x-www-form-urlencoded", "w=a%EF%BF%BD%EF%BF%BDBcc%3A%20all%40example.org"),
    ("application/xml; charset=utf-8", "&lt;!channel&gt; &amp; &quot;q&quot; \\ ; émile"),
    ("text/plain", "<!channel> & \"q\" \\ ; émile"),
  ])
  func otherTypesHaveTheirOwnEscapes(_ type: String, _ part: String) throws {
    let text = try body("w={{ wrapper }}", MessageSamples.hostile, type: type)
    #expect(text.contains(part), "\(text)")
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" })
  }

  @Test(arguments: [
    ("{{ wraper }}", "{{ wraper }} is no value of a message; did you mean wrapper?"),
    ("{{ id }} {{", "{{ is not followed by }}"), ("{{}}", "there is no name of a value within {{ }}"),
    ("{{ a\u{1B} }}", "there is no name of a value within {{ }}"),
    (
      "{{ xyzzyplugh }}",
      "{{ xyzzyplugh }} is no value of a message; there are "
        + MessageTemplate.Name.allCases.map(\.rawValue).joined(separator: ", ")
    ),
  ])
  func whatIsWrongIsSaid(_ template: String, _ fault: String) throws {
    #expect(MessageTemplate(template).faults == [fault])
    let kind = try #require(AlertChannelKinds.named("webhook"))
    #expect(kind.faults(in: ChannelValues(["body": .text(template)])) == [ChannelFault(key: "body", text: fault)])
  }

  @Test func bracesOfJSONAreNoNames() throws {
    #expect(MessageTemplate(#"{"a": {"b": {"c": "{{ id }}"}}}"#).faults == [])
    #expect(try body(#"{"a":{"b":"{{ id }}"}}"#) == #"{"a":{"b":"00000000000000a1"}}"#)
  }

  @Test func headersCannotAddHeaders() throws {
    let kind = try #require(AlertChannelKinds.named("webhook"))
    let values = ChannelValues([
      "url": .text("https://a.example/"), "headers": .map(["X-Key": "a\r\nX-Other: b", "a b": "c"]),
    ])
    #expect(kind.faults(in: values).map(\.key) == ["headers"])
    guard case .http(let http)? = kind.init(values).request(for: MessageSamples.firing) else {
      Issue.record("no request")
      return
    }
    #expect(http.headers.map(\.name) == ["Content-Type", "X-Key"] && http.headers[1].value == "a  X-Other: b")
  }
}
