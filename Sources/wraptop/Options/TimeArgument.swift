import ArgumentParser
import Configuration
import Events
import Service

extension TimeArgument: ExpressibleByArgument {}

/// The instant that counts as the present.
struct PresentOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Use this time as the present, such as 2026-01-02T00:00:00Z.", valueName: "time"))
  var at: String?

  func validate() throws {
    if let at, Timestamp(at) == nil {
      throw ValidationError("--at: not a time; write it like 2026-01-02T00:00:00Z")
    }
  }

  /// The instant; nil without the option.
  var instant: Timestamp? { at.flatMap { Timestamp($0) } }

  /// A core whose present this is; without the option, that of the system.
  func core(settings: Settings, detail: Core.Detail = .none, money: CostSettings) -> Core {
    let fixed = instant
    return Core(settings: settings, standsStill: fixed != nil, detail: detail, money: money) {
      fixed ?? SystemClock.now()
    }
  }
}
