import Canvas
import Events
import Monitoring

/// One wrapper in the list.
struct WrapperRow {
  let frame: Frame
  let wrapper: WrapperSnapshot
  let isSelected: Bool

  private var grade: Grade { Grade(wrapper) }

  func draw(_ columns: WrapperColumns, in row: Rect, on grid: inout CellGrid) {
    if isSelected { grid[row.x, row.y] = Cell(grid.glyphs.pointer, style: Style(.accent, .bold)) }
    for column in columns.columns {
      let cell = row.columns(column.x, column.width)
      switch column.kind {
      case .gauge where !wrapper.isIdle:
        Gauge(wrapper.health.score, role: grade.role).draw(in: cell, on: &grid)
      case .traffic:
        Sparkline(wrapper.traffic.map(Double.init), role: .traffic, fitting: .all).draw(in: cell, on: &grid)
      case .failures:
        Sparkline(wrapper.failures.map(Double.init), maximum: failureTop, role: .error, fitting: .all)
          .draw(in: cell, on: &grid)
      case .name:
        // The ends tell names apart that begin alike.
        let style = Style(wrapper.isIdle ? .dim : .accent, grade.isTroubled ? .bold : [])
        grid.write(wrapper.name, x: cell.x, y: cell.y, width: cell.width, style: style, truncation: .middle)
      default:
        let line = text(column.kind)
        let x = column.kind.isRightAligned ? max(0, column.width - line.width) : 0
        grid.draw(line, in: cell.columns(x, column.width - x))
      }
    }
    if isSelected { grid.select(row) }
  }

  // The full height of the errors is at least a tenth of the busiest minute: a single one does not look like a wall.
  private var failureTop: Double {
    max(Double(wrapper.failures.max() ?? 0), Double(wrapper.traffic.max() ?? 0) / 10)
  }

  private func text(_ kind: WrapperColumns.Kind) -> Line {
    let health = wrapper.health
    let quiet = wrapper.isIdle
    switch kind {
    case .state: return state
    case .score:
      return Line(CompactFigure.score(health.score), quiet ? .dim : grade.role, grade.isTroubled ? .bold : [])
    case .success: return rate(health.successRate, .text)
    case .errors: return rate(health.errorRate, errorRole)
    case .fallbacks: return rate(health.fallbackRate, health.factors.value(of: .fallbackRate) < 1 ? .fallback : .text)
    case .p95: return figure(CompactFigure.duration(wrapper.p95LastHourMs), .text)
    case .operations:
      return figure(quiet ? CompactFigure.none : CompactFigure.compact(wrapper.operationsPerMinute), .text)
    case .cost:
      return figure(wrapper.costToday == .zero ? CompactFigure.none : CompactFigure.money(wrapper.costToday), .cost)
    case .active:
      return figure(
        wrapper.totals.active == 0 ? CompactFigure.none : CompactFigure.tiny(wrapper.totals.active), .text)
    case .lastError: return lastError
    case .gauge, .name, .traffic, .failures: return Line()
    }
  }

  private var state: Line {
    guard wrapper.isIdle else { return Line(grade.word, grade.role, .bold) }
    let since = wrapper.idleSince.map { " " + CompactFigure.shortAge(frame.at.milliseconds(since: $0)) } ?? ""
    return Line(grade.word, .idle).adding(since, .dim)
  }

  private var errorRole: Role {
    let factor = wrapper.health.factors.value(of: .errorRate)
    return factor < 0.7 ? .critical : factor < 1 ? .degraded : .text
  }

  private var lastError: Line {
    if let error = wrapper.health.lastError { return Line(error, grade.isTroubled ? .text : .dim) }
    return wrapper.seen ? Line() : Line("never seen", .dim)
  }

  private func rate(_ rate: Double, _ role: Role) -> Line {
    figure(wrapper.hasRates ? CompactFigure.percent(rate) : CompactFigure.none, role)
  }

  private func figure(_ text: String, _ role: Role) -> Line { Line(text, text == CompactFigure.none ? .dim : role) }
}

extension [HealthFactor] {
  /// The factor with this name; 1, which changes nothing, if it is not there.
  func value(of name: HealthFactor.Name) -> Double { first { $0.name == name }?.value ?? 1 }
}
