import Canvas
import Events
import Reports
import Testing

/// What `wraptop discover` says is enough to go on.
struct DiscoveryTextTests {
  private static let now = Timestamp(seconds: 1_796_000_000)

  private func discovery() -> Discovery {
    var sessions = FoundInput(title: "Claude Code sessions", formats: ["claude"], pattern: "/h/it's/**/*.jsonl")
    (sessions.files, sessions.bytes, sessions.newest) = (2, 3072, Self.now.advanced(seconds: -70))
    let proxy = FoundInput(
      title: "LiteLLM configuration", formats: [], pattern: "/w/c.yaml", advice: "start wraptop --otlp")
    var discovery = Discovery()
    discovery.inputs = [sessions, proxy]
    discovery.places = ["/h/a/*.jsonl", "/h/b/*.log", "/h/a/*.ndjson"]
    discovery.unreadable = ["/var/lib/docker"]
    return discovery
  }

  private func text(_ discovery: Discovery) -> String {
    DiscoveryText(color: false, glyphs: .ascii, now: Self.now).text(of: discovery)
  }

  @Test func eachInputHasItsCommandOrWhatToDo() {
    #expect(
      text(discovery()) == #"""
        Claude Code sessions  claude  2 files, 3.00KiB  written 1m10s ago
          wraptop --tail '/h/it'\''s/**/*.jsonl'
        LiteLLM configuration  0 files, 0B
          start wraptop --otlp
          /w/c.yaml

        Looked at the names and the first lines of files in:
          /h/a  *.jsonl  *.ndjson
          /h/b  *.log
          /var/lib/docker: this user may not read it

        """#)
  }

  @Test func nothingFoundSaysWhatElseThereIs() {
    #expect(text(Discovery()).hasPrefix("Nothing was found that wraptop could read.\n"))
  }

  @Test func controlCharactersOfNamesStayOut() {
    var discovery = Discovery()
    discovery.inputs = [FoundInput(title: "t", formats: ["litellm"], pattern: "/tmp/\u{1B}[2J.jsonl")]
    discovery.places = ["/\u{1B}x/*"]
    #expect(!text(discovery).unicodeScalars.contains("\u{1B}"))
  }

  @Test func theDocumentHasAllOfIt() {
    #expect(
      String(decoding: DiscoveryJSON.bytes(of: discovery()), as: UTF8.self)
        == #"{"schema":1,"inputs":[{"title":"Claude Code sessions","formats":["claude"],"pattern":"/h/it's/**/*.jsonl","#
        + #""files":2,"bytes":3072,"newest":"2026-11-30T00:52:10.000000Z","advice":null},"#
        + #"{"title":"LiteLLM configuration","formats":[],"pattern":"/w/c.yaml","files":0,"bytes":0,"newest":null,"#
        + #""advice":"start wraptop --otlp"}],"places":["/h/a/*.jsonl","/h/b/*.log","/h/a/*.ndjson"],"#
        + #""unreadable":["/var/lib/docker"]}"# + "\n")
  }
}
