import Canvas
import Events
import PlainText
import Snapshots

/// The line of the header that says whether events come in: the most troubled source first.
enum SourcesLine {
  static func draw(_ frame: Frame, in row: Rect, on grid: inout CellGrid) {
    guard let sources = frame.snapshot?.sources else { return }
    guard !sources.isEmpty else {
      grid.draw(Line("no source", .notice), in: row)
      return
    }
    let ordered = sources.enumerated().sorted {
      ($1.element.trouble, $0.offset) < ($0.element.trouble, $1.offset)
    }.map(\.element)
    // They are not looked back at.
    let now = frame.snapshot?.isPast ?? false ? " now" : ""
    var line = Line("\(sources.count) \(sources.count == 1 ? "source" : "sources")\(now)", .dim)
    var shown = 0
    for source in ordered {
      let text = describe(source, at: frame.present, isKnown: frame.live?.link?.loss == nil)
      let rest = sources.count - shown - 1
      let more = rest > 0 ? "  +\(rest) more" : ""
      if shown > 0 && line.width + 2 + text.width + more.count > row.width { break }
      line.pad(to: line.width + 2)
      line.add(text)
      shown += 1
    }
    let rest = sources.count - shown
    let more = Line(rest > 0 ? "+\(rest) more" : "", .dim)
    grid.draw(line, in: row.columns(0, row.width - (rest > 0 ? more.width + 2 : 0)))
    if rest > 0 {
      let x = min(line.width + 2, row.width - more.width)
      grid.draw(more, in: row.columns(x, more.width))
    }
  }

  // A core that is lost says no more how a source fares: what it was is no news.
  private static func describe(_ source: SourceStatus, at now: Moment, isKnown: Bool) -> Line {
    var line = Line(source.shortName, .text)
    if isKnown {
      line.add(" " + source.state.word, source.state.role, .bold)
    } else {
      line.add(" was " + source.state.word, .dim)
    }
    if let fault = source.state.fault {
      line.add(" " + fault, .critical)
      return line
    }
    if source.state == .waiting { return line.adding(" for it to appear", .dim) }
    if let connections = source.connections { line.add(" \(connections) conn", .dim) }
    if let lag = source.lagBytes { line.add(" lag \(NumberFormat.bytes(lag))", lag > 0 ? .notice : .dim) }
    if source.isAllRejected {
      let count = CompactFigure.compact(Double(source.rejected))
      line.add(" rejected \(count) of \(count), x tells why", .critical)
    } else if source.rejected > 0 {
      line.add(" rejected \(CompactFigure.compact(Double(source.rejected)))", .notice)
    }
    if source.ahead > 0 { line.add(" \(CompactFigure.compact(Double(source.ahead))) ahead of the clock", .notice) }
    if source.duplicates > 0 { line.add(" dup \(CompactFigure.compact(Double(source.duplicates)))", .dim) }
    if let last = source.lastEvent { line.add(" last \(now.age(of: last))", .dim) }
    return line
  }
}

/// The line of the header while what was there at the start is read.
enum CatchUpLine {
  static func draw(_ catchUp: CatchUp, in row: Rect, on grid: inout CellGrid) {
    let share = catchUp.bytesTotal == 0 ? 0 : min(1, Double(catchUp.bytesRead) / Double(catchUp.bytesTotal))
    var text = Line("\(Int(share * 100)) %", .text, .bold)
    text.add("  \(NumberFormat.bytes(catchUp.bytesRead)) of \(NumberFormat.bytes(catchUp.bytesTotal))", .text)
    let rate = Line("\(CompactFigure.compact(catchUp.eventsPerSecond)) events/s", .dim)
    let left = catchUp.secondsLeft.map { Line("\(CompactFigure.age($0 * 1000)) left", .text) }
    let label = "backlog "
    let barWidth = max(8, min(30, row.width - label.count - 50))
    grid.draw(Line(label, .notice), in: row)
    Gauge(share, role: .notice).draw(in: row.columns(label.count, barWidth), on: &grid)
    let rest = row.columns(label.count + barWidth + 1, row.width - label.count - barWidth - 1)
    let segments = [Segment(text, rank: 0), Segment(rate, rank: 2)] + (left.map { [Segment($0, rank: 1)] } ?? [])
    grid.draw(segments, [], in: rest)
  }
}
