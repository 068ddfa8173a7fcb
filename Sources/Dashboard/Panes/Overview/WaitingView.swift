import Canvas
import Events
import PlainText
import Snapshots

/// What stands in the place of the wrappers while there are none: what is waited for, and how to send a first event.
enum WaitingView {
  private static let example = #"{"wrapper_name":"hello","duration_ms":120,"status":"success"}"#

  static func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    grid.titleRule([Segment(Line("wrappers 0", .title, .bold), rank: 0)], [], in: area.rows(0, 1))
    let lines = lines(frame)
    let inner = area.rows(2, area.height - 2).columns(2, area.width - 4)
    for (row, line) in lines.prefix(inner.height).enumerated() {
      grid.draw(line, in: inner.rows(row, 1))
    }
  }

  private static func lines(_ frame: Frame) -> [Line] {
    guard let snapshot = frame.snapshot else { return [Line("Starting: the first figures are on their way.", .dim)] }
    if snapshot.isPast {
      return [
        Line("Nothing had ended by \(snapshot.at.clockWithDate(at: frame.now)).", .text),
        Line("> goes on in time, . goes back to the present.", .dim),
      ]
    }
    if snapshot.catchUp != nil {
      return [
        Line("No wrapper yet: what was there at the start is being read.", .text),
        Line("Wrappers appear here as their operations are found.", .dim),
      ]
    }
    var lines = [Line("No wrapper yet. wraptop waits for the first operation from:", .text), Line()]
    for source in snapshot.sources {
      var line = Line(source.state.word, source.state.role, .bold)
      line.pad(to: 12)
      line.add(source.name, .accent)
      lines.append(line)
      if let fault = source.state.fault {
        var why = Line()
        why.pad(to: 12)
        why.add(fault, .critical)
        lines.append(why)
      } else if source.rejected > 0 {
        var why = Line()
        why.pad(to: 12)
        let what = NumberFormat.counted(source.rejected, "line") + (source.rejected == 1 ? " was" : " were")
        why.add("\(what) rejected: x shows \(source.rejected == 1 ? "it" : "them")", .notice)
        lines.append(why)
      }
    }
    let hint = sending(snapshot.sources)
    if !hint.isEmpty {
      lines += [Line(), Line("To see it work, paste into another terminal:", .dim), Line()] + hint
    }
    return lines + suggestions(snapshot)
  }

  // What is on this machine already, the newest first.
  private static func suggestions(_ snapshot: Snapshot) -> [Line] {
    let inputs = snapshot.found.filter(\.canBeTailed)
    guard !inputs.isEmpty else { return [] }
    var lines = [Line(), Line("Found on this machine; wraptop discover tells more:", .dim), Line()]
    for input in inputs.prefix(4) {
      var line = Line(input.title, .text, .bold)
      line.add("  \(NumberFormat.counted(input.files, "file")), \(NumberFormat.bytes(input.bytes))", .dim)
      lines += [line, Line("  \(input.command)", .key)]
    }
    return lines
  }

  // What to paste, in lines that a narrow screen does not cut, for the first source that takes it.
  private static func sending(_ sources: [SourceStatus]) -> [Line] {
    if let socket = sources.first(where: { $0.kind == .socket && $0.state.fault == nil }) {
      return [
        Line("wraptop emit --socket \(ShellText.quoted(socket.name)) \\", .key), Line("  '\(example)'", .key),
      ]
    }
    if let receiver = sources.first(where: { $0.kind == .otlp && $0.state.fault == nil }) {
      return [
        Line("curl http://\(receiver.name)/v1/traces -H 'Content-Type: application/json' \\", .key),
        Line(#"  -d '{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"chat hello","#, .key),
        Line(#"  "endTimeUnixNano":"'$(date +%s%N)'"}]}]}]}'"#, .key),
      ]
    }
    if let file = sources.first(where: { $0.kind == .file && $0.state.fault == nil }) {
      return [Line("echo '\(example)' \\", .key), Line("  >> \(ShellText.quoted(file.name))", .key)]
    }
    return []
  }
}
