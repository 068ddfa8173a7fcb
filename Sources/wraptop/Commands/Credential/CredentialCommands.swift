import ArgumentParser
import Canvas
import Configuration
import ConfigurationFiles
import Foundation
import SystemFiles

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

/// Hands a secret to a program.
struct GetCredential: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Write a secret to a pipe, or to a file that only you can read.",
    discussion: """
      Nothing but the value is written, without a line feed. Standard output has to be a pipe, or a regular file of your own \
      with mode 0600 (umask 077). A terminal gets it only with --show. A secret that has expired is not given out. Every use \
      is recorded: see `wraptop config history`.
      """)

  @OptionGroup var which: CredentialNameArgument
  @OptionGroup var options: CredentialOptions

  @Flag(name: .long, help: "Allow the secret to be shown on a terminal. This is recorded.")
  var show = false

  func run() throws {
    let name = try which.name()
    let isTerminal = try checkOutput()
    let store = try options.store()
    try store.read(name, at: SystemClock.now().seconds, as: isTerminal ? .credentialShow : .credentialRead) { bytes in
      let shown = isTerminal ? Array(SafeText(String(decoding: bytes, as: UTF8.self)).string.utf8) : Array(bytes)
      try StandardOutput.write(shown)
    }
  }

  // Whether standard output is a terminal; throws if nothing secret may go there.
  private func checkOutput() throws -> Bool {
    var about = stat()
    guard fstat(STDOUT_FILENO, &about) == 0 else {
      throw Failure("standard output: \(SystemError.last); write to a pipe", status: .inputOutput)
    }
    switch about.st_mode & S_IFMT {
    case S_IFIFO, S_IFSOCK: return false
    case S_IFREG:
      guard about.st_uid == geteuid(), about.st_mode & 0o077 == 0 else {
        let mode = String(about.st_mode & 0o777, radix: 8)
        throw Failure(
          "standard output: other users can read that file, or it is not yours (mode 0\(mode)); type: umask 077, and write "
            + "to a new file, or to a pipe", status: .noPermission)
      }
      return false
    case _ where isatty(STDOUT_FILENO) == 1:
      guard show else {
        throw Failure(
          "standard output: is a terminal, where a secret stays to be read; write to a pipe or a file, or add --show",
          status: .noPermission)
      }
      return true
    default:
      throw Failure(
        "standard output: is neither a pipe nor a regular file; a secret goes to one of them", status: .noPermission)
    }
  }
}

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
