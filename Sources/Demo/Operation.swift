import Events

/// One operation of the demo. Names and texts are indices into the profile's lists, so that tens of thousands of
/// operations are sorted without touching a reference count.
struct Operation: Sendable {
  /// The index of its profile in `Scenario.profiles`.
  var wrapper: Int
  /// Counts the operations of the wrapper.
  var number: Int
  var style: Profile.Style
  var start: Timestamp
  var end: Timestamp
  var status: OperationStatus
  var fallbackUsed: Bool
  var type: Int
  var error: Int
  /// Nil where no model is called.
  var model: Int?
  var inputTokens: Int
  var outputTokens: Int
  /// What it cost as far as anyone knows, in nano-dollars.
  var cost: Int64
  /// Whether it says so itself, or leaves it to be estimated.
  var reportsCost: Bool
  /// Per cent; nil for failed operations.
  var quality: Int?

  var dollars: Double { Double(cost) / 1e9 }

  var milliseconds: Double { end.milliseconds(since: start) }

  /// Draws what becomes of an operation that starts at an instant, so many seconds after the start of the demo.
  init(
    of profile: Profile, wrapper: Int, number: Int, start: Timestamp, second: Int64,
    using random: inout SeededRandom
  ) {
    self.wrapper = wrapper
    self.number = number
    self.start = start
    style = profile.style(at: second)
    let pattern = profile.pattern(at: second)
    var ms = pattern.median * random.skewed(spread: profile.spread)
    var chance = random.unit()
    func happens(_ rate: Double) -> Bool {
      defer { chance -= rate }
      return chance < rate
    }
    fallbackUsed = false
    if happens(pattern.errors) {
      status = .error
      // Now and then the fallback was tried and failed as well.
      fallbackUsed = random.below(12) == 0
    } else if happens(pattern.fallbacks) {
      status = .fallback
      fallbackUsed = true
      ms *= 1.6
    } else if happens(pattern.timeouts) {
      status = .timeout
      ms = 30_000 + 40 * random.unit()
    } else if happens(pattern.cancellations) {
      status = .cancelled
      ms /= 3
    } else {
      status = .success
    }
    end = start.advanced(microseconds: max(200, Int64(min(ms, 60_000) * 1000)))
    type = random.below(profile.types.count)
    error = random.below(profile.errors.count)
    model = profile.models.isEmpty ? nil : random.below(profile.models.count)
    inputTokens = Int(Double(profile.tokens.input) * random.skewed(spread: 0.6))
    outputTokens = Int(Double(profile.tokens.output) * random.skewed(spread: 0.6))
    if !status.isSuccess { outputTokens = 0 }
    cost = 0
    if let model, status != .timeout, status != .cancelled {
      let price = profile.models[model]
      cost = Int64(inputTokens) * price.input + Int64(outputTokens) * price.output
    }
    reportsCost = profile.silence.map { number % $0 != 0 } ?? true
    if !reportsCost {
      // The estimate counts tokens whatever became of the operation.
      let price = model.map { profile.models[$0] }.flatMap { $0.isPriced ? $0 : nil }
      cost = price.map { Int64(inputTokens) * $0.input + Int64(outputTokens) * $0.output } ?? 0
    }
    quality = status.isSuccess ? 70 + random.below(30) : nil
  }
}
