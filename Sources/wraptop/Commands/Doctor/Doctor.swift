import ArgumentParser
import ConfigurationFiles
import Events
import Foundation
import HTTPServer
import PlainText
import Service
import Terminal

/// Checks what the dashboard needs, and says what to do.
struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check what wraptop needs, and say what to do.",
    discussion: """
      It looks at the terminal, settings, sockets, a core that runs, the store, the port for telemetry, the configuration, \
      prices, the clock, and the limits of the system. The exit status is 1 if something will not work.
      """)

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

  @Flag(name: .long, help: "Print one JSON document.")
  var json = false

  @OptionGroup(title: "Files to check") var stores: StoreOptions
  @OptionGroup(title: "Files to check") var configuration: ConfigurationOptions
  @OptionGroup(title: "Files to check") var money: MoneyOptions

  func validate() throws {
    guard (format == nil) == (sample == nil) else {
      throw ValidationError("--format FORMAT and a file of lines go together")
    }
    if let format { try DecodingOptions.check(format, of: "--format") }
  }

  mutating func run() async throws {
    if let format, let sample { return try SampleLines(format: format, path: sample).write() }
    let environment = ProcessInfo.processInfo.environment
    let file = configuration.settings
    let settings = settingsFindings(file)
    var core = CoreFindings(ingest: socket, storePath: "")
    if let read = try? file.read(.program).settings {
      core.ingest = socket ?? read.input.socket
      core.api = read.api
      stores.complete(by: read)
      configuration.complete(by: read)
      money.complete(by: read)
    }
    var findings = terminal(environment) + settings + [core.socket()] + (await core.core())
    if stores.store != "none" {
      core.storePath = try stores.namedPath()
      findings.append(core.store(now: SystemClock.now()))
    }
    findings += [try receiverFinding()] + wrappersFindings + pricesFindings + SystemFindings.all
    if json {
      try StandardOutput.line(try findings.json())
    } else {
      for finding in findings { try StandardOutput.line(finding.text) }
    }
    if findings.contains(where: { $0.grade == .fails }) { throw ExitCode(1) }
  }

  private func terminal(_ environment: [String: String]) -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    do {
      let capabilities = try CursesTerminal.examine(TerminalOptions(environment: environment))
      let term = environment["TERM"] ?? ""
      findings.append(
        DoctorFinding(
          capabilities.term == term ? .fine : .attention, "terminal",
          "TERM=\(term.isEmpty ? "(not set)" : term), shown as \(capabilities.term), colours: "
            + capabilities.colorDepth.rawValue))
      findings += capabilities.notices.map { DoctorFinding(.attention, "terminal", $0) }
      findings.append(
        DoctorFinding(
          capabilities.isUnicode ? .fine : .attention, "locale",
          capabilities.isUnicode
            ? "UTF-8" : "no UTF-8, so charts are ASCII; set LANG=C.UTF-8 for the fine ones"))
    } catch {
      findings.append(DoctorFinding(.fails, "terminal", "\(error)"))
    }
    if isatty(1) != 1 {
      findings.append(
        DoctorFinding(.attention, "output", "not a terminal; the dashboard needs one, `status` does not"))
    }
    return findings
  }

  // Telemetry is received only if that is asked for.
  private func receiverFinding() throws -> DoctorFinding {
    let addresses: [NetworkAddress]
    do throws(AddressFault) {
      addresses = try TelemetryPlan.addresses(otlp)
    } catch {
      throw ValidationError("--otlp \(otlp): \(error)")
    }
    do {
      let names = try TelemetryPlan(addresses: addresses).listen { _ in }.map(\.address.description)
      return DoctorFinding(
        .fine, "telemetry",
        "--otlp can listen on \(names.joined(separator: " and ")); OpenTelemetry over HTTP is sent there")
    } catch {
      return DoctorFinding(.attention, "telemetry", "\(error)")
    }
  }

  // MARK: Files

  private func settingsFindings(_ file: SettingsFile) -> [DoctorFinding] {
    guard file.isExpected else {
      return [DoctorFinding(.fine, "settings", "\(file.path): not there, so defaults hold")]
    }
    return findings("settings", file.path) { _, warn in
      let read = try file.read(.program)
      for warning in read.warnings { warn(warning.description) }
      let rules = NumberFormat.counted(read.settings.rules.count, "rule")
      return "valid, with \(rules) and \(NumberFormat.counted(read.settings.channels.count, "channel"))"
    }
  }

  private var wrappersFindings: [DoctorFinding] {
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

  private var pricesFindings: [DoctorFinding] {
    findings("prices", money.prices) { path, _ in
      let rules = try CostSettings(pricesPath: path)
      return "\(rules.prices?.prices.count ?? 0) models have prices"
    }
  }

  // What a file that is named holds, what is worth a warning, or everything that is wrong with it.
  private func findings(
    _ subject: String, _ path: String?, read: (String, (String) -> Void) throws -> String
  ) -> [DoctorFinding] {
    guard let path else { return [] }
    var warnings: [DoctorFinding] = []
    do {
      let summary = try read(path) { warnings.append(DoctorFinding(.attention, subject, $0)) }
      return [DoctorFinding(.fine, subject, "\(path): \(summary)")] + warnings
    } catch {
      return "\(error)".split(separator: "\n").map {
        DoctorFinding(.fails, subject, String($0))
      }
    }
  }
}
