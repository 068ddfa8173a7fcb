/// What one wrapper of the demo is like. Times are seconds after the start of the demo, negative before it.
struct Profile: Sendable {
  /// How its operations are told.
  enum Style: Sendable {
    /// A record when the operation has ended.
    case records
    /// A record that it started, and another when it has ended.
    case announcedRecords
    /// Events as it happens: start, fallback, outcome, end.
    case lifecycle
  }

  /// When there is traffic.
  enum Rhythm: Sendable {
    case steady
    /// For `lasting` seconds, every so many seconds; one such time begins at `beginning`.
    case times(every: Int64, lasting: Int64, beginning: Int64)
  }

  /// How it fares over time: between its usual self and its worst.
  enum Course: Sendable {
    case steady
    /// At its worst for `lasting` seconds, every so many seconds; one such time begins at `beginning`.
    case bursts(every: Int64, lasting: Int64, beginning: Int64)
    /// Worse and worse until `worst`, then mended; again every so many seconds.
    case declining(every: Int64, worst: Int64)
    /// At its worst until `mending`, then better and better over as many seconds as `taking`.
    case recovering(mending: Int64, taking: Int64)
  }

  /// What it does, and tells of.
  enum Workload: Sendable {
    /// Calls a model or a service.
    case caller
    /// Chooses a model for each request.
    case router
    /// Renders these templates.
    case templates([String])
  }

  /// How often things go wrong, each 0 to 1, and how long they take.
  struct ErrorPattern: Sendable {
    var errors: Double
    var fallbacks: Double
    var timeouts = 0.0
    var cancellations = 0.0
    /// Median duration in milliseconds.
    var median: Double
  }

  var name: String
  var style = Style.records
  var workload = Workload.caller
  /// Operations a second while there is traffic.
  var perSecond: Double
  var rhythm = Rhythm.steady
  /// When its history begins.
  var since: Int64 = -3720
  var course = Course.steady
  var usual: ErrorPattern
  var worst: ErrorPattern?
  /// How much durations differ, as in `SeededRandom.skewed`.
  var spread = 0.8
  var types: [String]
  var models: [Model]
  /// The mean of input and output tokens; none for wrappers that call no model.
  var tokens: (input: Int, output: Int) = (0, 0)
  var errors: [Fault]
  /// Every how-manieth operation leaves its cost to be estimated; nil if all report it.
  var silence: Int?
  /// How its spending is to stand against a daily budget; nil for no budget.
  var budget: BudgetTarget?
}

/// How spending stands against a daily budget when the demo starts.
enum BudgetTarget: Sendable {
  /// A whole day takes that share of it.
  case usual(Double)
  /// That share of it is spent.
  case reached(Double)
}

/// A model and its prices in nano-dollars a token.
struct Model: Sendable {
  var name: String
  var input: Int64
  var output: Int64
  /// Whether the price table of the demo has it.
  var isPriced = true
}

/// What goes wrong.
struct Fault: Sendable {
  var code: String
  var message: String
}

extension Profile {
  /// Operations a second at an instant. Steady traffic, too, rises and falls a little, so that charts live.
  func rate(at second: Int64) -> Double {
    switch rhythm {
    case .steady:
      let phase = Double(remainder(second, 1020)) / 1020
      return perSecond * (0.75 + (phase < 0.5 ? phase : 1 - phase))
    case .times(let every, let lasting, let beginning):
      return remainder(second - beginning, every) < lasting ? perSecond : 0
    }
  }

  /// How an operation that starts at an instant is told. Older ones come as records: to a monitor that meets the history
  /// in one go, events of an operation that began more than an hour ago are those of an abandoned one.
  func style(at second: Int64) -> Style { second < -600 ? .records : style }

  /// How it fares at an instant.
  func pattern(at second: Int64) -> ErrorPattern {
    guard let worst else { return usual }
    let weight = severity(at: second)
    func between(_ part: KeyPath<ErrorPattern, Double>) -> Double {
      usual[keyPath: part] + (worst[keyPath: part] - usual[keyPath: part]) * weight
    }
    return ErrorPattern(
      errors: between(\.errors), fallbacks: between(\.fallbacks), timeouts: between(\.timeouts),
      cancellations: between(\.cancellations), median: between(\.median))
  }

  /// 0 for its usual self, 1 for its worst.
  private func severity(at second: Int64) -> Double {
    switch course {
    case .steady: return 0
    case .bursts(let every, let lasting, let beginning):
      return remainder(second - beginning, every) < lasting ? 1 : 0
    case .declining(let every, let worst):
      let share = Double(remainder(second - worst, every)) / Double(every)
      return share * share
    case .recovering(let mending, let taking):
      return min(1, max(0, 1 - Double(second - mending) / Double(taking)))
    }
  }

  /// The remainder of a division, never negative.
  private func remainder(_ value: Int64, _ divisor: Int64) -> Int64 { (value % divisor + divisor) % divisor }
}
