import Configuration
import Glibc

/// The credential store (article Configuration, Secrets): one file, 0600, enciphered with a key from a key file or a
/// passphrase.
///
/// Who changes it holds its lock from reading to writing, so that of two at once neither loses the other's entry. Every
/// access is audited before it takes effect: when the new file is on the disk but nobody can see it yet. If auditing
/// fails, nothing is changed and no value given out. That values were listed by their names is no access.
///
/// Not `Sendable`: one thread opens it, uses it, and lets it go.
package final class CredentialStore {
  /// What opens the store.
  package enum Key {
    /// A file, 0600, of 32 random bytes.
    case keyFile(String)
    case passphrase(Secret)
  }

  /// Writes down that someone accesses an entry, or with nil the key of all; what it throws is thrown to who accesses.
  package typealias Audit = (AuditAction, CredentialName?) throws -> Void

  private let file: CredentialFile
  private let audit: Audit
  private let cost: DerivationCost
  private var key: Key
  // Made once: a passphrase takes its time.
  private var opened: StoreKey?

  /// The store at `path`, which need not be there yet: the first `set` or `put` makes it, kept by this key.
  ///
  /// - Parameter cost: of a passphrase that the store is made or rekeyed with.
  package init(path: String, key: Key, cost: DerivationCost = .usual, audit: @escaping Audit) {
    file = CredentialFile(path: path)
    self.key = key
    self.cost = cost
    self.audit = audit
  }

  /// What the store at `path` is kept by; nil if there is none.
  package static func protection(at path: String) throws -> StoreProtection? {
    let file = CredentialFile(path: path)
    return try file.read().map { try sealed($0, file).protection }
  }

  // MARK: Looking

  /// All entries, sorted by name, without their values.
  ///
  /// - Throws: also if there is no store.
  package func list() throws -> [CredentialEntry] { try load().map(\.entry) }

  /// What all entries are called.
  ///
  /// - Throws: also if there is no store.
  package func names() throws -> Set<CredentialName> { try Set(load().map(\.entry.name)) }

  /// Calls with a value, which nobody should keep. That it was given out, and when, is recorded before.
  ///
  /// - Parameter action: what is recorded.
  /// - Throws: also if the value has expired.
  package func read<R>(
    _ name: CredentialName, at now: Int64, as action: AuditAction = .credentialRead,
    _ body: (UnsafeRawBufferPointer) throws -> R
  ) throws -> R {
    let value = try changing {
      var credentials = try load()
      let index = try index(of: name, in: credentials)
      guard !credentials[index].entry.isExpired(at: now) else { throw CredentialStoreError.expired(name) }
      credentials[index].entry.lastAccessed = now
      try save(credentials, action, name)
      return credentials[index].value
    }
    return try value.withBytes(body)
  }

  // MARK: Changing

  /// Adds an entry, and makes the store if there is none.
  ///
  /// - Throws: also if there is such an entry: a value is replaced by `rotate`, which keeps the one before.
  package func set(
    _ name: CredentialName, to value: Secret, _ details: CredentialDetails = CredentialDetails(), at now: Int64
  ) throws {
    if let fault = details.fault { throw CredentialStoreError(.invalid, name.description, fault) }
    let value = try Self.slice(value, name)
    try file.locked {
      var credentials = try loadOrMake()
      guard !credentials.contains(where: { $0.entry.name == name }) else {
        throw CredentialStoreError.exists(name)
      }
      try add(name, value, details, at: now, to: &credentials)
    }
  }

  /// Gives an entry a new value; the one before stays as previous until the new one is confirmed. If an earlier
  /// rotation was not confirmed, the previous value is still the last that was.
  ///
  /// - Parameter expires: when the new value stops being good.
  package func rotate(_ name: CredentialName, to value: Secret, expires: Int64? = nil, at now: Int64) throws {
    let value = try Self.slice(value, name)
    try changing {
      var credentials = try load()
      let index = try index(of: name, in: credentials)
      credentials[index].entry.details.expires = expires
      try replace(index, value, at: now, in: &credentials)
    }
  }

  /// Adds an entry, or rotates it if there is one: for who sets a field to a secret.
  package func put(_ name: CredentialName, to value: Secret, at now: Int64) throws {
    let value = try Self.slice(value, name)
    try file.locked {
      var credentials = try loadOrMake()
      if let index = credentials.firstIndex(where: { $0.entry.name == name }) {
        credentials[index].entry.details.expires = nil
        try replace(index, value, at: now, in: &credentials)
      } else {
        try add(name, value, CredentialDetails(), at: now, to: &credentials)
      }
    }
  }

  /// Forgets the value before: the new one works.
  package func confirm(_ name: CredentialName) throws {
    try changing {
      var credentials = try load()
      let index = try index(of: name, in: credentials)
      guard credentials[index].previous != nil else {
        throw CredentialStoreError(
          .nothingToConfirm, name.description, "no value before is kept; nothing is to confirm")
      }
      credentials[index].previous = nil
      try save(credentials, .credentialConfirm, name)
    }
  }

  /// Removes an entry with all its values.
  package func remove(_ name: CredentialName) throws {
    try changing {
      var credentials = try load()
      credentials.remove(at: try index(of: name, in: credentials))
      try save(credentials, .credentialRemove, name)
    }
  }

  /// Has the store kept by another key, or by the same passphrase with a new salt; the old one opens it no longer.
  package func rekey(to key: Key) throws {
    try changing {
      let credentials = try load()
      let old = opened
      opened = try Self.newKey(key, cost)
      do {
        try save(credentials, .credentialRekey, nil)
      } catch {
        opened = old
        throw error
      }
      self.key = key
    }
  }

  // MARK: Entries

  private func index(of name: CredentialName, in credentials: [StoredCredential]) throws -> Int {
    if let index = credentials.firstIndex(where: { $0.entry.name == name }) { return index }
    throw CredentialStoreError.unknown(name, among: credentials.map(\.entry.name))
  }

  private func add(
    _ name: CredentialName, _ value: LockedSlice, _ details: CredentialDetails, at now: Int64,
    to credentials: inout [StoredCredential]
  ) throws {
    guard credentials.count < CredentialEncoding.limit else {
      throw CredentialStoreError(
        .invalid, file.path, "has \(CredentialEncoding.limit) entries, and takes no more; remove what nobody needs")
    }
    let entry = CredentialEntry(name: name, created: now, changed: now, details: details)
    credentials.append(StoredCredential(entry: entry, value: value))
    credentials.sort { $0.entry.name < $1.entry.name }
    try save(credentials, .credentialSet, name)
  }

  private func replace(
    _ index: Int, _ value: LockedSlice, at now: Int64, in credentials: inout [StoredCredential]
  ) throws {
    if credentials[index].previous == nil { credentials[index].previous = credentials[index].value }
    credentials[index].value = value
    credentials[index].entry.changed = now
    try save(credentials, .credentialRotate, credentials[index].entry.name)
  }

  private static func slice(_ value: Secret, _ name: CredentialName) throws -> LockedSlice {
    guard !value.isEmpty else {
      throw CredentialStoreError(.invalid, name.description, "an empty value is no secret; give one")
    }
    return LockedSlice(try LockedMemory(value))
  }

  // MARK: The file

  // Holds the lock of a store that is there; where there is none, nothing is made.
  private func changing<R>(_ body: () throws -> R) throws -> R {
    guard try file.read() != nil else { throw missing }
    return try file.locked(body)
  }

  private var missing: CredentialStoreError { .missing(file.path) }

  private func load() throws -> [StoredCredential] {
    guard let bytes = try file.read() else { throw missing }
    return try open(bytes)
  }

  private func loadOrMake() throws -> [StoredCredential] {
    if let bytes = try file.read() { return try open(bytes) }
    opened = try Self.newKey(key, cost)
    return []
  }

  private func open(_ bytes: [UInt8]) throws -> [StoredCredential] {
    let sealed = try Self.sealed(bytes, file)
    let key = try storeKey(for: sealed.protection)
    guard sealed.isKept(by: key) else {
      let what = sealed.protection == .keyFile ? "another key file" : "another passphrase"
      throw CredentialStoreError(.wrongKey, file.path, "opens with \(what); nothing was changed")
    }
    opened = key
    do {
      if let credentials = try CredentialEncoding.decode(sealed.open(with: key)) { return credentials }
    } catch is SealedStore.Fault {}
    throw CredentialStoreError(.damaged, file.path, SealedStore.damage)
  }

  private static func sealed(_ bytes: [UInt8], _ file: CredentialFile) throws(CredentialStoreError) -> SealedStore {
    do {
      return try SealedStore(bytes)
    } catch {
      throw CredentialStoreError(.damaged, file.path, error.reason)
    }
  }

  private func save(_ credentials: [StoredCredential], _ action: AuditAction, _ name: CredentialName?) throws {
    guard let opened else { return }
    let bytes = SealedStore.seal(try CredentialEncoding.encode(credentials), with: opened)
    try file.replace(with: bytes) { try audit(action, name) }
  }

  private func storeKey(for protection: StoreProtection) throws -> StoreKey {
    if let opened, opened.protection == protection { return opened }
    switch (key, protection) {
    case (.keyFile(let path), .keyFile): return try StoreKey(keyFile: path)
    case (.passphrase(let passphrase), .passphrase(let salt, let cost)):
      return try StoreKey(passphrase: passphrase, salt: salt, cost)
    case (.keyFile, .passphrase):
      throw CredentialStoreError(
        .wrongKindOfKey, file.path, "opens with a passphrase; name no key file, also not in WRAPTOP_CREDENTIAL_KEY")
    case (.passphrase, .keyFile):
      throw CredentialStoreError(
        .wrongKindOfKey, file.path, "opens with a key file; name it with --key-file, or in WRAPTOP_CREDENTIAL_KEY")
    }
  }

  private static func newKey(_ key: Key, _ cost: DerivationCost) throws -> StoreKey {
    switch key {
    case .keyFile(let path): try StoreKey(keyFile: path)
    case .passphrase(let passphrase): try StoreKey(newPassphrase: passphrase, cost)
    }
  }
}
