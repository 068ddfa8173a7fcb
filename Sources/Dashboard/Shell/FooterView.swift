import Canvas
import Events
import Snapshots

/// The last row: a message if there is one, else the keys that help most here.
enum FooterView {
  static func draw(_ frame: Frame, _ state: DashboardState, on grid: inout CellGrid) {
    var row = frame.layout.footer
    if let message = frame.shared.message {
      grid.draw(Line(message.text, .notice, .bold), in: row)
      return
    }
    if frame.layout.isFolded {
      let size = frame.layout.size, full = ScreenLayout.full
      let lacks = size.columns < 60 ? "needs" : "some columns hidden below"
      let text = Line("\(size.columns)x\(size.rows): \(lacks) \(full.columns)x\(full.rows)", .notice)
      grid.draw(text, in: row)
      row = row.columns(text.width + 2, row.width - text.width - 2)
    }
    // The way back to the present comes first while the screen shows something else.
    let isStill = frame.shared.isStill(frame.live)
    func rank(_ binding: Binding) -> Int? {
      switch binding.action {
      case .goLive, .scrub(-1): isStill ? 1 : binding.footerRank
      case .togglePause: isStill ? nil : binding.footerRank
      case .open(state.view, .plain): nil
      default: binding.footerRank
      }
    }
    let here = Binding.table.filter { $0.modes.contains(state.mode) }
    let hints = here.compactMap { binding in rank(binding).map { (rank: $0, binding: binding) } }
      .enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map { KeyHints.Hint($0.element.binding.footerKeys, $0.element.binding.label) }
    let keys = KeyHints(Array(hints.dropFirst()), pinned: hints.first)
    keys.draw(in: row, on: &grid)
    if let remark = state.visible.last?.remark(state.shared) {
      grid.draw(remark, in: row.columns(keys.width + 3, row.width - keys.width - 3))
    }
  }
}

/// All there is on a screen on which nothing would fit.
enum TooSmallView {
  static func draw(_ frame: Frame, on grid: inout CellGrid) {
    let size = frame.layout.size, full = ScreenLayout.full
    let pieces = [
      "too small: \(size.columns)x\(size.rows)", "needs \(full.columns)x\(full.rows)", "q quits",
    ].map { Line($0, .notice) }
    for (row, line) in Line.wrap(pieces, width: size.columns).enumerated() where row < size.rows {
      grid.draw(line, in: grid.bounds.rows(row, 1))
    }
  }
}

/// The sign at the top of the screen that says whether it is live; when it is not, nobody must take it for that.
enum ModeSign {
  static func line(_ frame: Frame) -> Line {
    guard let snapshot = frame.snapshot else { return Line("STARTING", .notice, .bold) }
    let present = max(frame.shared.presentTime(frame.now), snapshot.at), moment = Moment(present, frame.validity)
    if let loss = frame.live?.link?.loss {
      return Line(" CORE LOST \(moment.age(of: loss.since)) ago, trying again ", .critical, [.bold, .reverse])
    }
    if frame.shared.pause != nil {
      let behind = moment.age(of: snapshot.at)
      let text =
        frame.shared.past.map { "going to \($0.clockWithDate(at: present))" }
        ?? "\(behind) behind live, Space resumes"
      return Line(" PAUSED at \(snapshot.at.clock)Z, \(text) ", .notice, [.bold, .reverse])
    }
    if snapshot.isPast {
      let ago = moment.age(of: snapshot.at)
      let instant = snapshot.at.clockWithDate(at: present)
      let text = going(frame, from: snapshot, present) ?? "\(ago) ago, . live"
      return Line(" PAST \(instant), \(text) ", .accent, [.bold, .reverse, .underline])
    }
    if let past = frame.shared.past {
      return Line(" LIVE, going back to \(past.clockWithDate(at: present)) ", .accent, [.bold, .reverse])
    }
    if let replay = snapshot.replay {
      return Line(" REPLAY \(replay.word) \(frame.now.clockWithDay) ", .accent, [.bold, .reverse])
    }
    return snapshot.catchUp == nil ? Line("LIVE", .healthy, .bold) : Line("CATCHING UP", .notice, .bold)
  }

  // What was asked for is under way; until it is there, the old picture stands.
  private static func going(_ frame: Frame, from snapshot: Snapshot, _ present: Timestamp) -> String? {
    guard let past = frame.shared.past else { return "going live" }
    return past == snapshot.at ? nil : "going to \(past.clockWithDate(at: present))"
  }
}
