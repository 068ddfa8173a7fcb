import ArgumentParser
import ConfigurationFiles
import Foundation
import Ingestion
import Secrets
import Service
import Storage
import Terminal

/// The program: reads the command line, runs one command, and turns every failure into one line that says what, why and
/// what to do, with the exit status of SPEC 7.
@main
struct Main {
  static func main() async {
    do {
      // A reader that goes away shows as an error of `write`.
      InheritedState.take()
      signal(SIGPIPE, SIG_IGN)
      raiseDescriptorLimit()
      try NotYet.check(Array(CommandLine.arguments.dropFirst()))
      var command = try Wraptop.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error)
    }
  }

  // A thousand clients and the files need more descriptors than many systems allow at first.
  private static func raiseDescriptorLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, 8192))
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }

  /// Ends the program with what an error calls for.
  static func end(with error: any Error) -> Never {
    let failure: Failure
    switch error {
    case let known as Failure: failure = known
    case let known as IngestionError: failure = Failure(known.description, exitCode: known.exitCode)
    case let known as StorageError: failure = Failure(known.description, exitCode: known.exitCode)
    case let known as ServiceError: failure = Failure(known.description, exitCode: known.exitCode)
    case let known as ConfigurationFileError:
      // Each fault has a line.
      failure = Failure(known.description.replacing("\n", with: "\nwraptop: "), exitCode: known.exitCode)
    case let known as CredentialStoreError: failure = Failure(known.description, exitCode: known.exitCode)
    case let known as SecretPromptError: failure = Failure("secret: \(known)", exitCode: known.exitCode)
    case let known as TerminalError: failure = Failure("terminal: \(known.description)", exitCode: 64)
    default:
      // Help and version are asked for by errors too, and end well.
      guard Wraptop.exitCode(for: error) != .success, !(error is ExitCode) else { Wraptop.exit(withError: error) }
      let message = ArgumentMessage.harmless(
        Wraptop.message(for: error), arguments: Array(CommandLine.arguments.dropFirst()))
      failure = Failure("\(message); see `wraptop --help`, or `wraptop help COMMAND`", exitCode: 64)
    }
    warn(failure.message)
    exit(failure.exitCode)
  }

  /// Tells the user something on standard error, without what looks like a key.
  static func warn(_ message: String) {
    FileHandle.standardError.write(Data("wraptop: \(Redaction.redact(whole: message))\n".utf8))
  }
}

/// Why a command ends without having done its work.
struct Failure: Error {
  var message: String
  var exitCode: Int32

  init(_ message: String, exitCode: Int32) {
    self.message = message
    self.exitCode = exitCode
  }

  /// The command line asks for something that makes no sense.
  static func usage(_ message: String) -> Failure { Failure(message, exitCode: 64) }
}

struct Wraptop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wraptop", abstract: "Watches LLM tool wrappers: health, errors, fallbacks, latency and cost, live.",
    discussion: """
      Wrappers emit one JSON object per operation. wraptop takes them in from a Unix socket, from files that it follows, \
      or from standard input, and shows how each wrapper fares.
      """,
    version: version,
    subcommands: [
      Top.self, Demo.self, Serve.self, Status.self, Export.self, CostReportCommand.self, Config.self,
      Credential.self, Replay.self, Emit.self, Doctor.self, Themes.self, Keys.self,
    ],
    defaultSubcommand: Top.self)

  static let version = "0.1.0"
}
