import ArgumentParser
import Configuration
import ConfigurationFiles

/// Adds a secret.
struct SetCredential: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Add a secret, typed at a prompt or piped into standard input.")

  @OptionGroup var which: CredentialNameArgument
  @OptionGroup var options: CredentialOptions
  @OptionGroup var expiry: ExpiryOption

  @Option(name: .long, help: ArgumentHelp("What it is for.", valueName: "text"))
  var description = ""

  @Option(name: .long, help: ArgumentHelp("A tag. Can be repeated.", valueName: "tag"))
  var tag: [String] = []

  func run() throws {
    let name = try which.name()
    let now = SystemClock.now().seconds
    let details = CredentialDetails(expires: try expiry.seconds(at: now), description: description, tags: tag)
    let store = try options.store(makes: true)
    let isNew = try CredentialStore.protection(at: CredentialOptions.path) == nil
    if try !isNew && store.names().contains(name) { throw CredentialStoreError.exists(name) }
    let value = try SecretPrompt.value("Secret of \(name): ")
    try store.set(name, to: value, details, at: now)
    let shown = ShownText.path("\(name)")
    if isNew { try StandardOutput.line("made \(ShownText.path(CredentialOptions.path))") }
    try StandardOutput.line("\(shown) is stored; configuration refers to it as ${credential:\(shown)}")
  }
}
