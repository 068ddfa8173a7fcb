import Canvas
import Configuration

/// Changes as a diff: what was in force without wraptop's new word for it, and what is going to be (SPEC 4.5).
enum ChangeLines {
  /// - Parameters:
  ///   - width: the cells of a line; values that are longer are broken.
  ///   - isShort: without blank lines between changes.
  static func lines(_ changes: [FieldChange], of draft: Draft, width: Int, isShort: Bool) -> [Line] {
    var lines: [Line] = []
    for change in changes {
      if !isShort, !lines.isEmpty { lines.append(Line()) }
      lines.append(Line(ShownText.name(change.path.description), .text, .bold))
      lines += side("-", .critical, change.old, change, draft, width: width)
      lines += side("+", .healthy, change.new, change, draft, width: width)
      if let stronger = draft.hidden(by: change) {
        let words =
          "still hidden by \(stronger.origin == .standard ? stronger.layer.badge : stronger.origin.description)"
        lines += Line.prose("! " + words, .notice, width: width - 2).map { Line("  ").adding($0) }
      }
    }
    return lines
  }

  // What the runtime layer says or, where it says nothing, what shows from below it.
  private static func side(
    _ sign: String, _ role: Role, _ value: FieldValue?, _ change: FieldChange, _ draft: Draft, width: Int
  ) -> [Line] {
    let field = draft.kind.field(change.path, of: draft.base)
    var words = "not set"
    var badge = ""
    if let value {
      words = shown(value, field?.description)
      badge = Layer.runtime.badge
      if sign == "+", draft.awaitedSecrets.contains(change.path) {
        words = FieldValue.mask
        badge = "to the credential store"
      }
    } else if let weaker = field?.candidates.first(where: { $0.layer < .runtime }) {
      words = shown(weaker.value, field?.description)
      badge = weaker.layer.badge
    }
    return broken(Line("  \(sign) ", role, .bold), words, role, badge, width: width)
  }

  static func shown(_ value: FieldValue, _ description: FieldDescription?) -> String {
    description?.shownWithUnit(value) ?? value.shown
  }

  /// A value behind its head, in as many lines as it needs, and the badge behind it.
  static func broken(_ head: Line, _ words: String, _ role: Role, _ badge: String, width: Int) -> [Line] {
    let parts = TextWrap.lines(words, width: max(4, width - head.width))
    var lines = parts.enumerated().map { place, part in
      var line = place == 0 ? head : Line()
      line.pad(to: head.width)
      return line.adding(part, role)
    }
    guard !badge.isEmpty, let last = lines.popLast() else { return lines }
    if last.width + 2 + DisplayWidth.of(badge) <= width {
      lines.append(last.adding("  " + badge, .dim))
    } else {
      var next = Line()
      next.pad(to: head.width)
      lines += [last, next.adding(badge, .dim)]
    }
    return lines
  }
}
