import ArgumentParser
import CLinux
import Foundation
import SystemFiles
import Terminal

/// The program: reads the command line, runs one command, and turns every failure into one line that says what, why and
/// what to do, with the exit status, as the article Command line lists them.
@main
struct Main {
  static func main() async {
    var isService = false
    do {
      // A reader that goes away shows as an error of `write`.
      InheritedState.take()
      signal(SIGPIPE, SIG_IGN)
      quitBySignal()
      raiseDescriptorLimit()
      limitArenas()
      let arguments = Array(ProgramStart.arguments.dropFirst())
      try NotYet.check(arguments)
      var command = try Wraptop.command(arguments)
      isService = type(of: command) is any ServiceCommand.Type
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      end(with: ExitCode.success, isService: isService)
    } catch {
      end(with: error, isService: isService)
    }
  }

  // Swift's backtracer would answer SIGQUIT with a report that takes a minute, and then not end the program.
  private static func quitBySignal() {
    var action = sigaction()
    guard sigaction(SIGQUIT, nil, &action) == 0, action.sa_flags & SA_SIGINFO != 0 else { return }
    signal(SIGQUIT, SIG_DFL)
  }

  // A thousand clients and the files need more descriptors than many systems allow at first.
  private static func raiseDescriptorLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, 8192))
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }

  // By default, glibc gives threads up to eight arenas a processor. What was freed in one is not used by another: with ten
  // thousand wrappers, a fourth of the memory lay idle.
  private static func limitArenas() { cl_limit_arenas(2) }

  /// Ends the program with what an error calls for.
  ///
  /// - Parameter isService: it was to go on until a signal ends it, which a reader of standard error that does not read
  /// must not   prevent.
  private static func end(with error: any Error, isService: Bool) -> Never {
    let status: Int32
    do {
      status = try exitCode(saying: error)
    } catch {
      // Help that could not be printed.
      status = (error as? Failure).map(say) ?? EXIT_FAILURE
    }
    StandardError.diagnostics.flush(within: isService ? .seconds(1) : nil)
    exit(status)
  }

  // Says what an error has to say, where that belongs.
  private static func exitCode(saying error: any Error) throws -> Int32 {
    if let code = error as? ExitCode { return code.rawValue }
    if let failure = failure(for: error) { return say(failure) }
    // Help and version are asked for by errors too, and end well.
    guard Wraptop.exitCode(for: error) != .success else {
      try StandardOutput.line(Wraptop.fullMessage(for: error))
      return EXIT_SUCCESS
    }
    let message = ArgumentMessage.harmless(
      Wraptop.message(for: error), arguments: Array(ProgramStart.arguments.dropFirst()))
    return say(.usage("\(message); see `wraptop --help`, or `wraptop help COMMAND`"))
  }

  private static func say(_ failure: Failure) -> Int32 {
    StandardError.say(failure.message)
    return failure.exitCode
  }

  /// What an error of ours means to the user; nil if it is one of the command line's.
  private static func failure(for error: any Error) -> Failure? {
    switch error {
    case let known as Failure: known
    case let known as any CommandError: Failure(known.report, exitCode: known.exitCode)
    default: nil
    }
  }
}

/// A command that goes on until a signal or the end of its input ends it: no reader of what it says may hold it up.
protocol ServiceCommand {}

/// Why a command ends without having done its work.
struct Failure: Error {
  var message: String
  var exitCode: Int32

  init(_ message: String, exitCode: Int32) {
    self.message = message
    self.exitCode = exitCode
  }

  init(_ message: String, status: FailureStatus) { self.init(message, exitCode: status.rawValue) }

  /// The command line asks for something that makes no sense.
  static func usage(_ message: String) -> Failure { Failure(message, status: .usage) }
}

extension ExitCode {
  init(_ status: FailureStatus) { self.init(status.rawValue) }
}

extension TerminalError: CommandError {
  /// Nothing can be shown on this terminal.
  package var status: FailureStatus { .usage }
  package var report: String { "terminal: \(description)" }
}

struct Wraptop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wraptop", abstract: "Watch LLM tool wrappers live: health, errors, fallbacks, latency, and cost.",
    discussion: """
      Wrappers write one JSON object per operation. wraptop reads them from a Unix socket, from files, or from standard \
      input, and shows the state of each wrapper.
      """,
    version: Version.full,
    subcommands: [
      Top.self, Demo.self, Discover.self, Serve.self, Status.self, Export.self, CostReportCommand.self, Alerts.self,
      Config.self, PrintAPI.self, Credential.self, Store.self, Replay.self, Emit.self, Client.self, Doctor.self,
      Themes.self, Keys.self,
    ],
    defaultSubcommand: Top.self)

  /// Reads the command line by the command that it names. From the root, the parser works out the options of the default
  /// command too, several times over, which takes longer than most commands. What it finds wrong, or help, needs the root,
  /// so that messages name the command in full.
  static func command(_ arguments: [String]) throws -> any ParsableCommand {
    var command: any ParsableCommand.Type = Self.self
    var rest = arguments[...]
    while let name = rest.first,
      let named = command.configuration.subcommands.first(where: { $0._commandName == name })
    {
      command = named
      rest.removeFirst()
    }
    command = command.configuration.defaultSubcommand ?? command
    guard command.configuration.subcommands.isEmpty, let read = try? command.parseAsRoot(Array(rest)),
      type(of: read) == command
    else { return try parseAsRoot(arguments) }
    return read
  }
}
