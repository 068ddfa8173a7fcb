import ArgumentParser
import Configuration
import ConfigurationFiles
import Demo
import Foundation
import SystemFiles
import Ingestion
import Monitoring
import Service

/// The dashboard over made-up wrappers.
struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the dashboard on generated traffic of a dozen wrappers.",
    discussion: """
      The events go through a real socket in a temporary folder, which is removed at the end. Nothing of yours is read or \
      written.
      """)

  @OptionGroup(title: "Screen") var screen: ScreenOptions

  @Option(
    name: .long, help: ArgumentHelp("The seed of the traffic; another seed gives another hour.", valueName: "number"))
  var seed: UInt64 = 1

  func run() async throws {
    let folder = try Self.makeFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let traffic = Traffic(seed: seed, now: SystemClock.now())
    let prices = CostSettings(prices: traffic.prices)
    let core = Core(detail: .all, money: prices, clock: SystemClock.now)
    let controller = try Self.controller(of: core, traffic.budgets, in: folder)
    let alerts = AlertEngine(of: core, plan: AlertPlan(), deliverer: NoDelivery(), host: "demo")
    let intake = try Intake(core: core, plan: IntakePlan(socketPath: folder + "/ingest.sock"))
    let listeners = try intake.listen()
    guard let socket = listeners.socket else { return }
    let session = Session(
      source: core, screen: screen, configuration: controller, disablesOnExceed: true,
      alerts: AlertOperator(CoreOption.user, of: alerts))
    try await session.run {
      await alerts.start()
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await intake.follow(listeners) }
        group.addTask { await Self.send(traffic, to: socket.path, core: core) }
      }
      await alerts.close()
    }
  }

  // Tells the hour before, then goes on as time does.
  private static func send(_ traffic: Traffic, to path: String, core: Core) async {
    var traffic = traffic
    do {
      let stream = try EventStream(path: path)
      while !Task.isCancelled {
        let lines = traffic.lines(until: SystemClock.now())
        if !lines.isEmpty { try await stream.send(lines) }
        try await Task.sleep(for: .milliseconds(200))
      }
    } catch is CancellationError {
    } catch {
      core.notices.post("demo: \(error)", as: .demo)
    }
  }

  // Its configuration is all in its folder, so that it can be edited and nothing of the user's is touched.
  private static func controller(of core: Core, _ budgets: BudgetPlan, in folder: String) throws
    -> ConfigurationController
  {
    let wrappers = folder + "/wrappers.yaml"
    guard
      FileManager.default.createFile(
        atPath: wrappers, contents: Data(SampleConfiguration.yaml(budgets).utf8), attributes: [.posixPermissions: 0o600]
      )
    else { throw Failure("\(wrappers): cannot be written; make room in /tmp", status: .cannotCreate) }
    // Of the environment only what says who the operator is.
    let environment = ProcessInfo.processInfo.environment
    let paths = ConfigurationPaths(wrappers: wrappers, stateFolder: folder)
    return try ConfigurationController(
      of: core, paths: paths, isComplete: true, actor: .current(environment: environment), clock: SystemClock.now)
  }

  private static func makeFolder() throws -> String {
    var template = Array(("/tmp/wraptop-demo-" + String(repeating: "X", count: 6)).utf8CString)
    guard let made = mkdtemp(&template) else {
      throw Failure("/tmp: no folder for the demo can be made: \(SystemError.last)", status: .cannotCreate)
    }
    return String(cString: made)
  }
}
