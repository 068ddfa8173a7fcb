import Canvas
import Configuration

/// Environment variables that were found to set something.
enum InspectorVariables {
  static func draw(_ state: InspectorState, in area: Rect, on grid: inout CellGrid) {
  }
}
