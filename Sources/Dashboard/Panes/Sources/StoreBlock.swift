import Canvas
import Events
import PlainText
import Snapshots

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
