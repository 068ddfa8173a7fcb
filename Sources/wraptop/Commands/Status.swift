import ArgumentParser
import Canvas
import Foundation
import Reports
import Service
import Snapshots

/// One snapshot of what inputs hold, then ends.
struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the state of the wrappers: of the core that runs, or of what inputs hold.",
    discussion: """
      Inputs that are named are read to the end. Where neither an input nor a store is named, the core that runs is asked.

      The exit status is the health of the system: 0 healthy, 1 degraded, 2 critical, or 3 unknown if no operation \
      ended within the last hour or no file matches. An input that fails is named on standard error, and the exit status \
      is then 66 if it cannot be opened, 65 if it is damaged or every line was rejected, or 74 if reading failed.
      """)

  @OptionGroup var input: SourceOptions
  @OptionGroup var format: InputFormatOption
  @OptionGroup var stores: StoreOptions
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var money: MoneyOptions
  @OptionGroup var running: CoreOption

  @Flag(name: .long, help: "Print one JSON document.")
  var json = false

  @OptionGroup var present: PresentOption

  func validate() throws {
    try running.check(besides: input, stores)
    if input.socket != nil { throw ValidationError("--socket: status reads what is there and ends; use --tail") }
  }

  mutating func run() async throws {
    let settings = try configuration.settings.read(.program).settings
    if !input.namesInput { stores.complete(by: settings) }
    input.completeFiles(by: settings, hasStore: stores.namesStore)
    format.complete(by: settings)
    configuration.complete(by: settings)
    money.complete(by: settings)
    guard running.connect == nil, input.namesInput || stores.namesStore else {
      return try print(try await running.snapshot(at: present.instant), ofEmptyPattern: false)
    }
    let stored = try stores.content()
    let core = present.core(settings: settings, money: try money.rules())
    try configuration.apply(to: core, hasStore: stored != nil)
    try await input.readOnce(into: core, after: stored, decoding: try format.decoding())
    core.judgeAlerts(by: AlertPlan.rules(settings), knowing: stored?.alerts ?? [])
    let outcome = core.readingOutcome
    try print(core.snapshot(), ofEmptyPattern: !outcome.unmatched.isEmpty) {
      outcome.warn("status", alwaysTellsRejections: false, givesExamples: json)
      try outcome.end()
    }
  }

  private func print(_ snapshot: Snapshot, ofEmptyPattern: Bool, then end: () throws -> Void = {}) throws {
    let report: any Report =
      json ? StatusJSON() : StatusText(color: StandardOutput.usesColor, glyphs: .ofEnvironment)
    try StandardOutput.write(report.bytes(of: snapshot))
    // The text has the notices and the reasons in it.
    if json { snapshot.warnOfNotices() }
    try end()
    let health = exitStatus(for: snapshot)
    let status = health == 0 && ofEmptyPattern ? Self.unknown : health
    if status != 0 { throw ExitCode(status) }
  }

  private static let unknown: Int32 = 3
}
