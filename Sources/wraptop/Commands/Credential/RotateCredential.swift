import ArgumentParser
import Configuration
import ConfigurationFiles

/// Replaces a secret, and says when that has worked.
struct RotateCredential: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate",
    abstract: "Replace a secret. The old one is kept until the new one is confirmed.")

  @OptionGroup var which: CredentialNameArgument
  @OptionGroup var options: CredentialOptions
  @OptionGroup var expiry: ExpiryOption

  @Flag(name: .long, help: "Confirm the new secret and forget the old one.")
  var confirm = false

  func validate() throws {
    if confirm, expiry.expires != nil {
      throw ValidationError("--expires: goes with a new value; leave out --confirm or --expires")
    }
  }

  func run() throws {
    let name = try which.name()
    let now = SystemClock.now().seconds
    let expires = try expiry.seconds(at: now)
    let store = try options.store()
    let shown = ShownText.path("\(name)")
    if confirm {
      try store.confirm(name)
      return try StandardOutput.line("\(shown): the value before is forgotten")
    }
    let known = try store.names()
    guard known.contains(name) else { throw CredentialStoreError.unknown(name, among: known.sorted()) }
    let value = try SecretPrompt.value("New secret of \(name): ")
    try store.rotate(name, to: value, expires: expires, at: now)
    try StandardOutput.line(
      "\(shown) has a new value; the one before is kept until: wraptop credential rotate \(shown) --confirm")
  }
}
