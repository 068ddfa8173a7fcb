import ArgumentParser

/// The credential store: secrets that configuration refers to (article Configuration, Secrets).
struct Credential: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Keep the secrets that configuration refers to.",
    discussion: """
      Secrets are kept in one file, enciphered with a key from a key file or a passphrase. Configuration refers to them as \
      ${credential:SERVICE/KEY}. A secret is typed at a prompt that does not show it, or is one line of standard input; it \
      is never an argument. `wraptop credential get` hands it to a program; no other command gives it out.

      The key is in the file that --key-file or WRAPTOP_CREDENTIAL_KEY names, 32 bytes for you alone: \
      umask 077; head -c 32 /dev/urandom > FILE. Without one, a passphrase is asked for.

        wraptop credential set openai/api_key --description 'nightly job' --expires 2027-01-31
        pass show openai | wraptop credential set openai/api_key --key-file ~/.wraptop.key
        wraptop credential rotate openai/api_key
        curl -H @<(printf 'api-key: '; wraptop credential get azure/api_key) https://…
      """,
    subcommands: [
      SetCredential.self, GetCredential.self, ListCredentials.self, RotateCredential.self, RemoveCredential.self,
      RekeyCredentials.self,
    ])
}
