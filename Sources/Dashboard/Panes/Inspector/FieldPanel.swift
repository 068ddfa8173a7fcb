import Canvas
import Configuration

/// All that is known of one field, in words: what it is for, what is wrong, what it takes, and where its value comes from.
enum FieldPanel {
  static func draw(
    _ field: InspectorField, _ content: InspectorContent, scroll: Int, showsTitle: Bool, in area: Rect,
    on grid: inout CellGrid
  ) {
    guard !area.isEmpty else { return }
    let lines = lines(field, content, in: area, showsTitle: showsTitle)
    let first = max(0, min(scroll, lines.count - area.height))
    for (row, line) in lines.dropFirst(first).prefix(area.height).enumerated() {
      grid.draw(line, in: area.row(row).columns(1, area.width - 2))
    }
    grid.drawScrollBar(area, lines.count, top: first)
  }

  /// All lines, for an area of that size.
  static func lines(_ field: InspectorField, _ content: InspectorContent, in area: Rect, showsTitle: Bool) -> [Line] {
    lines(field, content, width: area.width, isShort: area.height < 12, showsTitle: showsTitle)
  }

  /// - Parameters:
  ///   - isShort: for little room: no blank lines.
  ///   - showsTitle: the path comes first.
  ///   - pending: what is about to be written, in words; nil for nothing.
  static func lines(
    _ field: InspectorField, _ content: InspectorContent, width: Int, isShort: Bool = false, showsTitle: Bool = true,
    pending: String? = nil
  ) -> [Line] {
    let width = width - 3
    let resolved = field.resolved, description = resolved.description
    var lines: [Line] = []
    func gap() { if !isShort { lines.append(Line()) } }
    if showsTitle {
      lines += TextWrap.lines(ShownText.name(field.path.description), width: width).map { Line($0, .title, .bold) }
    }
    lines += Line.prose(sentence(description.summary), width: width)
    for finding in field.findings { lines += faults(finding, width: width) }
    gap()
    lines += entry(
      "takes", description.allowedInWords + (description.isRequired ? "; has to be set" : ""), width: width)
    lines += entry("default", description.standard.map(description.shownWithUnit) ?? "not set", width: width)
    if let note = note(resolved.value) { lines += entry("value", note, width: width) }
    gap()
    lines.append(Line("Where it comes from", .title))
    if let pending {
      lines += source(Line("pending", .accent, .bold), pending, Style(.accent, .bold), "not written yet", width: width)
    }
    for (place, candidate) in resolved.candidates.enumerated() {
      lines += source(candidate, description, isInForce: place == 0, width: width)
    }
    if resolved.candidates.isEmpty { lines.append(Line("  no layer gives a value", .dim)) }
    gap()
    lines.append(Line("Environment variables that set it", .title))
    lines += variables(field, content, width: width)
    let rules = content.kind.rules.compactMap { words(of: $0, about: field.path) }
    if !rules.isEmpty {
      gap()
      lines.append(Line("Rules between fields", .title))
      lines += rules.flatMap { indented(Line.prose($0, width: width - 2), by: 2) }
    }
    return lines
  }

  private static func sentence(_ text: String) -> String {
    text.isEmpty || text.hasSuffix(".") ? text : text + "."
  }

  private static func faults(_ finding: Finding, width: Int) -> [Line] {
    let role = finding.severity.style.role
    var words = Line.prose("\(finding.severity.word) \(finding.message)", role, width: width)
    if let first = words.first {
      // The word alone stands out.
      let rest = first.spans.map(\.text).joined().dropFirst(finding.severity.word.count)
      words[0] = Line(finding.severity.word, role, .bold).adding(String(rest), role)
    }
    let origin = finding.origin == .standard ? [] : TextWrap.lines("at \(finding.origin)", width: width - 2)
    return words + indented(origin.map { Line($0, .dim) }, by: 2)
  }

  private static let labelWidth = 9

