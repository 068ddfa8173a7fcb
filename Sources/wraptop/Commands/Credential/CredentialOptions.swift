import ArgumentParser
import Configuration
import ConfigurationFiles
import Foundation
import SystemFiles

/// What opens the credential store.
struct CredentialOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "What opens the credential store: 32 bytes for you alone.",
      discussion: "Else WRAPTOP_CREDENTIAL_KEY names it; without both a passphrase is asked for.", valueName: "file"))
  var keyFile: String?

  /// Where the store is.
  static var path: String { StoreOptions.stateFolder + "/credentials" }

  /// The store, opened, so that a wrong key is told before anything else is asked for.
  ///
  /// - Parameter makes: whether there need not be one yet; then a new passphrase is asked for.
  func store(makes: Bool = false) throws -> CredentialStore {
    SecretPrompt.forbidCoreDumps()
    let isThere = try CredentialStore.protection(at: Self.path) != nil
    guard makes || isThere else { throw CredentialStoreError.missing(Self.path) }
    let store = CredentialStore(path: Self.path, key: try key(), audit: Self.audit)
    if isThere { _ = try store.names() }
    return store
  }

  private func key() throws -> CredentialStore.Key {
    if let file = keyFile ?? Self.usualKeyFile { return .keyFile(file) }
    switch try CredentialStore.protection(at: Self.path) {
    case .passphrase: return .passphrase(try SecretPrompt.typed("Passphrase of the credential store: "))
    case nil: return .passphrase(try Self.newPassphrase())
    case .keyFile:
      throw Failure(
        "\(ShownText.path(Self.path)): opens with a key file; name it with --key-file, or in WRAPTOP_CREDENTIAL_KEY",
        status: .noPermission)
    }
  }

  /// Asks for a passphrase that the store is to be kept by.
  static func newPassphrase() throws -> Secret {
    let passphrase = try SecretPrompt.typedTwice(
      "New passphrase of the credential store: ", again: "The same once more: ")
    guard passphrase.count >= shortest else {
      throw Failure("passphrase: has less than \(shortest) characters; take a longer one", status: .badData)
    }
    return passphrase
  }

  private static let shortest = 8

  private static var usualKeyFile: String? {
    ProcessInfo.processInfo.environment["WRAPTOP_CREDENTIAL_KEY"].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func audit(_ action: AuditAction, _ name: CredentialName?) throws {
    let entry = AuditEntry(
      actor: .current(environment: ProcessInfo.processInfo.environment), action: action, wrapper: name?.service ?? "",
      field: name?.key ?? "", new: action == .credentialRemove ? nil : .secret, layer: "credentials")
    try AuditFile(path: StoreOptions.stateFolder + "/audit.jsonl").append([entry], at: "\(SystemClock.now())")
  }
}

/// Which entry of the store is meant.
struct CredentialNameArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("The service and key, such as openai/api_key.", valueName: "SERVICE/KEY"))
  var text: String

  // Taken so that no message of the parser repeats what may be a secret.
  @Argument(parsing: .allUnrecognized, help: .hidden)
  var rest: [String] = []

  /// The name.
  func name() throws -> CredentialName {
    guard rest.isEmpty else {
      throw Failure.usage(
        "credential: there is an option or an argument too many; a secret is never an argument, for others see it in the "
          + "list of processes, and it stays in the shell's history: type it at the prompt, or pipe it into standard "
          + "input; if it was one, replace it")
    }
    guard let name = CredentialName(text) else {
      throw Failure.usage("credential: not a valid name; name the secret as SERVICE/KEY, such as openai/api_key")
    }
    return name
  }
}

/// When a value stops being good.
struct ExpiryOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("When the secret expires: 2027-01-31 or 2027-01-31T12:00:00Z.", valueName: "time"))
  var expires: TimeArgument?

  /// In seconds since 1970.
  func seconds(at now: Int64) throws -> Int64? {
    guard let expires else { return nil }
    guard case .instant(let instant) = expires, instant.seconds > now else {
      throw Failure.usage("--expires: is not in the future; write it like 2027-01-31")
    }
    return instant.seconds
  }
}
