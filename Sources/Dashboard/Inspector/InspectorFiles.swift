import Canvas
import Configuration

/// What the configuration is read from.
enum InspectorFiles {
  static func draw(
    _ configuration: ConfigurationState, _ state: InspectorState, in area: Rect, on grid: inout CellGrid
  ) {
  }
}
