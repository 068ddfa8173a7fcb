import ArgumentParser

/// The credential store: secrets that configuration refers to (article Configuration, Secrets).
struct Credential: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Manage the secrets that the configuration refers to.",
    discussion: """
      Secrets are kept in one file, encrypted with a key file or a passphrase. The configuration refers to them as \
      ${credential:SERVICE/KEY}. A secret is typed at a prompt that does not show it, or read as one line of standard \
      input; it is never an argument. Only `wraptop credential get` gives it out, to a program.

      --key-file or WRAPTOP_CREDENTIAL_KEY names a private file of 32 bytes as the key, made by: \
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
