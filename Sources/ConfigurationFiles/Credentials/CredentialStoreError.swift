import Configuration
import Glibc
import SystemFiles

/// Why something cannot be done with the credential store. Nothing was changed then.
package struct CredentialStoreError: CommandError, Equatable {
  package enum Kind: Sendable {
    /// There is no store, or no key file.
    case missing
    /// The system does not let this user.
    case notPermitted
    /// Another user could read or change it.
    case unsafe
    /// It is cut short or altered, or no credential store.
    case damaged
    /// It opens with another passphrase or another key file.
    case wrongKey
    /// It opens with a passphrase and a key file was given, or the other way round.
    case wrongKindOfKey
    /// What should be a key file is none.
    case noKey
    /// It has no such entry.
    case unknownEntry
    /// It has such an entry.
    case entryExists
    /// No value before is kept.
    case nothingToConfirm
    /// Its value is no longer good.
    case expired
    /// What should be stored cannot be.
    case invalid
    case cannotCreate
    case failed
  }

  package var kind: Kind
  /// A path, or the name of an entry.
  package var subject: String
  /// Why, and what to do.
  package var reason: String

  init(_ kind: Kind, _ subject: String, _ reason: String) {
    self.kind = kind
    self.subject = subject
    self.reason = reason
  }

  package var description: String { "\(ShownText.path(subject)): \(reason)" }

  package var status: FailureStatus {
    switch kind {
    case .missing, .unknownEntry: .noInput
    case .notPermitted, .unsafe, .wrongKey, .wrongKindOfKey: .noPermission
    case .damaged, .noKey, .nothingToConfirm, .expired, .invalid: .badData
    case .entryExists, .cannotCreate: .cannotCreate
    case .failed: .inputOutput
    }
  }

  /// There is no store at `path`.
  package static func missing(_ path: String) -> CredentialStoreError {
    CredentialStoreError(
      .missing, path, "there is no credential store yet; make it: wraptop credential set SERVICE/KEY")
  }

  /// The store has such an entry.
  package static func exists(_ name: CredentialName) -> CredentialStoreError {
    CredentialStoreError(
      .entryExists, name.description,
      "is in the store; replace its value: wraptop credential rotate \(ShownText.path(name.description))")
  }

  /// The store has no such entry, but these.
  package static func unknown(_ name: CredentialName, among known: [CredentialName]) -> CredentialStoreError {
    let hint = Suggestion.text(for: name.description, among: known.map(\.description))
    return CredentialStoreError(
      .unknownEntry, name.description, "is not in the store; see wraptop credential list" + ShownText.path(hint))
  }

  /// The value of the entry has expired.
  static func expired(_ name: CredentialName) -> CredentialStoreError {
    CredentialStoreError(
      .expired, name.description,
      "has expired, and is not given out; replace it: wraptop credential rotate \(ShownText.path(name.description))")
  }

  static let noMemory = CredentialStoreError(
    .failed, "memory", "there is not enough for what is secret; end other programs, or raise the limit")

  /// What the system failed with. `usual` is for what is no lack of permission.
  static func system(_ path: String, _ error: SystemError, _ usual: Kind) -> CredentialStoreError {
    let advice =
      switch error.code {
      case EACCES, EPERM: "let your user do that"
      case ENOSPC, EDQUOT: "make room on the disk; what was there is unchanged"
      case EFBIG: "raise the limit on the size of files; what was there is unchanged"
      case ELOOP: "it must not be a link"
      default: usual == .missing ? "name a file that is there" : "see to that, then try again"
      }
    return CredentialStoreError(
      error.isPermission ? .notPermitted : usual, path, "\(error); \(advice)")
  }
}

/// Calls `body`; what the system refuses becomes a failure about the file at `path`, of that kind unless it is a lack of
/// permission.
func whileUsing<Value: ~Copyable>(
  _ path: String, orElse kind: CredentialStoreError.Kind = .failed, _ body: () throws(SystemError) -> Value
) throws(CredentialStoreError) -> Value {
  do throws(SystemError) { return try body() } catch { throw .system(path, error, kind) }
}
