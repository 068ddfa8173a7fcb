import ArgumentParser
import Configuration
import ConfigurationFiles

/// Changes what opens the credential store.
struct RekeyCredentials: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rekey", abstract: "Change the passphrase or the key file of the store.")

  @OptionGroup var options: CredentialOptions

  @Option(
    name: .long,
    help: ArgumentHelp("The new key file. Without it, a new passphrase is asked for.", valueName: "file")
  )
  var newKeyFile: String?

  // Taken so that no message of the parser repeats what may be a passphrase.
  @Argument(parsing: .allUnrecognized, help: .hidden)
  var rest: [String] = []

  func run() throws {
    guard rest.isEmpty else {
      throw Failure.usage(
        "credential: there is an option or an argument too many; a passphrase is never an argument, it is asked for; see "
          + "wraptop help credential rekey")
    }
    let store = try options.store()
    let key: CredentialStore.Key =
      if let newKeyFile { .keyFile(newKeyFile) } else { .passphrase(try CredentialOptions.newPassphrase()) }
    try store.rekey(to: key)
    let what = newKeyFile.map { "the key file \(ShownText.path($0))" } ?? "the new passphrase"
    try StandardOutput.line("\(ShownText.path(CredentialOptions.path)) opens with \(what) from now on")
  }
}
