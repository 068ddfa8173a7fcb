import ArgumentParser
import Events
import Foundation
import Service
import Snapshots

/// The dashboard over a recording.
struct Replay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play a recording into the dashboard with its original timing.",
    discussion: """
      The dashboard's clock is that of the recording: it starts at the first event and stops at the last. An operation \
      appears when it ended and a step when it happened; lines out of order or without a time appear at once. Nothing is \
      stored.

        wraptop replay incident.jsonl --speed 60
      """)

  @Argument(help: ArgumentHelp("The recording, one event per line.", valueName: "file"))
  var file: String

  @Option(
    name: .long,
    help: ArgumentHelp("The speed, such as 60, 0.5, or max.", valueName: "times"))
  var speed = Speed.recorded

  @Option(
    name: .long,
    help: ArgumentHelp("The longest wait for the next event, such as 10s or 5m, or none.", valueName: "time"))
  var maxGap = Gap.standard

  @Option(name: .long, help: ArgumentHelp("The maximum length of a line, in bytes.", valueName: "bytes"))
  var maxLine = 1 << 20

  @OptionGroup(title: "Core") var configuration: ConfigurationOptions
  @OptionGroup(title: "Core") var money: MoneyOptions
  @OptionGroup(title: "Screen") var screen: ScreenOptions

  func validate() throws {
    guard maxLine >= 1 else { throw ValidationError("--max-line \(maxLine): a line needs at least one byte") }
  }

  mutating func run() async throws {
    let settings = try configuration.settings.read(.program).settings
    configuration.complete(by: settings)
    money.complete(by: settings)
    screen.complete(by: settings)
    var options = Service.Replay.Options()
    options.speed = speed.value
    options.longestWait = maxGap.value
    options.maxLine = LineLimits(maxLine)
    let replay = try await Service.Replay(file, options: options, now: SystemClock.now())
    var notices: [String] = []
    let core = Core(settings: settings, detail: .all, money: try money.rules(), replay: speed.value) {
      replay.now
    }
    let controller = try await configuration.controller(of: core, hasStore: false, readOnlyReason: "a replay") {
      notices.append($0)
    }
    try await Session(source: core, screen: screen, notices: notices, configuration: controller, clock: { replay.now })
      .run {
        await replay.play(into: core)
      }
    if let failure = replay.failure { throw failure }
  }

  /// A speed on the command line.
  struct Speed: ExpressibleByArgument {
    let value: ReplaySpeed

    static let recorded = Speed(value: .times(1))

    private init(value: ReplaySpeed) { self.value = value }

    init?(argument: String) {
      if argument == "max" {
        value = .unlimited
      } else {
        let number = argument.hasSuffix("x") ? String(argument.dropLast()) : argument
        guard let times = Double(number), times >= 0.001, times <= 1_000_000 else { return nil }
        value = .times(times)
      }
    }

    var defaultValueDescription: String { "1" }
  }

  /// The longest wait on the command line.
  struct Gap: ExpressibleByArgument {
    let value: Duration?

    static let standard = Gap(value: .seconds(60))

    private init(value: Duration?) { self.value = value }

    init?(argument: String) {
      if argument == "none" {
        value = nil
      } else {
        guard let span = TimeSpan(argument) else { return nil }
        value = .seconds(span.seconds)
      }
    }

    var defaultValueDescription: String { "60s" }
  }
}
