import ArgumentParser
import Configuration
import ConfigurationFiles

/// Removes a secret.
struct RemoveCredential: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a secret and its previous value.")

  @OptionGroup var which: CredentialNameArgument
  @OptionGroup var options: CredentialOptions

  func run() throws {
    let name = try which.name()
    try options.store().remove(name)
    try StandardOutput.line("\(ShownText.path("\(name)")) is removed")
  }
}
