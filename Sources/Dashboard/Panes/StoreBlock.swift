import Canvas
import Events
import Snapshots

/// The store: whether what comes in is kept, and where.
enum StoreBlock {
  static let rows = 3

  /// What the header says about a store that does not store; nil if it does.
  static func notice(_ storage: StorageStatus) -> Line? {
    switch storage.state {
    case .storing: nil
    case .failing(let why): Line("! STORE FAILING: ", .critical, .bold).adding(why, .critical)
    case .readOnly(let why): Line("! STORE READ ONLY: ", .notice, .bold).adding(why, .notice)
    }
  }

  static func draw(_ storage: StorageStatus?, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    grid.titleRule([Segment(Line("store", .title, .bold), rank: 0)], [], in: area.row(0))
    guard let storage else {
      let text = "None: figures are kept in memory and end with the program; --store FILE keeps them."
      grid.draw(Line(text, .dim), in: area.row(1))
      return
    }
    var head: Line
    switch storage.state {
    case .storing: head = Line("STORING", .healthy, .bold)
    case .failing: head = Line("FAILING", .critical, .bold)
    case .readOnly: head = Line("READ ONLY", .notice, .bold)
    }
    head.pad(to: 12)
    head.add(storage.path, .accent, .bold)
    grid.draw(head, in: area.row(1))
    let inner = area.row(2).columns(12, area.width - 12)
    switch storage.state {
    case .failing(let why): grid.draw(Line(why, .critical), in: inner)
    case .readOnly(let why): grid.draw(Line(why, .notice), in: inner)
    case .storing: grid.draw(figures(storage, frame), [], in: inner)
    }
    if case .failing = storage.state {
      let below = area.row(3).columns(12, area.width - 12)
      grid.draw(figures(storage, frame), [], in: below)
    }
  }

  private static func figures(_ storage: StorageStatus, _ frame: Frame) -> [Segment] {
    let last =
      storage.lastCommit.map { "\(CompactFigure.age(of: $0, at: frame.at)) ago" } ?? "none yet"
    let waiting = Line(CompactFigure.grouped(storage.uncommitted), storage.uncommitted > 0 ? .text : .dim)
      .adding(" uncommitted", .dim)
    return [
      Segment(Line("last commit ", .dim).adding(last, .text), rank: 0), Segment(waiting, rank: 1),
      Segment(HeaderPane.figure(Figure.bytes(storage.bytes), "on disk"), rank: 2),
    ]
  }
}
