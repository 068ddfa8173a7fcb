import Canvas
import Events
import Snapshots

/// What is on the screen, part by part, so that a part that still holds is not drawn again.
///
/// The parts are the header, the panes and the footer. One holds as long as the state and the snapshot are the same and no age
/// or clock in it has changed.
package struct Picture {
  /// The cells of all parts.
  package private(set) var grid = CellGrid(Size(columns: 0, rows: 0))
  /// Until when they hold if nothing comes in, by the wall clock.
  package private(set) var holdsUntil = Timestamp(microseconds: .min)

  private var parts: [Part] = []
  private var source: Source?

  /// What all parts are drawn from.
  private struct Source {
    let state: DashboardState
    let size: Size
    let edition: Int
    let time: Timestamp
  }

  private struct Part {
    let area: Rect
    let holdsUntil: Timestamp
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
      parts = []
    }
    source = Source(state: state, size: surroundings.size, edition: surroundings.edition, time: time)
    let views = Self.views(state, surroundings)
    for place in views.indices where !parts.indices.contains(place) || parts[place].holdsUntil <= time {
      let frame = Frame(state, in: surroundings), view = views[place]
      grid.clear(view.area)
      view.draw(frame, &grid)
      // The clock of a recording goes at another pace than that of the wall.
      if surroundings.snapshot?.replay != nil { frame.validity.limitToSecond(at: time) }
      let part = Part(area: view.area, holdsUntil: time.advanced(microseconds: frame.validity.microseconds))
      if parts.indices.contains(place) { parts[place] = part } else { parts.append(part) }
    }
    holdsUntil = parts.map(\.holdsUntil).min() ?? time
  }

  /// What draws a part.
  private struct View {
    let area: Rect
    let draw: (Frame, inout CellGrid) -> Void
  }

  private static func views(_ state: DashboardState, _ surroundings: UpdateContext) -> [View] {
    let layout = ScreenLayout(surroundings.size, snapshot: state.shared.shown(surroundings.snapshot))
    guard !layout.isTooSmall else {
      return [
        View(area: Rect(x: 0, y: 0, width: layout.size.columns, height: layout.size.rows)) { frame, grid in
          TooSmallView.draw(frame, on: &grid)
        }
      ]
    }
    let panes = state.visible, fillsScreen = panes.contains { type(of: $0).fillsScreen }
    let header = View(area: layout.screen.rows(0, layout.body.y)) { frame, grid in HeaderView.draw(frame, on: &grid) }
    let body = View(area: fillsScreen ? layout.screen : layout.body) { frame, grid in
      if fillsScreen { HeaderView.draw(frame, on: &grid) }
      for pane in panes {
        pane.draw(frame, in: type(of: pane).fillsScreen ? layout.screen : layout.body, on: &grid)
      }
    }
    let footer = View(area: layout.footer) { frame, grid in FooterView.draw(frame, state, on: &grid) }
    return fillsScreen ? [body, footer] : [header, body, footer]
  }
}
