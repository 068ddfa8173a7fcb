import Canvas
import Configuration

/// All that is known of one field, in words.
enum FieldPanel {
  static func draw(
    _ field: InspectorField, _ content: InspectorContent, _ configuration: ConfigurationState, isTitled: Bool,
    in area: Rect, on grid: inout CellGrid
  ) {
  }
}
