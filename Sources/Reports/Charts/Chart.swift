/// Something drawn on a page. Every chart has words that say the same.
struct Chart: Sendable, Equatable {
  /// What it shows.
  var title: String
  /// What can be seen in it, in a sentence.
  var summary: String
  var content: Content

  enum Content: Sendable, Equatable {
    case columns(ColumnChart)
    case bars(BarChart)
    case gauge(GaugeChart)
    case course(CourseChart)
  }
}

/// Amounts side by side, such as one for each day. The places of those that are missing stay empty.
struct ColumnChart: Sendable, Equatable {
  /// What a column stands for, such as a day.
  var unit: String
  /// At least one, and at most `most`.
  var columns: [Column]
  /// The lines across, from 0 up, and how they are called; none for amounts of nothing.
  var scale: Scale

  static let most = 400

  struct Column: Sendable, Equatable {
    /// What stands under it, where there is room.
    var label: String
    /// Its whole name.
    var name: String
    /// 0 or more.
    var value: Double
    /// The amount in words.
    var text: String
  }
}

/// Amounts below each other, each with its name.
struct BarChart: Sendable, Equatable {
  var bars: [Bar]

  struct Bar: Sendable, Equatable {
    var label: PageText
    /// Amounts below 0 have no bar.
    var value: Double
    /// The amount in words.
    var text: String
    /// Its part of all, 0 to 1; nil where that makes no sense.
    var share: Double?
  }
}

/// How much of a budget is spent, and where that leads; all as shares of the budget, where 1 is all of it.
struct GaugeChart: Sendable, Equatable {
  var spent: Double
  /// At the turn of the period.
  var projected: Double
  /// From where on it is a warning, and critical.
  var warning: Double
  var critical: Double
  /// Where the status stands, in a word and a tone.
  var status: PageText
  /// What is spent of what, in words.
  var text: String
  /// What goes with it, such as the projection in words.
  var note: String
}

/// An amount over a period, as far as it has gone, and where that leads.
struct CourseChart: Sendable, Equatable {
  /// The amounts at places of 0 to 1 of the period, from its beginning on.
  var points: [Point]
  /// What is expected from the last of them on.
  var expected: [Point]
  /// An even pace from the beginning of the period to its end; empty without a budget.
  var even: [Point]
  var scale: Scale
  /// What stands at the ends of the period.
  var begin: String
  var end: String

  struct Point: Sendable, Equatable {
    var place: Double
    var amount: Double
  }
}

/// Lines across a chart, at round amounts.
struct Scale: Sendable, Equatable {
  /// The amounts that are at the bottom and at the top.
  var bounds: ClosedRange<Double>
  var lines: [Line]

  struct Line: Sendable, Equatable {
    var amount: Double
    var label: String
  }

  /// A scale that reaches over those amounts and 0, with about four lines at round amounts of 1, 2 or 5 times a power of ten.
  init(over amounts: [Double], label: (Double) -> String) {
    let known = amounts.filter(\.isFinite)
    let low = min(0, known.min() ?? 0)
    let high = max(0, known.max() ?? 0)
    let step = high > low ? Self.roundStep((high - low) / 4) : 1
    let from = (low / step).rounded(.down)
    let to = high > low ? (high / step).rounded(.up) : 1
    lines = (Int(from)...(high > low ? Int(to) : 0)).map { number in
      Line(amount: Double(number) * step, label: label(Double(number) * step))
    }
    bounds = from * step...to * step
  }

  /// Where an amount lies, from 0 at the top to 1 at the bottom.
  func depth(of amount: Double) -> Double {
    min(max(0, (bounds.upperBound - amount) / (bounds.upperBound - bounds.lowerBound)), 1)
  }

  // The smallest round step that is no smaller.
  private static func roundStep(_ least: Double) -> Double {
    var power = 1e-9
    while power * 10 <= least { power *= 10 }
    for factor in [1.0, 2, 5] where power * factor >= least * 0.999 { return power * factor }
    return power * 10
  }
}
