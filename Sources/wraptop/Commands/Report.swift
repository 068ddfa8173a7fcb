import ArgumentParser
import Events
import Reports
import Service
import Snapshots

/// Costs, budgets, health and recommendations as a document.
struct CostReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write costs, budgets, health, and recommendations as Markdown or as one HTML page.",
    discussion: """
      Inputs, or a store, are read to the end. The report covers spending against budgets, by day, wrapper, model, and \
      kind, the cost of failures and fallbacks, savings by routing, and recommendations. The HTML page is self-contained, \
      runs no script, and loads nothing, so it can be sent by mail.

      The exit status is 0. An input that fails is named on standard error, the others are still reported on, and the \
      exit status is then 66 if it cannot be opened, 65 if it is damaged or every line was rejected, or 74 if reading failed.

        wraptop report --tail events.jsonl --wrappers wrappers.yaml --output costs.html
        wraptop report --store wraptop.db --since 7d --wrapper 'support-*'
      """)

  @OptionGroup(title: "Input") var input: SourceOptions
  @OptionGroup(title: "Input") var reading: ReadFormatOption
  @OptionGroup var stores: StoreOptions
  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var money: MoneyOptions
  @OptionGroup var running: CoreOption

  @Option(
    name: .long, help: "The output format: markdown or html. The default is html if the output file ends in .html.")
  var format: CostDocumentFormat?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where to write; standard output if left out. A file that is there is replaced.", valueName: "file"))
  var output: String?

  @Option(
    name: .long, help: ArgumentHelp("Include only wrappers whose names match, such as 'support-*'.", valueName: "glob"))
  var wrapper: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "From then on: 2026-01-02T00:00:00Z, 2026-01-02, or how long ago: 1h, 7d; 30 days before the end if left out.",
      valueName: "time"))
  var since: TimeArgument?

  @Option(name: .long, help: ArgumentHelp("The end, in the same forms; budgets are as of then.", valueName: "time"))
  var until: TimeArgument?

  @OptionGroup var present: PresentOption

  func validate() throws {
    try running.check(besides: input, stores)
    if input.socket != nil { throw ValidationError("--socket: report reads what is there and ends; use --tail") }
    if output?.isEmpty ?? false { throw ValidationError("--output: name a file") }
  }

  mutating func run() async throws {
    let settings = try configuration.settings.read(.program).settings
    if !input.namesInput { stores.complete(by: settings) }
    input.completeFiles(by: settings, hasStore: stores.namesStore)
    reading.complete(by: settings)
    configuration.complete(by: settings)
    money.complete(by: settings)
    let stored = try await stores.content(namesInput: input.namesInput, else: running)
    let core = present.core(settings: settings, detail: .all, money: try money.rules())
    try configuration.apply(to: core, hasStore: stored != nil)
    let range = try range(at: core.now)
    let decoding = try reading.decoding()
    try await input.readOnce(into: core, after: stored, decoding: decoding, keepsMetrics: true)
    core.judgeAlerts(by: AlertPlan.rules(settings), knowing: stored?.alerts ?? [])
    let document = core.costDocument(from: range?.from, through: range?.through ?? core.now, wrapper: wrapper)
    document.snapshot.warnOfNotices()
    let outcome = core.readingOutcome
    outcome.warn("report")
    // A report on nothing takes the place of no report that is there.
    if stored == nil, !outcome.hasTaken { try outcome.end() }
    let bytes = chosenFormat.bytes(of: document)
    if let output, output != "-" { try OutputFile(path: output).write(bytes) } else { try StandardOutput.write(bytes) }
    try outcome.end()
  }

  private var chosenFormat: CostDocumentFormat {
    let name = output?.lowercased() ?? ""
    return format ?? (name.hasSuffix(".html") || name.hasSuffix(".htm") ? .html : .markdown)
  }

  // Nil where neither end is given: the last 30 days up to when all is read.
  private func range(at now: Timestamp) throws -> (from: Timestamp?, through: Timestamp)? {
    guard since != nil || until != nil else { return nil }
    let through = until.map { min($0.instant(at: now), now) } ?? now
    let from = since?.instant(at: now)
    if let from, from >= through {
      throw Failure.usage("--since \(from): is not before the end of the report, \(through); name an earlier time")
    }
    return (from, through)
  }
}

extension CostDocumentFormat: ExpressibleByArgument {}
