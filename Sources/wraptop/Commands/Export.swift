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
    abstract: "Write operations, time series or costs as JSON lines, JSON or CSV.",
    discussion: """
      Reads inputs to their end. Operations are written as they are read, those reported step by step when they end, so \
      that an export can be of any size; a cost that is reported after the end of its operation is in `costs` only. \
      Series and costs come when all is read, and cover what is kept of them: 10 s for an hour, 1 min for 24 hours, \
      1 h for 30 days. Days are those of UTC. Without inputs, a store that is named is exported: of operations the last \
      10,000.

      Costs come with a row for each wrapper and day, or for what else --by names; the latter cover the range from --since \
      to --until, the last 30 days if it is left out. Recommendations rest on the last 7 days before its end. Where \
      --wrappers names budgets, a day is held against the one that is set now.

      CSV is safe to open in a spreadsheet: a text that would run there as a formula has an apostrophe before it.

      Rejected lines are counted on standard error. The exit status is 0, also where some were rejected. An input that \
      cannot be read is named on standard error and leaves the others to be exported; then it is 66, 65 where an input is \
      damaged or every line was rejected, 74 where reading failed.

        wraptop export operations --tail events.jsonl --wrapper 'support-*' --since 7d --format csv > week.csv
        zcat old.jsonl.gz | wraptop export series --stdin --step 1h
      """)

  @Argument(help: "What to export: operations, series or costs.")
  var subject: Subject

  @OptionGroup(title: "Input") var input: SourceOptions
  @OptionGroup var stores: StoreOptions
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var money: MoneyOptions

  @Option(name: .long, help: "How to write: jsonl, json or csv.")
  var format = ExportFormat.jsonl

  @Option(name: .long, help: ArgumentHelp("Only wrappers whose names match, such as 'support-*'.", valueName: "glob"))
  var wrapper: String?

  @Option(
    name: .long,
    help: ArgumentHelp("From then on: 2026-01-02T00:00:00Z, 2026-01-02, or how long ago: 1h, 7d.", valueName: "time"))
  var since: TimeArgument?

  @Option(name: .long, help: ArgumentHelp("Before then; written likewise.", valueName: "time"))
  var until: TimeArgument?

  @Option(name: .long, help: "The slots of a series: 10s, 1m or 1h.")
  var step: Step?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "By what costs are told apart: day, hour, model, type, kind, route, fallback, user, session or recommendation; day if "
        + "left out.", valueName: "what"))
  var by: CostGrouping?

  @Option(
    name: .long,
    help: ArgumentHelp("Take this for the present instant, such as 2026-01-02T00:00:00Z.", valueName: "time"))
  var at: String?

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
    if input.socket != nil { throw ValidationError("--socket: export reads what is there and ends; use --tail") }
    if let at, Timestamp(at) == nil {
      throw ValidationError("--at: not a time; write it like 2026-01-02T00:00:00Z")
    }
    if by != nil, subject != .costs { throw ValidationError("--by: only costs are told apart") }
    if step != nil, subject != .series { throw ValidationError("--step: only series have steps") }
  }

  func run() async throws {
    let stored = try stores.content(namesInput: input.namesInput)
    let fixed = at.flatMap { Timestamp($0) }
    let core = Core(
      standsStill: fixed != nil, detail: subject == .costs ? .all : .none,
      money: try money.rules()
    ) { fixed ?? SystemClock.now() }
    try configuration.apply(to: core, hasStore: stored != nil)
    if let stored { core.restore(stored) }
    let export = RowExport(
      subject.exported(step?.length ?? .minute, by: by ?? .day), of: selection(at: core.now), as: format)
    do {
      if input.namesInput {
        let seed = stored?.seed ?? .random(in: 0 ... .max)
        let intake = try Intake(core: core, plan: input.plan, seed: seed, keepsMetrics: subject != .series)
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
