import Canvas
import Events
import Monitoring
import PlainText

/// What a figure measures: how it reads, and how its change since the mark reads.
///
/// Every text has a width that it never passes, so that columns stand still.
enum Measure {
  /// A rate from 0 to 1, shown in percent; its change in percentage points. At most 4 characters.
  case rate
  /// Milliseconds. At most 5 characters.
  case duration
  /// Dollars. At most 7 characters.
  case money
  /// A number of operations, or of operations a minute. At most 5 characters.
  case count
  /// A number of at most 3 characters, 4 for its change.
  case tiny
  /// A score from 0 to 1. At most 4 characters.
  case score
  /// A number of unknown unit. At most 7 characters.
  case number

  func text(_ value: Double?) -> String {
    guard let value, value.isFinite else { return CompactFigure.none }
    switch self {
    case .rate: return CompactFigure.percent(value)
    case .duration: return CompactFigure.duration(value)
    case .money: return CompactFigure.money(Money(dollars: value))
    case .count: return CompactFigure.compact(value)
    case .tiny: return CompactFigure.tiny(whole(value))
    case .score: return CompactFigure.score(value)
    case .number: return CompactFigure.number(value)
    }
  }

  /// A change, with its sign: `+1.2`, `-.35s`, `+$12.30`; `=` for none.
  ///
  /// What is not quite nothing is never shown as if it were.
  func change(_ delta: Double) -> String {
    guard delta.isFinite else { return CompactFigure.none }
    guard delta != 0 else { return "=" }
    // With a sign there would be no room to say which hundredth it is less than.
    if self == .score, delta.magnitude < 0.005 { return "<.01" }
    return (delta < 0 ? "-" : "+") + size(delta.magnitude)
  }

  private func size(_ delta: Double) -> String {
    switch self {
    case .rate:
      let points = delta * 100
      return points < 0.05 ? "<.1" : NumberFormat.fixed(points, points < 9.95 ? 1 : 0)
    case .duration:
      if delta < 1 { return "<1ms" }
      if delta < 99.5 { return NumberFormat.fixed(delta, 0) + "ms" }
      if delta < 995 { return String(NumberFormat.fixed(delta / 1000, 2).dropFirst()) + "s" }
      return delta < 9_950 ? NumberFormat.fixed(delta / 1000, 1) + "s" : CompactFigure.shortAge(delta + 500)
    case .money:
      let money = Money(dollars: delta)
      if money == .zero { return "<$0.01" }
      return delta < 99.995 ? CompactFigure.money(money) : "$" + CompactFigure.compact(delta.rounded())
    case .count: return short(delta)
    case .tiny: return CompactFigure.tiny(whole(delta))
    case .score: return delta >= 0.995 ? "1" : String(NumberFormat.fixed(delta, 2).dropFirst())
    case .number: return CompactFigure.number(delta)
    }
  }

  // Cut off at what an `Int` holds.
  private func whole(_ number: Double) -> Int { Int(min(9e18, max(-9e18, number.rounded()))) }

  // A count in at most 4 characters, so that there is room for a sign.
  private func short(_ count: Double) -> String {
    if count < 0.05 { return "<0.1" }
    if count < 9.95 { return count == count.rounded() ? NumberFormat.fixed(count, 0) : NumberFormat.fixed(count, 1) }
    if count < 999.5 { return NumberFormat.fixed(count, 0) }
    var scaled = count
    for unit in ["k", "M", "G", "T", "P"] {
      scaled /= 1000
      if scaled < 999.5 { return NumberFormat.fixed(scaled, scaled < 9.95 ? 1 : 0) + unit }
    }
    return ">1E"
  }
}

/// A figure of a table: its value, and what it was at the mark.
struct FigureCell {
  /// Which way a change is for the worse.
  enum Worse { case higher, lower, neither }

  var measure: Measure
  var value: Double?
  /// The role that colours the value.
  var role: Role
  var worse: Worse
  /// The value at the mark.
  var before: Double?
  /// False if nobody knows what it was at the mark.
  var isComparable = true
  /// How exact it is, where it comes from costs.
  var certainty = CostCertainty.exact

  /// The widest that a sum of costs gets.
  static let costWidth = 9

  init(_ measure: Measure, _ value: Double?, before: Double? = nil, worse: Worse = .neither, role: Role = .text) {
    self.measure = measure
    self.value = value
    self.before = before
    self.worse = worse
    self.role = role
  }

  /// What something cost.
  init(_ costs: CostSum?, before: CostSum? = nil) {
    self.init(.money, costs?.amount.dollars, before: before?.amount.dollars, role: .cost)
    certainty = costs?.certainty ?? .exact
  }

  /// The value as it is shown.
  var line: Line {
    let text =
      certainty == .exact
      ? measure.text(value)
      : value.map { CompactFigure.money(Money(dollars: $0), certainty, width: Self.costWidth) } ?? CompactFigure.none
    return Line(text, text == CompactFigure.none ? .dim : role)
  }

  /// Its change since the mark; `new` for what had no value then. Nothing where there is nothing to compare.
  var change: Line {
    guard let value, isComparable else { return Line() }
    guard let before else { return Line("new", .dim) }
    let delta = value - before
    let role: Role
    switch worse {
    case .neither: role = .text
    case .higher: role = delta > 0 ? .error : .healthy
    case .lower: role = delta < 0 ? .error : .healthy
    }
    return Line(measure.change(delta), delta == 0 ? .dim : role)
  }
}

extension Money {
  /// The nearest whole number of nano-dollars.
  init(dollars: Double) {
    let scaled = (dollars * 1e9).rounded()
    self.init(nanodollars: scaled.isFinite && scaled.magnitude < 1e36 ? Int128(scaled) : 0)
  }
}
