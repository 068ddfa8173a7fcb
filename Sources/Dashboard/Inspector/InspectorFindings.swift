import Canvas
import Configuration

/// What is wrong, what matters most first.
enum InspectorFindings {
  static func draw(_ state: InspectorState, in area: Rect, on grid: inout CellGrid) {
  }
}