  private static func entry(_ label: String, _ text: String, width: Int) -> [Line] {
    let parts = Line.prose(text, width: width - labelWidth).flatMap { line in
      line.width > width - labelWidth
        ? TextWrap.lines(line.spans.map(\.text).joined(), width: max(4, width - labelWidth)).map { Line($0) } : [line]
    }
    return parts.enumerated().map { place, part in
      var line = Line(place == 0 ? label : "", .dim)
      line.pad(to: labelWidth)
      return line.adding(part)
    }
  }

  // What cannot be told from the value itself.
  private static func note(_ value: FieldValue?) -> String? {
    switch value {
    case .secret: "a secret, which is never shown"
    case .reference(.environment): "is taken from an environment variable where the wrapper runs"
    case .reference(.credential): "is kept in the credential store"
    default: nil
    }
  }

  private static func source(
    _ candidate: GivenValue, _ description: FieldDescription, isInForce: Bool, width: Int
  ) -> [Line] {
    let layer = candidate.layer
    let origin = candidate.origin == .standard ? "" : candidate.origin.description
    return source(
      Line(layer.badge, layer.style.role, layer.style.emphasis), description.shownWithUnit(candidate.value),
      Style(isInForce ? .text : .dim, isInForce ? .bold : []),
      (origin.isEmpty ? "" : origin + ", ") + (isInForce ? "in force" : "hidden"), width: width)
  }

  // A value behind the layer that it comes from, and what is to be known of it behind that where there is room.
  private static func source(_ badge: Line, _ value: String, _ style: Style, _ end: String, width: Int) -> [Line] {
    let indent = 2 + Layer.badgeWidth + 2
    let room = max(4, width - indent)
    let value = TextWrap.lines(value, width: room)
    var lines = indented(value.map { Line($0, style.role, style.emphasis) }, by: indent)
    var head = Line("  ").adding(badge)
    head.pad(to: indent)
    if let first = value.first { lines[0] = head.adding(first, style.role, style.emphasis) }
    if let last = lines.last, last.width + 2 + DisplayWidth.of(end) <= width {
      lines[lines.count - 1] = last.adding("  " + end, .dim)
    } else {
      lines += indented(TextWrap.lines(end, width: room).map { Line($0, .dim) }, by: indent)
    }
    return lines
  }

  private static func variables(_ field: InspectorField, _ content: InspectorContent, width: Int) -> [Line] {
    guard let wrapper = content.wrapper?.name else { return [] }
    let names =
      [VariableName.name(of: field.path, of: wrapper)] + [field.resolved.description.variable].compactMap(\.self)
    return names.flatMap { name -> [Line] in
      let found = content.variables.first { $0.name == name && $0.wrapper == wrapper && $0.path == field.path }
      let state: Line
      if let found {
        state = found.isInForce ? Line("set", Layer.environment.style.role) : Line("set, but hidden", .notice)
      } else {
        state = Line("not set", .dim)
      }
      let shown = ShownText.name(name)
      if 2 + DisplayWidth.of(shown) + 2 + state.width <= width {
        return [Line("  ").adding(shown, found == nil ? .dim : .text).adding("  ").adding(state)]
      }
      return indented(
        TextWrap.lines(shown, width: max(4, width - 2)).map { Line($0, found == nil ? .dim : .text) }, by: 2)
        + indented([state], by: 4)
    }
  }

  // A rule in words; nil if it does not involve the field.
  private static func words(of rule: FieldRule, about path: FieldPath) -> String? {
    switch rule {
    case .ordered(let low, let high, let allowsEqual):
      guard path == low || path == high else { return nil }
      return "\(low) \(allowsEqual ? "must not be above" : "has to be below") \(high)"
    case .required(let needed, let condition, let value):
      guard path == needed || path == condition else { return nil }
      return "\(needed) is required while \(condition) is \(value.shown)"
    }
  }

  private static func indented(_ lines: [Line], by columns: Int) -> [Line] {
    lines.map { line in
      var moved = Line()
      moved.pad(to: columns)
      return moved.adding(line)
    }
  }
}
