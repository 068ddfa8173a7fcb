import Canvas
import Events
import Monitoring

/// How a score came about, as the arithmetic that it is: `0.675 success rate  x0.9 fallbacks 21.0% > 20%  = 0.608`.
enum ScoreLines {
  static func pieces(_ wrapper: WrapperSnapshot, policy: HealthPolicy, at now: Moment) -> [Line] {
    let health = wrapper.health
    guard wrapper.isMonitored else { return [Line("not judged, only counted", .dim)] }
    guard health.lastActivity != nil, !health.factors.isEmpty else {
      return [Line("no operation has ended yet: there is no score", .dim)]
    }
    let grade = Grade(health.status)
    var pieces = health.factors.compactMap { piece($0, wrapper, policy: policy, at: now) }
    if !health.factors.contains(where: { $0.name != .successRate && $0.value < 1 }) {
      pieces.append(Line("nothing takes from it", .dim))
    }
    var result = Line("= ", .dim)
    result.add(CompactFigure.score(health.score, decimals: 3), wrapper.isIdle ? .dim : grade.role, .bold)
    result.add(" " + grade.word, wrapper.isIdle ? .dim : grade.role, .bold)
    if (1..<5).contains(health.judgedOperations) {
      result.add(" on \(health.judgedOperations) \(health.judgedOperations == 1 ? "operation" : "operations")", .notice)
    }
    pieces.append(result)
    return pieces
  }

  // Factors of 1 change nothing and are left out.
  private static func piece(
    _ factor: HealthFactor, _ wrapper: WrapperSnapshot, policy: HealthPolicy, at now: Moment
  ) -> Line? {
    if factor.name == .successRate {
      let line = Line(CompactFigure.score(factor.value, decimals: 3), .text, .bold)
      return line.adding(" success rate", .dim)
    }
    guard factor.value < 1 else { return nil }
    var line = Line("x" + multiplier(factor.value), .critical, .bold)
    switch factor.name {
    case .successRate: break
    case .fallbackRate: line.add(compared("fallbacks", factor, policy.fallbackSteps))
    case .errorRate: line.add(compared("errors", factor, policy.errorSteps))
    case .recentFailure:
      if let last = wrapper.detail?.recentFailures.first?.end, !wrapper.isIdle {
        line.add(" failure ", .dim)
        line.add("\(now.age(of: last)) ago", .text)
      } else {
        line.add(" failure ", .dim)
        line.add("in the last \(policy.recentFailureSeconds / 60) min", .text)
      }
    }
    return line
  }

  private static func compared(_ name: String, _ factor: HealthFactor, _ steps: [HealthPolicy.Step]) -> Line {
    var line = Line(" \(name) ", .dim)
    line.add("\(CompactFigure.percent(factor.measured))%", .text)
    if let step = steps.first(where: { $0.factor == factor.value && (factor.measured ?? 0) > $0.above }) {
      line.add(" > \(multiplier(step.above * 100))%", .dim)
    }
    return line
  }

  // A number as it was set: `0.9`, `20`, `2.5`.
  private static func multiplier(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = (hundredths / 100, hundredths % 100)
    if rest == 0 { return "\(whole)" }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole)." + (rest < 10 ? "0" : "") + "\(rest)"
  }
}
