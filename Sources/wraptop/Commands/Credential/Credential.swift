import ArgumentParser
import Configuration

/// The credential store: secrets that configuration refers to (SPEC 4.4).
struct Credential: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Keep the secrets that configuration refers to.",
    discussion: """
      Secrets are kept in one file, enciphered with a key from a key file or a passphrase. Configuration refers to them as \
      ${credential:SERVICE/KEY}. A secret is typed at a prompt that does not show it, or is one line of standard input; it \
      is never an argument, and never shown again.

      The key is in the file that --key-file or WRAPTOP_CREDENTIAL_KEY names, 32 bytes for you alone: \
      umask 077; head -c 32 /dev/urandom > FILE. Without one, a passphrase is asked for.

        wraptop credential set openai/api_key --description 'nightly job' --expires 2027-01-31
        pass show openai | wraptop credential set openai/api_key --key-file ~/.wraptop.key
        wraptop credential rotate openai/api_key
      """,
    subcommands: [
      SetCredential.self, ListCredentials.self, RotateCredential.self, RemoveCredential.self, RekeyCredentials.self,
    ])

  /// A message of the parser about a command line, without what stood there in the wrong place: it may be a secret.
  static func masked(_ message: String, arguments: [String]) -> String {
    guard arguments.first == configuration.commandName ?? "credential" else { return message }
    var masked = message
    for argument in arguments.dropFirst() {
      let text =
        argument.hasPrefix("-") ? argument.split(separator: "=", maxSplits: 1).dropFirst().first : Substring(argument)
      if let text { masked = masked.replacing("'\(text)'", with: FieldValue.mask) }
    }
    return masked
  }
}
