import Alerting
import ArgumentParser
import Canvas
import Events
import Foundation
import PlainText
import Service

/// Tries rules on what was recorded, before they wake someone.
struct TestRule: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test-rule", abstract: "Say what the rules of a file would have done while something was recorded.",
    discussion: """
      FILE is a settings file, of which only the rules count; the built-in rules are tried, too, unless --only is given. \
      Recordings are played one after the other in the order of their lines. Budgets are left out, since they are in the \
      wrappers file.
      """)

  @Argument(help: ArgumentHelp("A settings file with rules.", valueName: "file"))
  var file: String

  @Option(
    name: .long,
    help: ArgumentHelp("A recording: a file of events, or a pattern. Can be repeated.", valueName: "pattern"))
  var tail: [String]

  @Flag(name: .long, help: "Try the rules of the file alone.")
  var only = false

  @Flag(name: .long, help: "Print one JSON document.")
  var json = false

  @OptionGroup var format: InputFormatOption

  func run() async throws {
    let settings = try SettingsOption.file(named: file).read(.program).settings
    let named = Set(settings.rules.map(\.name))
    let rules = AlertPlan.rules(settings).filter { !only || named.contains($0.name) }
    let outcome = try await RuleTrial(rules, decoding: try format.decoding()).run(tail, now: SystemClock.now())
    if json { return try StandardOutput.write(document(outcome)) }
    for alert in outcome.alerts { try StandardOutput.line(SafeText(line(alert, outcome)).string) }
    let events = NumberFormat.counted(outcome.operations, "operation")
    let span = outcome.span.map { ", from \($0.lowerBound) to \($0.upperBound)" } ?? ""
    let rejected = outcome.rejected > 0 ? ", \(NumberFormat.counted(outcome.rejected, "line")) rejected" : ""
    try StandardOutput.line(
      "\(events)\(span)\(rejected): \(NumberFormat.counted(outcome.alerts.count, "alert")), "
        + "\(NumberFormat.counted(outcome.messages, "message")) to a channel that takes all")
  }

  private func line(_ alert: Alert, _ outcome: RuleTrial.Outcome) -> String {
    let fired = alert.firedAt ?? alert.since
    var text = "\(fired)  \(alert.severity.rawValue)  \(alert.rule)  \(alert.subject.name)  "
    if let resolved = alert.resolvedAt {
      text += "for \(NumberFormat.age(seconds: max(0, resolved.milliseconds(since: fired) / 1000)))"
    } else {
      text += "to the end"
    }
    if outcome.untold.contains(alert.id) { text += "  not sent" }
    return text + "  " + AlertText.why(alert)
  }

  private func document(_ outcome: RuleTrial.Outcome) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { document in
      document.field("schema", 1)
      document.field("from", outcome.span.map { "\($0.lowerBound)" })
      document.field("to", outcome.span.map { "\($0.upperBound)" })
      document.field("operations", outcome.operations)
      document.field("rejected", outcome.rejected)
      document.field("messages", outcome.messages)
      document.arrayField("alerts") { list in
        for alert in outcome.alerts {
          list.object {
            $0.field("rule", alert.rule)
            $0.field("wrapper_name", alert.subject.wrapper)
            $0.field("subject", alert.subject.name)
            $0.field("severity", alert.severity.rawValue)
            $0.field("fired_at", alert.firedAt.map { "\($0)" })
            $0.field("resolved_at", alert.resolvedAt.map { "\($0)" })
            $0.field("sent", !outcome.untold.contains(alert.id))
            $0.field("message", AlertText.why(alert))
          }
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }
}
