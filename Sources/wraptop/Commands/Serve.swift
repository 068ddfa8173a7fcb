import ArgumentParser
import Foundation
import Service

/// The core without a screen.
struct Serve: AsyncParsableCommand, ServiceCommand {
  static let configuration = CommandConfiguration(
    abstract: "Collect events without a screen, until SIGTERM or SIGINT.",
    discussion: """
      Without --socket, it listens on the default one (see `wraptop doctor`). Messages go to standard error, one per line.
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Core") var stores: StoreOptions
  @OptionGroup(title: "Core") var configuration: ConfigurationOptions
  @OptionGroup(title: "Core") var money: MoneyOptions

  @Flag(name: .long, help: "Refuse to start if anything in the configuration is wrong.")
  var strict = false

  func run() async throws {
    var plan = input.plan
    if plan.socketPath == nil { plan.socketPath = DefaultSocket.ingestPath }
    let storePath = stores.path(inputs: [])
    let host = MonitorSession(
      plan: plan, storePath: storePath, money: try money.rules(), configuration: configuration.paths.absolute,
      clock: SystemClock.now)
    host.core.onNotice { StandardError.log($0) }
    let keeper = try configuration.keeper(of: host.core, hasStore: storePath != nil, isStrict: strict) {
      StandardError.log($0)
    }
    // The first fault is in the notice.
    for fault in keeper.current.rejected.dropFirst() { StandardError.log("configuration: \(fault)") }
    let (ends, asked) = AsyncStream<String>.makeStream()
    let signals = EndSignals { asked.yield($0) }
    defer { signals.cancel() }
    let listener = try host.listen()
    let listening = "listening on \(plan.socketPath ?? "nothing"), storing in \(storePath ?? "memory only")"
    keeper.start(disablesOnExceed: true)
    defer { keeper.close() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await host.run(listener: listener) {
          keeper.compare(stored: $0)
        } begins: {
          StandardError.log(listening)
        }
      }
      group.addTask {
        for await signal in ends {
          StandardError.log("\(signal): storing what is left, then ending")
          break
        }
      }
      try await group.next()
      group.cancelAll()
      try await group.waitForAll()
    }
    StandardError.log("ended")
  }
}

/// Calls back when the user or the system asks the program to end.
final class EndSignals {
  private let sources: [any DispatchSourceSignal]

  init(_ body: @escaping @Sendable (String) -> Void) {
    // A signal that came between here and a source's being registered would be lost.
    let registering = DispatchGroup()
    defer { registering.wait() }
    sources = [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT"), (SIGHUP, "SIGHUP")].map { number, name in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { body(name) }
      registering.enter()
      source.setRegistrationHandler { registering.leave() }
      source.resume()
      return source
    }
  }

  func cancel() { for source in sources { source.cancel() } }
}
