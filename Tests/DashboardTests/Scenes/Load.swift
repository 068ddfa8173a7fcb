import Events
import TestSupport

/// What a wrapper does all the time: the same operations in every run, however the time is cut.
///
/// Operations come at `perMinute` in the hour before `Scene.now` and from then on; an eighth of them in the day before
/// that, and one in six hours in the month before that day.
struct Load: Sendable {
  /// How a wrapper fares: shares of its operations, and how long they take.
  struct Course: Sendable {
    var errors = 0.0
    var fallbacks = 0.0
    /// How long the slowest operations take, in milliseconds.
    var ms: Double
  }

  /// What an operation costs, and who says so.
  enum Cost: Sendable {
    /// The record says it, in dollars.
    case reported(Double)
    /// The record tells of tokens only.
    case tokens
  }

  var name: String
  var perMinute: Double
  var course: Course
  /// How it fares in the last fifteen minutes and from then on, if that is another way.
  var lately: Course?
  var cost = Cost.tokens
  /// Every so many operations leave out what they cost.
  var silentEvery: Int?
  var types = ["chat"]
  var models = ["gpt-4o-mini"]
  var tokens = 900
  /// Its operations come from a router between its models.
  var routes = false
  /// The templates that its prompts are made of.
  var templates: [String] = []
  /// When it fell silent, in seconds before `Scene.now`; nil if it goes on.
  var silentFor: Int64?
  /// False if it has done nothing before the last hour.
  var hasPast = true

  private static let lateSeconds: Int64 = 900
  private static let hourSeconds: Int64 = 3_900
  private static let daySeconds: Int64 = 90_000

  /// The lines of the operations that end after an instant and through another, with their times.
  func lines(after first: Timestamp, through last: Timestamp, seed: Int) -> [(time: Timestamp, line: String)] {
    let hour = Scene.now.advanced(seconds: -Self.hourSeconds), day = Scene.now.advanced(seconds: -Self.daySeconds)
    let end = silentFor.map { min(last, Scene.now.advanced(seconds: -$0)) } ?? last
    var lines: [(Timestamp, String)] = []
    func add(every seconds: Double, _ from: Timestamp, _ through: Timestamp, _ series: Int) {
      let step = max(1, Int64(seconds * 1e6)), origin = Scene.now.microseconds + Int64(seed) * step / 13
      guard from < through else { return }
      let range = (from.microseconds - origin) / step - 1...(through.microseconds - origin) / step + 1
      for number in range {
        var random = SeededRandom(seed: (number &* 1_000_003) ^ Int64(seed * 16 + series))
        let time = Timestamp(
          microseconds: origin + number * step + Int64(Double(step) * .random(in: 0..<0.7, using: &random)))
        if time > from, time <= through { lines.append((time, line(Int(number), series, at: time, &random))) }
      }
    }
    if hasPast {
      add(every: 21_600, first, min(end, day), 2)
      add(every: 480 / perMinute, max(first, day), min(end, hour), 1)
    }
    add(every: 60 / perMinute, max(first, hour), end, 0)
    return lines
  }

  private func line(_ number: Int, _ series: Int, at time: Timestamp, _ random: inout SeededRandom) -> String {
    let index = number.magnitude, share = Double.random(in: 0..<1, using: &random)
    let course = time > Scene.now.advanced(seconds: -Self.lateSeconds) ? lately ?? course : course
    var ms = course.ms * (0.2 + 0.8 * .random(in: 0...1, using: &random))
    let isFallback = share >= course.errors && share < course.errors + course.fallbacks
    var fields = [("wrapper_name", quoted(name)), ("operation_type", quoted(types[Int(index) % types.count]))]
    if index % 5 != 0 { fields.append(("operation_id", quoted("op-\(series)\(index)-\(seedless(name))"))) }
    fields.append(("end_time", quoted(time.description)))
    if share < course.errors {
      let isTimeout = index % 3 == 1
      if isTimeout { ms = course.ms }
      fields.append(("status", isTimeout ? #""timeout""# : #""error""#))
      fields.append(("error_message", quoted(isTimeout ? Self.timeout : Self.errors[Int(index) % 2].message)))
      fields.append(("error_code", quoted(isTimeout ? "TIMEOUT" : Self.errors[Int(index) % 2].code)))
      if index % 4 == 0 { fields.append(("fallback_used", "true")) }
    } else {
      fields.append(("status", isFallback ? #""fallback""# : #""success""#))
    }
    if isFallback {
      fields.append(("fallback_used", "true"))
      fields.append(("fallback_reason", quoted(index % 3 == 0 ? "primary_timeout" : "low_confidence")))
    }
    fields.append(("duration_ms", "\((ms * 1000).rounded() / 1000)"))
    if case .reported(let dollars) = cost, silentEvery.map({ Int(index) % $0 != 0 }) ?? true {
      fields.append(("cost_estimate", "\((dollars * 1e9).rounded() / 1e9)"))
    }
    fields.append(("quality_score", "0.\(80 + index % 20)"))
    fields.append(("user_id", quoted("u-\(4711 + index % 3)")))
    fields.append(("session_id", quoted("s-\(index / 7 % 40)")))
    fields.append(("cpu_usage_percent", "\(index % 97)"))
    fields.append(("custom_metrics", metrics(Int(index), &random)))
    return "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}\n"
  }

  private func metrics(_ index: Int, _ random: inout SeededRandom) -> String {
    let model = models[index % models.count], prompt = tokens / 2 + Int.random(in: 0...tokens, using: &random)
    var fields = [
      (routes ? "selected_model" : "model_used", quoted(model)), ("prompt_tokens", "\(prompt)"),
      ("completion_tokens", "\(prompt / 4)"), ("cached", index % 3 == 0 ? "false" : "true"),
      ("retrieved_chunks_before_reranking_and_deduplication", "\(index % 48)"),
    ]
    if routes {
      fields.append(("routing_method", quoted(index % 3 == 0 ? "bert" : "mf")))
      fields.append(("routing_latency_ms", "\(8 + index % 9)"))
      fields.append(("cost_savings_vs_baseline", model == models[0] ? "0" : "0.004"))
    }
    if !templates.isEmpty {
      fields.append(("template_name", quoted(templates[index % templates.count])))
      fields.append(("validation_passed", index % 61 == 0 ? "false" : "true"))
      fields.append(("validation_errors", index % 61 == 0 ? "3" : "0"))
    }
    return "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  // Names are no part of ids, since hostile ones would be of no use there.
  private func seedless(_ name: String) -> Int { name.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF } }

  private static let timeout = "no answer from gpt-large within 8 s"
  private static let errors = [
    (code: "HTTP_429", message: "rate_limit: Too many requests to gpt-large, retry after 20 s"),
    (code: "502", message: "bad gateway"),
  ]
}

/// A text as JSON.
func quoted(_ text: String) -> String {
  var json = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": json += "\\\""
    case "\\": json += "\\\\"
    case "\0"..<" ":
      let hex = String(scalar.value, radix: 16)
      json += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
    default: json.unicodeScalars.append(scalar)
    }
  }
  return json + "\""
}
