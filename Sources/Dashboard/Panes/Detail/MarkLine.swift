import Canvas
import Monitoring

/// What has changed since the mark in those figures of a wrapper that are not in the table of windows.
enum MarkLine {
  static func segments(_ wrapper: WrapperSnapshot, _ frame: Frame) -> [Segment] {
    guard frame.isMarked else { return [] }
    guard let before = frame.marked(wrapper) else {
      return [Segment(Line("not known at the mark: all of it is new", .dim), rank: 0)]
    }
    let score = FigureCell(.score, wrapper.health.score, before: before.health.score, worse: .lower)
    let operations = FigureCell(.count, wrapper.operationsPerMinute, before: before.operationsPerMinute)
    let active = FigureCell(.tiny, Double(wrapper.totals.active), before: Double(before.totals.active), worse: .higher)
    let cost = FigureCell(.money, wrapper.costToday.dollars, before: before.costToday.dollars)
    var segments = [Segment(change(score, "score"), rank: 0)]
    if Grade(before) != Grade(wrapper) {
      let was = Line("was ", .dim).adding(Grade(before).word, Grade(before).role)
      segments.append(Segment(was, rank: 1))
    }
    segments += [
      Segment(change(operations, "ops in 60 s"), rank: 2), Segment(change(active, "active"), rank: 3),
    ]
    // A new day begins at zero.
    if frame.isMarkOfToday, wrapper.tracksCosts { segments.append(Segment(change(cost, frame.dayWord), rank: 4)) }
    return segments
  }

  private static func change(_ cell: FigureCell, _ name: String) -> Line {
    var line = cell.change
    line.add(" " + name, .dim)
    return line
  }
}
