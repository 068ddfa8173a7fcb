import ArgumentParser
import ConfigurationFiles
import Events
import Foundation
import HTTPServer
import Ingestion
import PlainText
import Service
import Terminal

/// Checks what the dashboard needs, and says what to do.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Check the terminal, the locale, the socket's folder, the port for telemetry, and the files given, and say what to do."
  )

  @Option(name: .long, help: ArgumentHelp("The socket to check instead of the default one.", valueName: "path"))
  var socket: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The address for telemetry to check instead of the default one.", valueName: "address:port"))
  var otlp = "localhost"

  @Option(
    name: .long,
    help: ArgumentHelp("Show what each line of a sample becomes in this format.", valueName: "name or file"))
  var format: String?

  @Argument(help: ArgumentHelp("The file of lines for --format.", valueName: "sample"))
  var sample: String?

  @OptionGroup(title: "Files to check") var configuration: ConfigurationOptions
  @OptionGroup(title: "Files to check") var money: MoneyOptions

  func validate() throws {
    guard (format == nil) == (sample == nil) else {
      throw ValidationError("--format FORMAT and a file of lines go together")
    }
    if let format { try DecodingOptions.check(format, of: "--format") }
  }

  mutating func run() throws {
    if let format, let sample { return try SampleLines(format: format, path: sample).write() }
    let environment = ProcessInfo.processInfo.environment
    let file = configuration.settings
    let settings = settingsFindings(file)
    if let read = try? file.read(.program).settings {
      socket = socket ?? read.input.socket
      configuration.complete(by: read)
      money.complete(by: read)
    }
    let findings =
      terminal(environment) + settings + [try socketFinding()] + backlogFindings + [try receiverFinding()]
      + wrappersFindings + pricesFindings
    for finding in findings { try StandardOutput.line(finding.text) }
    if findings.contains(where: { $0.grade == .fails }) { throw ExitCode(1) }
  }

  private struct Finding {
    enum Grade: String { case fine = "ok   ", attention = "note ", fails = "FAIL " }
    var grade: Grade
    var subject: String
    var message: String

    var text: String { "\(grade.rawValue)\(subject): \(message)" }
  }

  private func terminal(_ environment: [String: String]) -> [Finding] {
    var findings: [Finding] = []
    do {
      let capabilities = try CursesTerminal.examine(TerminalOptions(environment: environment))
      let term = environment["TERM"] ?? ""
      findings.append(
        Finding(
          grade: capabilities.term == term ? .fine : .attention, subject: "terminal",
          message: "TERM=\(term.isEmpty ? "(not set)" : term), shown as \(capabilities.term), colours: "
            + capabilities.colorDepth.rawValue))
      findings += capabilities.notices.map { Finding(grade: .attention, subject: "terminal", message: $0) }
      findings.append(
        Finding(
          grade: capabilities.isUnicode ? .fine : .attention, subject: "locale",
          message: capabilities.isUnicode
            ? "UTF-8" : "no UTF-8, so charts are ASCII; set LANG=C.UTF-8 for the fine ones"))
    } catch {
      findings.append(Finding(grade: .fails, subject: "terminal", message: "\(error)"))
    }
    if isatty(1) != 1 {
      findings.append(
        Finding(
          grade: .attention, subject: "output", message: "not a terminal; the dashboard needs one, `status` does not"))
    }
    return findings
  }

  private func socketFinding() throws -> Finding {
    let path = socket ?? DefaultSocket.ingestPath
    do {
      try ListeningSocket.open(path).removePath()
      return Finding(grade: .fine, subject: "socket", message: "\(path) can be made")
    } catch {
      // Whose socket is refused is none of ours.
      let isTrusted = socket != nil || (try? ListeningSocket.trusted([path])) != nil
      let answers = isTrusted && (try? EventSender(path: path)) != nil
      return answers
        ? Finding(grade: .fine, subject: "socket", message: "\(path): a wraptop listens there")
        : Finding(grade: .fails, subject: "socket", message: error.description)
    }
  }

  // Telemetry is received only if that is asked for.
  private func receiverFinding() throws -> Finding {
    let addresses: [NetworkAddress]
    do throws(AddressFault) {
      addresses = try TelemetryPlan.addresses(otlp)
    } catch {
      throw ValidationError("--otlp \(otlp): \(error)")
    }
    do {
      let names = try TelemetryPlan(addresses: addresses).listen { _ in }.map(\.address.description)
      return Finding(
        grade: .fine, subject: "telemetry",
        message: "--otlp can listen on \(names.joined(separator: " and ")); OpenTelemetry over HTTP is sent there")
    } catch {
      return Finding(grade: .attention, subject: "telemetry", message: "\(error)")
    }
  }

  // As many clients as wraptop serves may come at the same moment.
  private var backlogFindings: [Finding] {
    let path = "/proc/sys/net/core/somaxconn"
    let wanted = SocketListener.Options().mostConnections
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let limit = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)), limit < wanted
    else { return [] }
    return [
      Finding(
        grade: .attention, subject: "socket",
        message: "the system lets \(limit) clients wait to connect, and turns others away that do not wait themselves; "
          + "for more type: sysctl -w net.core.somaxconn=4096")
    ]
  }

  // MARK: Files

  private func settingsFindings(_ file: SettingsFile) -> [Finding] {
    guard file.isExpected else {
      return [Finding(grade: .fine, subject: "settings", message: "\(file.path): not there, so defaults hold")]
    }
    return findings("settings", file.path) { _, warn in
      let read = try file.read(.program)
      for warning in read.warnings { warn(warning.description) }
      let rules = NumberFormat.counted(read.settings.rules.count, "rule")
      return "valid, with \(rules) and \(NumberFormat.counted(read.settings.channels.count, "channel"))"
    }
  }

  private var wrappersFindings: [Finding] {
    let paths = configuration.paths
    let isThere = configuration.wrappers != nil || FileManager.default.fileExists(atPath: paths.runtime)
    return findings("wrappers", isThere ? configuration.wrappers ?? paths.runtime : nil) { _, warn in
      let loaded = try LoadedConfiguration(paths, isComplete: false)
      try loaded.check()
      for warning in loaded.warnings { warn(warning.description) }
      let plan = loaded.budgets
      let limited = plan.wrappers.values.count { $0.daily != nil || $0.monthly != nil }
      let overall = plan.overall.daily ?? plan.overall.monthly
      let count = NumberFormat.counted(plan.configured.count, "wrapper")
      return "\(count), \(limited) with a budget, \(overall == nil ? "none" : "one") over all; days turn in "
        + plan.zone.name
    }
  }

  private var pricesFindings: [Finding] {
    findings("prices", money.prices) { path, _ in
      let rules = try CostSettings(pricesPath: path)
      return "\(rules.prices?.prices.count ?? 0) models have prices"
    }
  }

  // What a file that is named holds, what is worth a warning, or everything that is wrong with it.
  private func findings(
    _ subject: String, _ path: String?, read: (String, (String) -> Void) throws -> String
  ) -> [Finding] {
    guard let path else { return [] }
    var warnings: [Finding] = []
    do {
      let summary = try read(path) { warnings.append(Finding(grade: .attention, subject: subject, message: $0)) }
      return [Finding(grade: .fine, subject: subject, message: "\(path): \(summary)")] + warnings
    } catch {
      return "\(error)".split(separator: "\n").map {
        Finding(grade: .fails, subject: subject, message: String($0))
      }
    }
  }
}
