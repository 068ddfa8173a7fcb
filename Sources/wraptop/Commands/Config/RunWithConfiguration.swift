import ArgumentParser
import Configuration
import ConfigurationFiles
import Foundation
import SystemFiles

/// Runs a command with a wrapper's configuration.
struct RunWithConfiguration: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec",
    abstract: "Run a command with a wrapper's configuration, including secrets, in its environment.",
    usage: "wraptop config exec NAME [OPTIONS] -- COMMAND [ARGUMENT ...]",
    discussion: """
      The command takes the place of wraptop, so that signals and the exit status are its own. Each field is a variable, \
      WRAPPER_<NAME>_<FIELD>, such as WRAPPER_BOT_API_KEY; fields with parts are JSON; references are resolved; a field that \
      holds nothing has no variable. Variables WRAPTOP_*, other WRAPPER_* and those with secrets of other wrappers are not \
      passed on, and descriptors above 2 are closed. Each run is recorded: see `wraptop config history`.

        wraptop config exec bot --wrappers wrappers.yaml -- python3 -m bot

      The exit status is that of the command; 127 if it is not found, 126 if it cannot be run, 65 if a secret has expired, \
      66 if one is missing, and 78 if the wrapper has errors.
      """)

  @Argument(help: ArgumentHelp("The wrapper.", valueName: "name"))
  var name: String

  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("The command and its arguments, after --.", valueName: "command"))
  var command: [String] = []

  @OptionGroup var credentials: CredentialOptions
  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    guard let program = command.first, !program.isEmpty else {
      throw Failure.usage("config exec: there is no command; name it behind --, such as -- python3 -m bot")
    }
    let paths = try options.completePaths()
    let read = try ConfigurationReader.read(paths)
    let view = ConfigurationView(read, paths)
    let wrapper = try view.wrapper(name)
    try view.requireValid(wrapper)
    let own: WrapperEnvironment
    do throws(Finding) {
      own = try WrapperEnvironment(of: wrapper, in: view.configuration, read.sources)
    } catch {
      throw ConfigurationView.failure([error])
    }
    let variables = try texts(own)
    try audit(program, paths)
    var environment = paths.environment.filter { name, _ in
      !name.hasPrefix("WRAPTOP_") && !name.hasPrefix(VariableName.prefix) && !own.withheld.contains(name)
    }
    environment.merge(variables) { $1 }
    InheritedState.restore()
    switch Replacement.run(command, environment: environment) {
    case .notFound:
      throw Failure("config exec: the command is not found; name its path, or look at PATH", exitCode: 127)
    case .cannotRun(let error):
      throw Failure("config exec: the command cannot be run: \(error)", exitCode: 126)
    }
  }

  // Secrets are fetched with one opening of the store; each of them is recorded there.
  private func texts(_ own: WrapperEnvironment) throws -> [String: String] {
    var texts: [String: String] = [:]
    var wanted: [(variable: String, name: CredentialName)] = []
    for (variable, text) in own.values {
      switch text {
      case .known(let text): texts[variable] = text
      case .credential(let name): wanted.append((variable, name))
      }
    }
    guard !wanted.isEmpty else { return texts }
    let store = try credentials.store()
    let now = SystemClock.now().seconds
    for (variable, name) in wanted.sorted(by: { $0.variable < $1.variable }) {
      texts[variable] = try store.read(name, at: now) { String(decoding: $0, as: UTF8.self) }
    }
    return texts
  }

  // Only the program is named: its arguments may be secrets.
  private func audit(_ program: String, _ paths: ConfigurationPaths) throws {
    let file = program.split(separator: "/").last ?? ""
    let entry = AuditEntry(
      actor: .current(environment: paths.environment), action: .configExec, wrapper: name, field: "",
      layer: "effective", reason: "ran \(file)")
    try AuditFile(path: paths.audit).append([entry], at: "\(SystemClock.now())")
  }
}
