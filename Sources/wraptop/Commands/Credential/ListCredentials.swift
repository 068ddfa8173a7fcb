import ArgumentParser
import Configuration
import ConfigurationFiles

/// Tells which secrets there are, without them.
struct ListCredentials: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the secrets, when they expire, and when they are due for rotation."
  )

  @OptionGroup var options: CredentialOptions

  @Flag(name: .long, help: "Print one JSON document.")
  var json = false

  func run() throws {
    let list = CredentialList(entries: try options.store().list(), now: SystemClock.now())
    if json { return try StandardOutput.write(list.json) }
    guard !list.entries.isEmpty else { return try StandardOutput.line("no secrets are kept") }
    for line in list.lines { try StandardOutput.line(line) }
  }
}
