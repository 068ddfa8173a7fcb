import ArgumentParser
import Service

/// The dashboard.
struct Top: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the live dashboard; this is what wraptop does without a subcommand.",
    discussion: "Where no input is named, it listens on the default socket, which `wraptop doctor` shows.")

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Screen") var screen: ScreenOptions

  func run() throws {
    var plan = input.plan
    if !input.namesInput { plan.socketPath = DefaultSocket.ingestPath }
    let core = Core(seed: .random(in: 0 ... .max), clock: SystemClock.now)
    let intake = try Intake(core: core, plan: plan)
    let listener = try intake.listen()
    try Session(core: core, screen: screen).run { await intake.follow(listener: listener) }
  }
}
