import Canvas
import Events
import Formatting
import Monitoring
import PlainText

/// Figures in full, a line for each: what it is, its value, what that means.
enum FullFigures {
  private static let label = 24

  /// A figure; what it means goes on below where it is long.
  static func line(_ name: String, _ value: Line, _ note: String = "", width: Int) -> [Line] {
    var first = Line(name + " ", .dim)
    first.pad(to: min(label, max(0, width - 12)))
    first.add(value)
    guard !note.isEmpty else { return [first] }
    let start = max(first.width + 2, min(label + 14, width - 20))
    guard width - start >= 20 || first.width + 2 + note.utf8.count <= width else { return [first] }
    let notes = Line.prose(note, .dim, width: width - start)
    return notes.enumerated().map { number, text in
      var line = number == 0 ? first : Line()
      line.pad(to: start)
      line.add(text)
      return line
    }
  }

  static func line(_ name: String, _ value: String, _ note: String = "", role: Role = .text, width: Int) -> [Line] {
    line(name, Line(value, role), note, width: width)
  }

  /// Every figure of article Cost, Budgets.
  static func budget(_ row: BudgetRow, _ content: CostsContent, width: Int) -> [Line] {
    guard let spending = row.spending else {
      let pieces = BudgetWords.pieces(row, content)
      return Line.wrap(pieces, width: width)
    }
    let clock = content.clock
    var lines: [Line] = []
    func add(_ name: String, _ value: String, _ note: String = "", role: Role = .text) {
      lines += line(name, value, note, role: role, width: width)
    }
    lines += line("status", BudgetWords.status(row), width: width)
    add("spent", spending.certainty.mark(exact(spending.spent)), note(spending.costs), role: .cost)
    if let budget = spending.budget {
      add("budget", exact(budget))
      add("used", spending.certainty.mark(NumberFormat.percent(spending.share)) + "%")
    }
    if let left = spending.remaining {
      add("remaining", spending.certainty.markRest(exact(left)), role: left < .zero ? .critical : .text)
    }
    add("burn", spending.burnCertainty.mark(exact(spending.burnPerHour)) + " an hour", "what the last 60 minutes cost")
    if let projected = spending.projected {
      let role: Role = spending.isProjectedOver ? .critical : .text
      add("projected", spending.projectedCertainty.mark(exact(projected)), "when it turns, at that rate", role: role)
    } else {
      add("projected", CompactFigure.none, BudgetText.tooEarly)
    }
    if spending.budget != nil {
      add(
        "runs out",
        spending.runsOutAt.map { "\(clock.time($0)), in \(clock.span(to: $0))" }
          ?? (spending.status == .exceeded ? "it is spent" : "not at that rate"),
        role: spending.exhaustedAt == nil ? .text : .critical)
      add("warning from", NumberFormat.percent(spending.thresholds.warning) + "%")
      add("critical from", NumberFormat.percent(spending.thresholds.critical) + "%")
    }
    add("began", clock.time(spending.began))
    add("turns", "\(clock.time(spending.turnsAt)), in \(clock.span(to: spending.turnsAt))", clock.zone.name)
    add(
      "complete", spending.isComplete ? "yes" : "no",
      spending.isComplete ? "" : BudgetText.incomplete,
      role: spending.isComplete ? .text : .notice)
    return lines
  }

  // How exact a sum is, and why.
  private static func note(_ costs: CostSum) -> String {
    var pieces: [String] = []
    if costs.unpriced > 0 {
      pieces.append("without \(NumberFormat.grouped(costs.unpriced)) operations that have no price")
    }
    if costs.estimated != .zero { pieces.append("\(exact(costs.estimated)) of it estimated") }
    if costs.unknown > 0 { pieces.append("partly from an older store, which does not tell how exact it is") }
    return pieces.joined(separator: "; ")
  }

  /// A recommendation with its reasons.
  static func advice(_ advice: Recommendation, isCurrent: Bool, width: Int) -> [Line] {
    var lines = line("priority", CostsAdvice.word(advice.priority), width: width)
    lines += line("kind", advice.kind.words, width: width)
    lines += line("about", advice.wrapper ?? "all wrappers together", role: .accent, width: width)
    let saving = advice.potentialSavings.map(exact) ?? "not known"
    lines += line("would have saved", saving, "over the last 7 days", role: .healthy, width: width)
    lines.append(Line())
    if !isCurrent {
      lines += Line.prose("It is no longer advised: what it rested on has changed.", .notice, width: width)
    }
    lines += Line.prose(advice.sentence, .text, .bold, width: width)
    guard !advice.details.isEmpty else { return lines }
    lines += [Line(), Line("It rests on", .title, .bold)]
    for detail in advice.details {
      let name = SafeText(detail.name).truncated(to: Self.label - 1, .tail).string
      lines += line(name, detail.value, width: width)
    }
    return lines
  }

  /// All digits down to a nano-dollar, with commas: `$1,234.50`, at least two decimals.
  static func exact(_ money: Money) -> String {
    let (whole, rest) = money.nanodollars.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    var digits = String(rest)
    digits = String(repeating: "0", count: 9 - digits.count) + digits
    while digits.count > 2, digits.hasSuffix("0") { digits.removeLast() }
    let dollars = whole <= UInt128(UInt64.max) ? NumberFormat.grouped(UInt64(whole)) : String(whole)
    return (money < .zero ? "-" : "") + "$" + dollars + "." + digits
  }
}
