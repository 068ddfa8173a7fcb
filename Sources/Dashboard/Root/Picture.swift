import Canvas
import Events
import Snapshots

/// A part of the screen that is drawn by itself.
struct PicturePart {
  let area: Rect
  let draw: (Frame, inout CellGrid) -> Void

  init(_ area: Rect, _ draw: @escaping (Frame, inout CellGrid) -> Void) {
    self.area = area
    self.draw = draw
  }
}

/// What is on the screen, part by part, so that a part that still holds is not drawn again.
///
/// The parts are the header, those of the pane and the footer. One holds as long as the state and the snapshot are the
/// same and no age or clock in it has changed.
package struct Picture {
  /// The cells of all parts.
  package private(set) var grid = CellGrid(Size(columns: 0, rows: 0))
  /// Until when they hold if nothing comes in, by the wall clock.
  package private(set) var holdsUntil = Timestamp(microseconds: .min)

  // The same for each part.
  private var holding: [Timestamp] = []
  private var source: Source?

  /// What all parts are drawn from.
  private struct Source {
    let state: DashboardState
    let size: Size
    let edition: Int
    let time: Timestamp
  }

  package init() {}

  /// Draws what does not hold any more.
  ///
  /// Rows are listed as the last `reduce` found them; it must have seen the same snapshot.
  ///
  /// - Parameters:
  ///   - state: what the operator has set up.
  ///   - surroundings: the newest snapshot, the size of the grid and the time.
  ///   - glyphs: the characters that the terminal can show.
  package mutating func update(_ state: DashboardState, in surroundings: UpdateContext, glyphs: GlyphSet) {
    let time = surroundings.time
    // If the clock was set back, nothing says until when anything holds.
    let isSame = source.map {
      $0.edition == surroundings.edition && $0.size == surroundings.size && $0.time <= time && $0.state == state
    }
    if isSame != true {
      grid = CellGrid(surroundings.size, glyphs: glyphs)
      holding = []
    }
    source = Source(state: state, size: surroundings.size, edition: surroundings.edition, time: time)
    for (place, part) in Self.parts(state, surroundings).enumerated() {
      guard !holding.indices.contains(place) || holding[place] <= time else { continue }
      let frame = Frame(state, in: surroundings)
      grid.clear(part.area)
      part.draw(frame, &grid)
      // The clock of a recording goes at another pace than that of the wall.
      if surroundings.snapshot?.replay != nil { frame.validity.limitToSecond(at: time) }
      let until = time.advanced(microseconds: frame.validity.microseconds)
      if holding.indices.contains(place) { holding[place] = until } else { holding.append(until) }
    }
    holdsUntil = holding.min() ?? time
  }

  private static func parts(_ state: DashboardState, _ surroundings: UpdateContext) -> [PicturePart] {
    let frame = Frame(state, in: surroundings), layout = frame.layout
    guard !layout.isTooSmall else {
      let all = Rect(x: 0, y: 0, width: layout.size.columns, height: layout.size.rows)
      return [PicturePart(all) { TooSmallView.draw($0, on: &$1) }]
    }
    let panes = state.visible
    let header = PicturePart(layout.screen.rows(0, layout.body.y)) { HeaderView.draw($0, on: &$1) }
    let footer = PicturePart(layout.footer) { FooterView.draw($0, state, on: &$1) }
    if panes.count == 1, let pane = panes.first, !type(of: pane).fillsScreen {
      return [header] + pane.parts(frame, in: layout.body) + [footer]
    }
    // Panes that lie over others are drawn with them.
    let all = PicturePart(layout.screen) { frame, grid in
      HeaderView.draw(frame, on: &grid)
      for pane in panes {
        pane.draw(frame, in: type(of: pane).fillsScreen ? layout.screen : layout.body, on: &grid)
      }
    }
    return [all, footer]
  }
}
