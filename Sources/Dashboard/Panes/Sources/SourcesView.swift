import Canvas
import Events
import PlainText
import Snapshots

/// Every source in full: whether it can be read, how far it is behind, and what became of its records.
enum SourcesView {
  static func draw(_ pane: SourcesPane, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let sources = frame.snapshot?.sources ?? []
    var title = Line("sources ", .title, .bold)
    title.add("\(sources.count)", .text)
    let offset = min(pane.scroll.line, max(0, sources.count - 1))
    // The store has its place at the foot, where there is room for it and for one source at least.
    let wanted = StoreBlock.rows(frame.snapshot?.storage, width: area.width)
    let store = area.height >= 6 + wanted ? wanted : 0
    let blocks = area.rows(1, area.height - 1 - store)
    if store > 0 {
      StoreBlock.draw(frame.snapshot?.storage, frame, in: area.rows(area.height - store, store), on: &grid)
    }
    let height = 5
    let shown = max(1, min(blocks.height / height, sources.count - offset))
    var right = [Segment(Line("records = accepted + skipped + duplicates + rejected", .dim), rank: 2)]
    if shown < sources.count {
      right.append(Segment(Line("\(offset + 1) to \(offset + shown) of \(sources.count)", .text), rank: 1))
    }
    grid.titleRule([Segment(title, rank: 0)], right, in: area.rows(0, 1))
    guard !sources.isEmpty else {
      grid.draw(Line("No source was named.", .notice), in: blocks.rows(1, 1))
      return
    }
    for (place, source) in sources.dropFirst(offset).prefix(shown).enumerated() {
      draw(source, frame, in: blocks.rows(place * height, height), on: &grid)
    }
  }

  private static func draw(_ source: SourceStatus, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    var head = Line(source.state.word, source.state.role, .bold)
    head.pad(to: 12)
    head.add(source.name, .accent, .bold)
    grid.draw(
      [Segment(head, rank: 0)], [Segment(Line("\(source.kind.rawValue), \(source.format)", .dim), rank: 1)],
      in: area.rows(0, 1))
    let inner = area.rows(1, area.height - 1).columns(12, area.width - 12)
    if let fault = source.state.fault {
      grid.draw(Line(fault, .critical), in: inner.rows(0, 1))
    } else {
      grid.draw(feed(source, frame), [], in: inner.rows(0, 1))
    }
    grid.draw(records(source), [], in: inner.row(1))
    grid.draw(RejectedView.reasons([source]), [], in: inner.row(2))
  }

  private static func feed(_ source: SourceStatus, _ frame: Frame) -> [Segment] {
    if source.state == .waiting { return [Segment(Line("for it to appear", .notice), rank: 0)] }
    var segments: [Segment] = []
    if let lag = source.lagBytes {
      segments.append(
        Segment(Line("lag ", .dim).adding(NumberFormat.bytes(lag), lag > 0 ? .notice : .text), rank: 0))
    }
    if let connections = source.connections {
      segments.append(
        Segment(Line.figure("\(connections)", connections == 1 ? "connection" : "connections"), rank: 0))
      if source.refusedConnections > 0 {
        segments.append(
          Segment(Line("\(NumberFormat.grouped(source.refusedConnections)) refused", .notice, .bold), rank: 0))
      }
    }
    segments.append(
      Segment(Line("last event ", .dim).adding(age(source.lastEvent, frame), .text), rank: 1))
    segments.append(
      Segment(Line("last read ", .dim).adding(age(source.lastArrival, frame), .text), rank: 2))
    segments.append(Segment(Line.figure(NumberFormat.bytes(source.bytes), "read"), rank: 3))
    if let stored = source.storedBytes {
      segments.append(Segment(Line.figure(NumberFormat.bytes(stored), "stored"), rank: 4))
    }
    return segments
  }

  private static func records(_ source: SourceStatus) -> [Segment] {
    func count(_ value: UInt64, _ word: String, _ role: Role, rank: Int) -> Segment {
      Segment(
        Line(NumberFormat.grouped(value), value > 0 ? role : .dim).adding(" " + word, .dim), rank: rank)
    }
    var segments = [
      count(source.records, "records", .text, rank: 0), count(source.accepted, "accepted", .text, rank: 2),
      count(source.rejected, "rejected", .notice, rank: 0), count(source.duplicates, "duplicates", .text, rank: 1),
      count(source.skipped, "skipped", .text, rank: 3),
    ]
    if source.inconsistent > 0 { segments.append(count(source.inconsistent, "inconsistent", .notice, rank: 4)) }
    if source.tooLate > 0 { segments.append(count(source.tooLate, "too late", .notice, rank: 4)) }
    if source.ahead > 0 { segments.append(count(source.ahead, "ahead of the clock", .notice, rank: 1)) }
    return segments
  }

  private static func age(_ time: Timestamp?, _ frame: Frame) -> String {
    time.map { "\(frame.present.age(of: $0)) ago" } ?? "none yet"
  }
}
