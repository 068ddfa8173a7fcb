import Canvas
import Events
import Formatting
import PlainText
import Snapshots

extension StatusText {
  /// The table of sources, with rejected lines by reason and what keeps a source from being read.
  func sources(_ snapshot: Snapshot) -> String {
    var table = TextTable(columns: [
      .words("SOURCE"), .words("KIND"), .words("FORMAT"), .figures("READ"), .figures("BEHIND"), .figures("LINES"),
      .figures("RECORDS"), .figures("ACCEPTED"), .figures("SKIPPED"), .figures("DUPLICATE"), .figures("REJECTED"),
      .words("LAST EVENT"),
    ])
    for source in listedSources(snapshot.sources) {
      var row = row(source, at: snapshot.at)
      let rejected = snapshot.rejected.filter { $0.source == source.name }.examples
      row.notes += rejected.map { TextTable.Cell(text: rendering.safe($0.report), role: .notice) }
      table.rows.append(row)
    }
    return table.text(rendering)
  }

  private func row(_ source: SourceSummary, at instant: Timestamp) -> TextTable.Row {
    let last = source.lastEvent.map { event in
      NumberFormat.age(seconds: max(0, instant.milliseconds(since: event) / 1000)) + " ago"
    }
    let words = [source.name, source.kind?.rawValue ?? "mixed", source.format ?? "mixed"]
    let figures = [
      NumberFormat.bytes(source.bytes), NumberFormat.bytes(source.lagBytes), String(source.lines),
      String(source.records),
      String(source.accepted), String(source.skipped), String(source.duplicates), String(source.rejected),
      last ?? "never",
    ]
    var cells = (words + figures).map { TextTable.Cell(text: rendering.safe($0), role: nil) }
    cells[0].role = .accent
    if source.rejected > 0 { cells[10].role = .notice }
    return TextTable.Row(cells: cells, notes: notes(source))
  }

  private func notes(_ source: SourceSummary) -> [TextTable.Cell] {
    var notes: [String] = []
    if let reasons = RejectionReason.summary(source.rejectedByReason) {
      notes.append("rejected: " + reasons)
    }
    if source.inconsistent > 0 { notes.append("inconsistent: \(source.inconsistent)") }
    if source.tooLate > 0 { notes.append("too late for the windows: \(source.tooLate)") }
    if source.ahead > 0 { notes.append("ahead of the clock, in totals only until their time comes: \(source.ahead)") }
    let problem = source.problem.map { [TextTable.Cell(text: rendering.safe($0), role: .critical)] } ?? []
    return problem + notes.map { TextTable.Cell(text: rendering.safe($0), role: .notice) }
  }
}
