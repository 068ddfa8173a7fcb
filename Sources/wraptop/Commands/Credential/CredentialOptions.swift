import ArgumentParser
import Canvas
import Configuration
import ConfigurationFiles
import Events
import Foundation
import PlainText
import Service
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

/// Entries of the credential store as text and as JSON.
struct CredentialList {
  let entries: [CredentialEntry]
  let now: Timestamp

  /// An aligned table with its head.
  var lines: [String] {
    let head = ["NAME", "CREATED", "LAST ACCESSED", "EXPIRES", "ROTATION DUE", "PREVIOUS", "TAGS", "DESCRIPTION"]
    let rows = [head] + entries.map(cells)
    let widths = head.indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (cell, width) in zip(row, widths) {
        line += cell + String(repeating: " ", count: width - DisplayWidth.of(cell) + 2)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  private func cells(_ entry: CredentialEntry) -> [String] {
    let expires = entry.details.expires.map { day($0) + (entry.isExpired(at: now.seconds) ? " EXPIRED" : "") }
    return [
      ShownText.path(entry.name.description), day(entry.created), entry.lastAccessed.map(minute) ?? "never",
      expires ?? "-", day(entry.rotationDue) + (entry.isOverdue(at: now.seconds) ? " OVERDUE" : ""),
      entry.hasPrevious ? "kept" : "-",
      entry.details.tags.isEmpty ? "-" : entry.details.tags.map(ShownText.path).joined(separator: ","),
      ShownText.path(entry.details.description),
    ]
  }

  private func day(_ seconds: Int64) -> String { String("\(Timestamp(seconds: seconds))".prefix(10)) }

  private func minute(_ seconds: Int64) -> String {
    "\(Timestamp(seconds: seconds))".prefix(16).replacing("T", with: " ") + "Z"
  }

  /// One document with a line feed; its keys are stable.
  var json: [UInt8] {
    var writer = JSONWriter()
    writer.object { document in
      document.field("schema", 1)
      document.field("at", now)
      document.arrayField("credentials") { list in
        for entry in entries { list.object { write(entry, to: &$0) } }
      }
    }
    return writer.bytes + [UInt8(ascii: "\n")]
  }

  private func write(_ entry: CredentialEntry, to object: inout JSONWriter) {
    object.field("service", entry.name.service)
    object.field("key", entry.name.key)
    object.field("created", Timestamp(seconds: entry.created))
    object.field("changed", Timestamp(seconds: entry.changed))
    object.field("last_accessed", entry.lastAccessed.map { Timestamp(seconds: $0) })
    object.field("expires", entry.details.expires.map { Timestamp(seconds: $0) })
    object.field("is_expired", entry.isExpired(at: now.seconds))
    object.field("rotation_due", Timestamp(seconds: entry.rotationDue))
    object.field("is_rotation_overdue", entry.isOverdue(at: now.seconds))
    object.field("has_previous", entry.hasPrevious)
    object.field("description", entry.details.description)
    object.arrayField("tags") { tags in
      for tag in entry.details.tags { tags.value(tag) }
    }
  }
}
