import Canvas
import Configuration

/// Changes as a diff: what holds without wraptop's new word for it, and what is going to hold (article Configuration,
/// Changes).
enum ChangeLines {
  /// - Parameters:
  ///   - width: the cells of a line; values that are longer are broken.
  ///   - isShort: without blank lines between changes.
  static func lines(_ changes: [FieldChange], of draft: Draft, width: Int, isShort: Bool) -> [Line] {
    var lines: [Line] = []
    let exposed = Set(draft.exposedSecrets)
    for change in changes {
      if !isShort, !lines.isEmpty { lines.append(Line()) }
      lines.append(Line(ShownText.name(change.path.description), .text, .bold))
      let field = draft.kind.field(change.path, of: draft.base)
      lines += side("-", .critical, side(of: change.old, field), width: width)
      let new: Side =
        if draft.awaitedSecrets.contains(change.path) {
          Side(FieldValue.mask, "to the credential store")
        } else if exposed.contains(change.path) {
          Side(FieldValue.mask, "looks like a secret")
        } else {
          side(of: change.new, field, isNew: true)
        }
      lines += side("+", .healthy, new, width: width)
      if let stronger = draft.hidden(by: change) {
        let words =
          "still hidden by \(stronger.origin == .standard ? stronger.layer.badge : stronger.origin.description)"
        lines += Line.prose("! " + words, .notice, width: width - 2).map { Line("  ").adding($0) }
      }
    }
    return lines
  }

  /// A value before or after a change, and where it comes from.
  private struct Side {
    var words: String
    var source: String

    init(_ words: String, _ source: String) {
      self.words = words
      self.source = source
    }
  }

  // What the runtime layer says or, where it says nothing, what shows from below it.
  private static func side(of value: FieldValue?, _ field: ResolvedField?, isNew: Bool = false) -> Side {
    if let value {
      var source = Layer.runtime.badge
      if isNew, value == .null, let weaker = field?.weaker, weaker.layer > .standard, let words = field?.shown(weaker) {
        source += ", hides \(words)"
      }
      return Side(shown(value, field?.description), "(\(source))")
    }
    guard let weaker = field?.weaker else { return Side("not set", "") }
    return Side(shown(weaker.value, field?.description), "(\(weaker.layer.badge)\(isNew ? ", shows again" : ""))")
  }

  private static func side(_ sign: String, _ role: Role, _ side: Side, width: Int) -> [Line] {
    broken(Line("  \(sign) ", role, .bold), side.words, role, side.source, width: width)
  }

  static func shown(_ value: FieldValue, _ description: FieldDescription?) -> String {
    description?.shownWithUnit(value) ?? (value == .null ? "not set" : value.shown)
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

extension ResolvedField {
  /// What shows where the runtime layer says nothing; nil for nothing.
  var weaker: GivenValue? { candidates.first { $0.layer < .runtime } }
}
