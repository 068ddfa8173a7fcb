import Canvas
import Monitoring
import PlainText
import Snapshots

extension KeyMode {
  /// The groups of operations of the chosen wrapper.
  static let groups = KeyMode("templates and routes", [.view, .ofWrapper, .choosesWrapper])
}

/// What the operations of the chosen wrapper were made of: templates, routes, fallbacks, operation types, models, failures.
struct GroupsPane: BreakdownPane {
  static let modes = [KeyMode.groups]

  /// How far its lines are scrolled.
  var scroll = BreakdownScroll()

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [digit], .open(id, .plain), "routes",
        "Breakdowns of the wrapper: templates, routes, fallbacks, types, models, error codes", where: \.isView,
        .look, footer: 9)
    ]
  }

  static let empty = [
    "Nothing ended in this time range, so that there is nothing to take apart.",
    "template_name, routing_method, selected_model and model_used in custom_metrics make groups here."
      + " ] takes a longer time range.",
  ]

  static func lines(_ shared: SharedState, _ snapshot: Snapshot?, width: Int) -> [BreakdownLine] {
    guard let wrapper = shared.listing.selected(in: snapshot), let breakdown = wrapper.detail?.breakdown else {
      return []
    }
    guard breakdown.all.operations > 0 else { return [] }
    let before = shared.markedBreakdown(wrapper, snapshot)
    var lines: [BreakdownLine] = Line.wrap(GroupFigures.summary(breakdown), width: width).map { .text($0) }
    for section in GroupSection.allCases {
      let groups = section.groups(breakdown)
      lines.append(.blank)
      lines.append(.heading(section.table))
      if groups.isEmpty { lines.append(.text(Line("  none: " + section.whatWouldFillIt, .dim))) }
      for group in groups {
        let was = before.flatMap { section.groups($0).first { $0.name == group.name } }
        let cells = section.cells(group, of: breakdown.all, before: was, ofBefore: before?.all)
        lines.append(.figures(section.table, group.name, cells))
        if before != nil { lines.append(.changes(section.table, cells)) }
      }
    }
    return lines
  }
}

extension GroupFigures {
  /// All operations of the wrapper in a few figures; those that no operation told are left out.
  fileprivate static func summary(_ breakdown: BreakdownSummary) -> [Line] {
    let all = breakdown.all
    var pieces = [
      Line.figure(CompactFigure.compact(Double(all.operations)), NumberFormat.noun(all.operations, "operation"))
    ]
    func add(_ text: String, _ name: String, if isTold: Bool) {
      if isTold { pieces.append(Line.figure(text, name)) }
    }
    add(CompactFigure.money(all.costs), "cost", if: all.costs != .zero)
    add(CompactFigure.money(breakdown.failureCosts), "of it on failures", if: all.failureCost != .zero)
    add(CompactFigure.money(breakdown.fallbackCosts), "on fallbacks", if: all.fallbackCost != .zero)
    add(CompactFigure.compact(Double(all.tokens)), NumberFormat.noun(all.tokens, "token"), if: all.tokens > 0)
    add(CompactFigure.money(all.savings), "saved", if: all.savings != .zero)
    add(
      CompactFigure.money(all.savingsVsBaseline), "saved against the baseline model", if: all.savingsVsBaseline != .zero
    )
    add(CompactFigure.number(all.meanQuality ?? 0), "mean quality", if: all.meanQuality != nil)
    add(CompactFigure.number(all.meanEfficiency ?? 0), "mean efficiency", if: all.meanEfficiency != nil)
    return pieces
  }
}
