import ArgumentParser

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
}
