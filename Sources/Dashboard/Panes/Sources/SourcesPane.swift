import Canvas
import Events
import PlainText
import Snapshots

extension KeyMode {
  /// Sources and the store.
  static let sources = KeyMode("sources", .view)
}

/// Where events come from, and the store.
struct SourcesPane: Pane {
  static let modes = [KeyMode.sources]

  /// The first source on the screen.
  private(set) var scroll = ScrollOffset()

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [digit], .open(id, .plain), "sources", "Sources and the store: state, lag, counts",
        where: \.isView, .look, footer: 12)
    ]
  }

  mutating func move(_ movement: Movement, _ context: inout PaneContext) {
    scroll.move(movement, page: context.page)
  }

  mutating func settle(_ context: inout PaneContext) {
    scroll.settle(page: 1, count: context.snapshot?.sources.count ?? 0)
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    SourcesView.draw(self, frame, in: area, on: &grid)
  }
}

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
    if source.withoutUsage > 0 { segments.append(count(source.withoutUsage, "no usage", .notice, rank: 4)) }
    if source.tooLate > 0 { segments.append(count(source.tooLate, "too late", .notice, rank: 4)) }
    if source.ahead > 0 { segments.append(count(source.ahead, "ahead of the clock", .notice, rank: 1)) }
    return segments
  }

  private static func age(_ time: Timestamp?, _ frame: Frame) -> String {
    time.map { "\(frame.present.age(of: $0)) ago" } ?? "none yet"
  }
}

/// The store: whether what comes in is kept, and where.
enum StoreBlock {
  /// What the header says about a store that does not store; nil if it does.
  static func notice(_ storage: StorageStatus) -> Line? {
    switch storage.state {
    case .storing:
      storage.readProblem.map {
        Line("! STORE CANNOT BE READ: ", .critical, .bold).adding($0, .critical)
      }
    case .failing(let why): Line("! STORE FAILING: ", .critical, .bold).adding(why, .critical)
    case .readOnly(let why): Line("! STORE READ ONLY: ", .notice, .bold).adding(why, .notice)
    }
  }

  /// How many rows it fills on a screen of that width.
  static func rows(_ storage: StorageStatus?, width: Int) -> Int {
    3 + (storage.map { why($0, width: width).count } ?? 0)
  }

  static func draw(_ storage: StorageStatus?, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    grid.titleRule([Segment(Line("store", .title, .bold), rank: 0)], [], in: area.rows(0, 1))
    guard let storage else {
      let text = "None: figures are kept in memory and end with the program; --store FILE keeps them."
      for (row, line) in Line.prose(text, .dim, width: area.width).enumerated() {
        grid.draw(line, in: area.rows(1 + row, 1))
      }
      return
    }
    var head: Line
    switch storage.state {
    case .storing where storage.readProblem != nil: head = Line("UNREADABLE", .critical, .bold)
    case .storing: head = Line("STORING", .healthy, .bold)
    case .failing: head = Line("FAILING", .critical, .bold)
    case .readOnly: head = Line("READ ONLY", .notice, .bold)
    }
    head.pad(to: indent)
    head.add(storage.path, .accent, .bold)
    grid.draw(head, in: area.rows(1, 1))
    let inner = area.rows(2, area.height - 2).columns(indent, area.width - indent)
    let why = why(storage, width: area.width)
    for (row, line) in why.enumerated() { grid.draw(line, in: inner.rows(row, 1)) }
    grid.draw(figures(storage, frame), [], in: inner.rows(why.count, 1))
  }

  private static let indent = 12

  // Why it does not store or cannot be read, and what to do, in full.
  private static func why(_ storage: StorageStatus, width: Int) -> [Line] {
    switch storage.state {
    case .storing:
      storage.readProblem.map {
        Line.prose("what is older is missing here, and is tried again: " + $0, .critical, width: width - indent)
      } ?? []
    case .failing(let why): Line.prose(why, .critical, width: width - indent)
    case .readOnly(let why): Line.prose(why, .notice, width: width - indent)
    }
  }

  private static func figures(_ storage: StorageStatus, _ frame: Frame) -> [Segment] {
    let last =
      storage.lastCommit.map { "\(frame.present.age(of: $0)) ago" } ?? "none yet"
    let waiting = Line(NumberFormat.grouped(storage.uncommitted), storage.uncommitted > 0 ? .text : .dim)
      .adding(" uncommitted", .dim)
    return [
      Segment(Line("last commit ", .dim).adding(last, .text), rank: 0), Segment(waiting, rank: 1),
      Segment(Line.figure(NumberFormat.bytes(storage.bytes), "on disk"), rank: 2),
    ]
  }
}
