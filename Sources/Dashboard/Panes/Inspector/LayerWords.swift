import Canvas
import Configuration

extension Layer {
  /// The badge of a value that comes from it, at most `badgeWidth` cells.
  var badge: String {
    switch self {
    case .environment: "env"
    default: rawValue
    }
  }

  /// What its badge looks like: the stronger, the more it stands out.
  var style: Style {
    switch self {
    case .standard: Style(.dim)
    case .file: Style(.text)
    case .profile: Style(.latency)
    case .environment: Style(.fallback)
    case .runtime: Style(.accent, .bold)
    case .override: Style(.notice, .bold)
    }
  }

  static let badgeWidth = 8
}

extension Finding.Severity {
  /// For the front of a message.
  var word: String { self == .error ? "ERROR" : "WARN" }
  /// For a column of one cell.
  var letter: Unicode.Scalar { self == .error ? "E" : "W" }
  var style: Style { self == .error ? Style(.critical, .bold) : Style(.notice, .bold) }
}

extension FieldGroup {
  /// The heading of its fields.
  var title: String {
    switch self {
    case .base: "Base"
    case .budget: "Budget"
    case .externalTool: "External tool"
    case .routing: "Routing"
    case .templating: "Templating"
    case .custom: "Custom"
    }
  }
}

extension ResolvedField {
  /// What holds, with its unit; a dash for nothing.
  var shownValue: String { value.map { description.shownWithUnit($0) } ?? "-" }

  /// What holds, with its unit and the layer that it comes from: `$150 (file)`; nil for nothing.
  var shownWithLayer: String? { candidates.first.map(shown) }

  /// What one layer says, with its unit and that layer.
  func shown(_ given: GivenValue) -> String {
    "\(description.shownWithUnit(given.value)) (\(given.layer.badge))"
  }

  /// What its value hides, the strongest first, each with its layer: `$20 file +1`, `30 s default`.
  var hiddenWords: Line {
    guard let first = hidden.first else { return Line() }
    let value = description.shownWithUnit(first.value)
    let others = hidden.dropFirst().count { $0.layer > .standard }
    return Line(value, first.layer == .standard ? .dim : .text).adding(" \(first.layer.badge)", .dim)
      .adding(others > 0 ? " +\(others)" : "", .dim)
  }
}
