import Alerting
import ArgumentParser
import Canvas
import Configuration
import Events
import Foundation
import PlainText
import Reports
import Service
import Snapshots
import Storage

/// Alerts, for scripts and for who has no dashboard open (article Alerts).
struct Alerts: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List, acknowledge and silence alerts; try rules and channels.",
    discussion: """
      Rules and channels are in the settings file (see wraptop config schema). What is done to alerts is done by the core \
      that runs, which is asked on its socket.

        wraptop alerts list
        wraptop alerts ack 3f2a19c0d4e5b678 --note 'rolled back'
        wraptop alerts silence --wrapper 'batch-*' --for 4h --reason 'load test'
        wraptop alerts test-rule rules.yaml --tail yesterday.jsonl

      The exit status is 0, 64 for an option that makes no sense, 65 if no such alert or silence is there, 66 if no core \
      runs, 74 if it does not answer, and 78 if the settings have faults.
      """,
    subcommands: [
      ListAlerts.self, ListRules.self, ListMetrics.self, AcknowledgeAlert.self, SilenceAlerts.self, EndSilence.self,
      TestChannel.self, TestRule.self,
    ])
}

/// Who runs alerts: the core that listens on a socket.
struct CoreOption: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("The socket of the core's API; the default one without it.", valueName: "path"))
  var connect: String?

  /// Refuses that a core is named beside something else to look at.
  func check(besides input: SourceOptions, _ stores: StoreOptions) throws {
    guard connect != nil, input.namesInput || stores.store != nil else { return }
    throw ValidationError("--connect: asks a core that runs; name no input and no store beside it")
  }

  /// What the core shows, for a command that was given nothing else to look at.
  func snapshot(_ settings: Settings, at instant: Timestamp? = nil) async throws -> Snapshot {
    let client = try await client(settings)
    do throws(APIClientError) {
      return try await client.snapshot(at: instant)
    } catch .nobodyThere(let path) where connect == nil {
      throw Failure(
        "no input: name one with --tail or --stdin, or a store with --store; no core that could be asked listens on "
          + path, status: .noInput)
    } catch {
      throw error.failure
    }
  }

  /// Talks to the core of the option, else of the settings, else to the user's own or the system's.
  func client(_ settings: Settings? = nil) async throws -> APIClient {
    if let path = connect ?? settings?.api { return APIClient(path: path) }
    let paths = try DefaultSocket.pathsToAsk()
    do throws(APIClientError) {
      return APIClient(path: try await AttachedCore.answering(paths) ?? paths.first ?? DefaultSocket.apiPath)
    } catch {
      throw error.failure
    }
  }

  /// Has something done.
  func send(_ request: AlertRequest) async throws -> AlertsState {
    let client = try await client()
    do throws(APIClientError) {
      return try await client.send(request)
    } catch {
      throw error.failure
    }
  }

  /// Who asks, as acknowledgements and silences show it.
  static var user: String {
    let environment = ProcessInfo.processInfo.environment
    let name = environment["USER"].flatMap { $0.isEmpty ? nil : $0 } ?? NSUserName()
    return String(name.prefix(64))
  }
}

extension APIClientError {
  /// What the program ends with.
  var failure: Failure {
    switch self {
    case .nobodyThere(let path):
      Failure(
        "\(path): no core listens there; start one with wraptop serve, or name its socket with --connect",
        status: .noInput)
    case .forbidden(let reason): Failure(reason, status: .noPermission)
    case .refused(let reason): Failure(reason, status: .badData)
    case .failed(let reason): Failure(reason, status: .inputOutput)
    }
  }
}

/// What fires, and what does not.
struct ListAlerts: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the alerts that fire, the silences, and how channels fare.",
    discussion: """
      Of the core that runs, or of a store that is named. --json prints the alerts as status --json has them, and the \
      silences and channels.
      """)

  @OptionGroup var core: CoreOption
  @OptionGroup var stores: StoreOptions

  @Flag(name: .long, help: "Print one JSON document.")
  var json = false

  @Flag(name: .long, help: "List the alerts that are over, too.")
  var all = false

  func run() async throws {
    let now = SystemClock.now()
    let state = try await alerts(now)
    if json { return try StandardOutput.write(AlertListJSON.bytes(of: state, withEnded: all)) }
    let list = AlertListText(color: StandardOutput.usesColor, glyphs: .ofEnvironment, now: now)
    try StandardOutput.write(Array(list.text(of: state, withEnded: all).utf8))
  }

  private func alerts(_ now: Timestamp) async throws -> AlertsState {
    if let content = try stores.content() { return AlertsState(AlertBook(content.alerts), now: now) }
    let client = try await core.client()
    do throws(APIClientError) {
      return try await client.alerts()
    } catch {
      throw error.failure
    }
  }
}

/// Says that somebody takes care.
struct AcknowledgeAlert: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ack", abstract: "Acknowledge alerts: channels are not reminded any more.")

  @Argument(help: ArgumentHelp("The ids of alerts, as wraptop alerts list has them.", valueName: "id"))
  var ids: [String]

  @Option(name: .long, help: ArgumentHelp("What others should know.", valueName: "text"))
  var note: String?

  @OptionGroup var core: CoreOption

  func run() async throws {
    for id in ids {
      _ = try await core.send(.acknowledge(id: id, note: note))
      try StandardOutput.line("\(id): acknowledged")
    }
  }
}

/// Keeps alerts from being sent for a while.
struct SilenceAlerts: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "silence", abstract: "Keep alerts from being sent for a while; they are listed all the same.")

  @Option(name: .long, help: ArgumentHelp("Only rules of this name, or that match the pattern.", valueName: "glob"))
  var rule: String?

  @Option(
    name: .long, help: ArgumentHelp("Only wrappers of this name, or that match the pattern.", valueName: "glob"))
  var wrapper: String?

  @Flag(name: .long, help: "Silence everything.")
  var all = false

  @Option(name: .customLong("for"), help: ArgumentHelp("For how long, such as 30m or 4h.", valueName: "duration"))
  var duration: String

  @Option(name: .long, help: ArgumentHelp("Why.", valueName: "text"))
  var reason: String?

  @OptionGroup var core: CoreOption

  func validate() throws {
    guard rule != nil || wrapper != nil || all else {
      throw ValidationError("silence: name what with --rule or --wrapper, or say --all")
    }
  }

  func run() async throws {
    guard let seconds = DurationText.seconds(duration), seconds > 0 else {
      throw Failure.usage("--for: not a duration; write it as 90s, 30m, 4h or 1d")
    }
    let before = SystemClock.now()
    let state = try await core.send(.silence(rule: rule, subject: wrapper, seconds: seconds, reason: reason))
    // The newest of those that are as asked for.
    let made = state.silences.last { $0.rule == rule && $0.subject == wrapper }
    let until = made?.until ?? before.advanced(seconds: seconds)
    try StandardOutput.line("\(made?.id ?? "silence"): silenced until \(until)")
  }
}

/// Ends a silence.
struct EndSilence: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "unsilence", abstract: "End silences.")

  @Argument(help: ArgumentHelp("The ids of silences, as wraptop alerts list has them.", valueName: "id"))
  var ids: [String]

  @OptionGroup var core: CoreOption

  func run() async throws {
    for id in ids {
      _ = try await core.send(.unsilence(id: id))
      try StandardOutput.line("\(id): ended")
    }
  }
}
