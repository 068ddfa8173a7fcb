import ArgumentParser
import Events
import Foundation
import Monitoring
import Reports
import Service
import Snapshots

/// Rows of what inputs hold, for other programs.
struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write operations, time series, or costs as JSON lines, JSON, or CSV.",
    discussion: """
      Inputs are read to the end. Operations are written as they are read, so an export can be of any size; those \
      reported step by step follow when they end, and a cost reported after the end of its operation appears in `costs` \
      only. Series and costs cover what is kept: 10 s for an hour, 1 min for 24 hours, 1 h for 30 days, in UTC. Given \
      only a store, its last 10,000 operations are exported.

      Costs have one row per wrapper and day, or per whatever --by names. Those cover --since to --until, by default the \
      last 30 days; recommendations cover the last 7 days. With --wrappers, each day is compared with today's budget.

      CSV is safe to open in a spreadsheet: a text that could run as a formula is preceded by an apostrophe.

      Rejected lines are counted on standard error and do not change the exit status. An input that fails is named there, \
      the others are still exported, and the exit status is then 66 if it cannot be opened, 65 if it is damaged or every \
      line was rejected, or 74 if reading failed.

        wraptop export operations --tail events.jsonl --wrapper 'support-*' --since 7d --format csv > week.csv
        zcat old.jsonl.gz | wraptop export series --stdin --step 1h
      """)

  @Argument(help: "What to export: operations, series, or costs.")
  var subject: Subject

  @OptionGroup(title: "Input") var input: SourceOptions
  @OptionGroup(title: "Input") var reading: ReadFormatOption
  @OptionGroup var stores: StoreOptions
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var money: MoneyOptions
  @OptionGroup var running: CoreOption

  @Option(name: .long, help: "The output format: jsonl, json, or csv.")
  var format = ExportFormat.jsonl

  @Option(
    name: .long, help: ArgumentHelp("Include only wrappers whose names match, such as 'support-*'.", valueName: "glob"))
  var wrapper: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The start: 2026-01-02T00:00:00Z, 2026-01-02, or an age such as 1h or 7d.", valueName: "time"))
  var since: TimeArgument?

  @Option(name: .long, help: ArgumentHelp("The end, in the same forms.", valueName: "time"))
  var until: TimeArgument?

  @Option(name: .long, help: "The step of a series: 10s, 1m, or 1h.")
  var step: Step?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "By what costs are told apart: day, hour, model, type, kind, route, fallback, user, session or recommendation; day if "
        + "left out.", valueName: "what"))
  var by: CostGrouping?

  @OptionGroup var present: PresentOption

  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case operations, series, costs

    /// What is exported, at that step where there are steps, by that where there are costs.
    func exported(_ step: ExportStep, by grouping: CostGrouping) -> ExportSubject {
      switch self {
      case .operations: .operations
      case .series: .series(step)
      case .costs: .costs(grouping)
      }
    }
  }

  /// The step of a series by one of its names.
  struct Step: ExpressibleByArgument {
    let length: ExportStep

    init?(argument: String) {
      guard let seconds = Int64(argument) ?? TimeSpan(argument)?.seconds, let length = ExportStep(rawValue: seconds)
      else { return nil }
      self.length = length
    }
  }

  func validate() throws {
    try running.check(besides: input, stores)
    if input.socket != nil { throw ValidationError("--socket: export reads what is there and ends; use --tail") }
    if by != nil, subject != .costs { throw ValidationError("--by: only costs are told apart") }
    if step != nil, subject != .series { throw ValidationError("--step: only series have steps") }
  }

  mutating func run() async throws {
    let settings = try configuration.settings.read(.program).settings
    if !input.namesInput { stores.complete(by: settings) }
    input.completeFiles(by: settings, hasStore: stores.namesStore)
    reading.complete(by: settings)
    configuration.complete(by: settings)
    money.complete(by: settings)
    let stored = try await stores.content(namesInput: input.namesInput, else: running)
    let core = present.core(settings: settings, detail: subject == .costs ? .all : .none, money: try money.rules())
    try configuration.apply(to: core, hasStore: stored != nil)
    if let stored { core.restore(stored) }
    let export = RowExport(
      subject.exported(step?.length ?? .minute, by: by ?? .day), of: selection(at: core.now), as: format)
    do {
      if input.namesInput {
        let seed = stored?.seed ?? .random(in: 0 ... .max)
        let plan = input.plan(try reading.decoding())
        let intake = try Intake(core: core, plan: plan, seed: seed, keepsMetrics: subject != .series)
        try await ProgressLine(core: core, resultsFollow: subject != .operations).during {
          try await export.run(from: InputExport(intake)) { try StandardOutput.writeOrEnd($0) }
        }
        core.snapshot(SnapshotRequest(scope: SnapshotScope(detail: .some([]), sparklines: .some([])))).warnOfNotices()
        let outcome = core.readingOutcome
        outcome.warn("export")
        try outcome.end()
      } else {
        try await export.run(from: CoreExport(core)) { try StandardOutput.writeOrEnd($0) }
      }
    } catch is StandardOutput.ReaderHasGone {}
  }

  private func selection(at now: Timestamp) -> ExportSelection {
    ExportSelection(
      wrappers: wrapper.map { NameGlob($0) }, since: since?.instant(at: now), until: until?.instant(at: now))
  }
}

extension ExportFormat: ExpressibleByArgument {}
extension CostGrouping: ExpressibleByArgument {}
