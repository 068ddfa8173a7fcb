import Testing

@testable import Events

/// What collectors put around lines (article Envelopes).
@Suite struct EnvelopeTests {
  private let native = #"{"wrapper_name":"w","status":"success"}"#
  private let time = "2026-01-01T12:00:00.123456789Z"

  /// A text as JSON.
  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
  }

  private func docker(_ text: String, stream: String = "stdout") -> String {
    #"{"log":\#(quoted(text)),"stream":"\#(stream)","time":"\#(time)"}"# + "\n"
  }

  private func kubernetes(_ text: String, stream: String = "stdout", tag: String = "F") -> String {
    "\(time) \(stream) \(tag) \(text)\n"
  }

  private let told1 = ["w default success no cost end=2026-01-01T12:00:00.123456Z"]

  @Test func dockerAndKubernetes() {
    #expect(told(docker(native + "\n"), "end") == told1)
    #expect(told(kubernetes(native), "end") == told1)
    #expect(told(docker("plain words\n")) == ["1 skipped"] && told(kubernetes("plain words")) == ["1 skipped"])
    #expect(told(docker(#"{"a":1}"# + "\n")) == ["missingField(wrapper_name)"])
    // A record's own time goes first.
    #expect(
      told(docker(#"{"wrapper_name":"w","end_time":"2026-01-01T11:00:00Z"}"# + "\n"), "end")[0].hasSuffix(
        "T11:00:00.000000Z"))
    let batch = decodeForeign(docker(native + "\n") + kubernetes(native))
    #expect(batch.lines == 2 && batch.records == 2 && batch.formats.isEmpty)
  }

  /// Lines that were cut are put together by stream, in whatever order the streams are mixed.
  @Test func pieces() {
    let long = #"{"wrapper_name":"w","x":"\#(String(repeating: "é", count: 20_000))"}"#
    let bytes = Array((long + "\n").utf8)
    func parts(_ size: Int) -> [String] {
      stride(from: 0, to: bytes.count, by: size).map {
        String(decoding: bytes[$0..<min($0 + size, bytes.count)], as: UTF8.self)
      }
    }
    let cut = parts(16384)
    #expect(cut.count == 3)
    let mixed =
      docker(cut[0]) + docker("oops\n", stream: "stderr") + docker(cut[1]) + docker(cut[2]) + docker(native + "\n")
    let batch = decodeForeign(mixed)
    #expect(batch.events.count == 2 && batch.skipped == 1 && batch.records == 3 && batch.lines == 5)
    let text = cut.map { $0.replacing("\n", with: "") }
    let cri =
      kubernetes(text[0], tag: "P") + kubernetes("oops", stream: "stderr") + kubernetes(text[1], tag: "P:x")
      + kubernetes(text[2])
    #expect(decodeForeign(cri).events.count == 1)
    let journal = text.indices.map { place in
      #"{"__REALTIME_TIMESTAMP":"1767268800123456","_STREAM_ID":"a1","_TRANSPORT":"stdout"\#(place < 2 ? #","_LINE_BREAK":"line-max""# : ""),"MESSAGE":\#(quoted(text[place]))}"#
    }
    #expect(told(journal.joined(separator: "\n"), "end") == told1)
    // What never ends is text, or is whole all the same.
    #expect(told(docker(cut[0])) == ["1 skipped"])
    #expect(told(kubernetes(native, tag: "P")) == ["w default success no cost"])
  }

  @Test func journald() {
    func line(_ message: String) -> String {
      #"{"__CURSOR":"s=1","__REALTIME_TIMESTAMP":"1767268800123456","_SYSTEMD_UNIT":"proxy.service","PRIORITY":"6","MESSAGE":\#(message)}"#
    }
    #expect(told(line(quoted(native)), "end") == told1)
    #expect(told(line("[\(native.utf8.map { String($0) }.joined(separator: ","))]"), "end") == told1)
    #expect(told(line("[\(quoted(native)),\"second\"]"), "end") == told1)
    #expect(told(line("null")) == ["1 skipped"] && told(line("\"words\"")) == ["1 skipped"])
    let foreign = line(quoted(#"{"message":{"usage":{"input_tokens":5}}}"#))
    #expect(told(foreign, wrapperBy: .unit)[0].hasPrefix("proxy.service "))
    #expect(told(foreign, "end")[0].hasSuffix("end=2026-01-01T12:00:00.123456Z"))
    let partial = native.split(separator: ",")
    let pieces = partial.enumerated().map { place, text in
      #"{"__CURSOR":"\#(place)","CONTAINER_NAME":"c","CONTAINER_PARTIAL_MESSAGE":"true","CONTAINER_PARTIAL_ID":"p","CONTAINER_PARTIAL_LAST":"\#(place == 1)","MESSAGE":\#(quoted((place > 0 ? "," : "") + text))}"#
    }
    #expect(decodeForeign(pieces.joined(separator: "\n")).events.count == 1)
  }

  @Test(arguments: [
    // fluent-bit, fluentd's driver of Docker, vector, Cloud Logging: as text and as an object.
    #"{"date":1767268800.123456,"log":TEXT}"#, #"{"date":1767268800.123456,"log":OBJECT}"#,
    #"{"container_id":"1","container_name":"/proxy","source":"stdout","timestamp":1767268800.123456,"log":TEXT}"#,
    #"{"log":{"message":OBJECT,"timestamp":"2026-01-01T12:00:00.123456Z"}}"#,
    #"{"message":OBJECT,"timestamp":"2026-01-01T12:00:00.123456Z","host":"h"}"#,
    #"{"msg":OBJECT,"time":1767268800123.456,"level":30}"#,
    #"{"logName":"n","timestamp":"2026-01-01T12:00:00.123456Z","severity":"INFO","jsonPayload":OBJECT}"#,
    #"{"logName":"n","timestamp":"2026-01-01T12:00:00.123456Z","textPayload":TEXT}"#,
    #"{"messageType":"DATA_MESSAGE","owner":"1","logEvents":[{"id":"1","timestamp":1767268800123.456,"message":TEXT}]}"#,
    #"{"events":[{"logStreamName":"s","timestamp":1767268800123.456,"message":TEXT,"eventId":"1"}],"nextToken":"t"}"#,
  ])
  func carriers(_ line: String) {
    #expect(told(line.replacing("TEXT", with: quoted(native)).replacing("OBJECT", with: native), "end") == told1)
  }

  /// The text of a log message is an event only where a format was asked for.
  @Test func messages() {
    let claude = #"{"message":{"usage":{"input_tokens":5}}}"#
    let line = #"{"message":\#(quoted(claude)),"host":"h"}"#
    #expect(told(line) == ["missingField(wrapper_name)"])
    #expect(told(line, format: "claude") == ["claude-code chat success no cost"])
    #expect(told(#"{"message":"words","host":"h"}"#, format: "claude") == ["1 skipped"])
  }

  /// Three layers are taken off, no more; and an event is no envelope.
  @Test func layers() {
    let three = docker(#"{"date":1,"log":{"message":\#(native)}}"# + "\n")
    #expect(decodeForeign(three).events.count == 1)
    let four = docker(#"{"date":1,"log":{"message":{"msg":{"log":\#(native),"date":1}}}}"# + "\n")
    #expect(told(four) == ["missingField(wrapper_name)"])
    let event = #"{"wrapper_name":"w","log":\#(quoted(native.replacing("w\"", with: "x\""))),"stream":"s","time":"t"}"#
    #expect(told(event) == ["w default success no cost"])
    #expect(told(#"{"messageType":"CONTROL_MESSAGE"}"#) == ["1 skipped"])
  }

  // MARK: Lines that are handed on together

  private func begin(_ text: String) -> Int? {
    Array(text.utf8).withUnsafeBufferPointer { OpenPieces.begin(in: $0) }
  }

  @Test func openPieces() {
    let open = docker(String(repeating: "x", count: 16384)), closed = docker("end\n")
    let other = docker("oops\n", stream: "stderr")
    #expect(begin(native + "\n") == nil && begin(closed) == nil && begin(open + closed) == nil)
    #expect(
      begin(open) == 0 && begin(closed + open) == closed.utf8.count && begin(closed + open + open) == closed.utf8.count)
    #expect(begin(closed + open + other) == closed.utf8.count && begin(open + other + closed) == nil)
    // A backslash and an n are no line feed.
    #expect(begin(docker("\\n".replacing("n", with: "n") + "x\\" + "n")) == 0)
    let p = kubernetes("a", tag: "P"), f = kubernetes("b")
    #expect(begin(p) == 0 && begin(f + p + kubernetes("e", stream: "stderr")) == f.utf8.count && begin(p + f) == nil)
  }

  /// However the bytes are cut, the framer hands the pieces of a line on together, and its offset never lies within them.
  @Test func framesKeepPiecesTogether() {
    let piece = docker(String(repeating: "x", count: 16384)), last = docker("end\n")
    let bytes = Array((last + piece + docker("e\n", stream: "stderr") + piece + last + last).utf8)
    for size in [1, 7, 1000, 16384, 20_000, bytes.count] {
      var framer = LineFramer()
      var chunks: [Chunk] = []
      var at = 0
      while at < bytes.count {
        let end = min(at + size, bytes.count)
        Array(bytes[at..<end]).withUnsafeBytes { framer.append($0) }
        while let chunk = framer.next() { chunks.append(chunk) }
        at = end
      }
      if let chunk = framer.finish() { chunks.append(chunk) }
      #expect(chunks.flatMap { $0.bytes[$0.lines] } == bytes)
      for chunk in chunks {
        #expect(begin(String(decoding: chunk.bytes[chunk.lines], as: UTF8.self)) == nil, "cut in pieces of \(size)")
      }
    }
  }

  /// Foreign lines may be longer than native ones.
  @Test func longLines() {
    let foreign = #"{"resourceSpans":["# + String(repeating: " ", count: 3 << 20) + "]}"
    let native = #"{"wrapper_name":""# + String(repeating: "x", count: 3 << 20) + "\"}"
    func cuts(_ line: String, _ limits: LineLimits) -> Int {
      var framer = LineFramer(maxLine: limits)
      Array((line + "\n").utf8).withUnsafeBytes { framer.append($0) }
      var cuts = 0
      while let chunk = framer.next() { cuts += chunk.cut == nil ? 0 : 1 }
      return cuts
    }
    #expect(cuts(foreign, LineLimits()) == 0 && cuts(native, LineLimits()) == 1)
    #expect(cuts(foreign, LineLimits(1 << 20)) == 1 && cuts(native, LineLimits(4 << 20)) == 0)
  }
}
