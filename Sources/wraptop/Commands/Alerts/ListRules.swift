import Alerting
import ArgumentParser
import Canvas
import Events
import Foundation
import PlainText
import Service

/// All rules, those of the settings among them.
struct ListRules: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List all rules, with how many alerts of each fire at the core that runs.",
    discussion: """
      --json prints {"schema":1,"rules":[{"rule","built_in","enabled","metric","comparison","levels":[{"threshold",\
      "severity"}],"window_seconds","for_seconds","cooldown_seconds","min_operations","channels","firing"}]}; firing is null \
      if no core runs.
      """)

  @OptionGroup var settings: SettingsOption
  @OptionGroup var core: CoreOption

  @Flag(name: .long, help: "Print one JSON document.")
  var json = false

  func run() async throws {
    let rules = AlertPlan.rules(try settings.read())
    let alerts = try? await core.client().alerts()
    let firing = alerts.map { state in
      Dictionary(state.active.map { ($0.alert.rule, 1) }, uniquingKeysWith: +)
    }
    if json { return try StandardOutput.write(document(rules, firing)) }
    let width = rules.map(\.name.count).max() ?? 0
    for rule in rules {
      let state = !rule.isEnabled ? "off" : firing.map { "\($0[rule.name] ?? 0) firing" } ?? "on"
      let name = rule.name + String(repeating: " ", count: width - rule.name.count)
      let line = "\(name)  \(state)\(String(repeating: " ", count: max(0, 9 - state.count)))  \(rule.condition)"
      try StandardOutput.line(SafeText(line).string)
    }
    if firing == nil { StandardError.say("no core runs on the default socket, so that nobody knows what fires") }
  }

  private func document(_ rules: [AlertRule], _ firing: [String: Int]?) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { document in
      document.field("schema", 1)
      document.arrayField("rules") { list in
        for rule in rules { list.object { $0.rule(rule, firing: firing.map { $0[rule.name] ?? 0 }) } }
      }
    }
    writer.endLine()
    return writer.bytes
  }
}

/// All metrics that rules can look at.
struct ListMetrics: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "List the metrics that rules can look at.")

  func run() throws {
    let width = AlertMetric.all.map(\.key.count).max() ?? 0
    for metric in AlertMetric.all {
      let key = metric.key + String(repeating: " ", count: width - metric.key.count)
      let scope = metric.isOfSystem ? "wrappers, system" : metric.isOfWrappers ? "wrappers" : "the core itself"
      try StandardOutput.line("\(key)  \(metric.unit.rawValue)  \(metric.name) (\(scope))")
    }
  }
}

extension AlertRule {
  /// What has to be true, in one line.
  var condition: String {
    let metric = AlertMetric[metric]
    let name = metric?.name ?? self.metric
    var text = name
    if metric?.unit != .state, budgetStep == nil, !self.metric.hasPrefix("trend_") {
      let figures = levels.map { level in
        let figure = metric?.unit.text(level.threshold) ?? "\(level.threshold)"
        return levels.count > 1 ? "\(figure) (\(level.severity.rawValue))" : figure
      }
      text += " \(comparison.rawValue) " + figures.joined(separator: ", ")
    } else if !summary.isEmpty {
      text = summary
    }
    if levels.count == 1 { text += "  \(severity.rawValue)" }
    if forSeconds > 0 { text += "  for \(NumberFormat.age(seconds: Double(forSeconds)))" }
    if case .wrappers(let globs) = target, !globs.isEmpty {
      text += "  of " + globs.map(\.text).joined(separator: ", ")
    }
    if target == .system { text += "  of all together" }
    return text
  }
}

extension JSONWriter {
  fileprivate mutating func rule(_ rule: AlertRule, firing: Int?) {
    field("rule", rule.name)
    field("built_in", rule.isBuiltIn)
    field("enabled", rule.isEnabled)
    field("metric", rule.metric)
    field("comparison", rule.comparison.rawValue)
    arrayField("levels") { list in
      for level in rule.levels {
        list.object {
          $0.field("threshold", level.threshold)
          $0.field("severity", level.severity.rawValue)
        }
      }
    }
    field("window_seconds", rule.windowSeconds)
    field("for_seconds", rule.forSeconds)
    field("cooldown_seconds", rule.cooldownSeconds)
    field("min_operations", rule.minimumOperations)
    if let channels = rule.channels {
      arrayField("channels") { list in for channel in channels { list.value(channel) } }
    } else {
      field("channels", String?.none)
    }
    field("firing", firing)
  }
}
