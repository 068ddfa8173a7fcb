import CSodium
import Configuration
import SystemFiles

/// What a credential store is kept by.
package enum StoreProtection: Equatable, Sendable {
  case keyFile
  case passphrase(salt: [UInt8], DerivationCost)

  /// How many bytes a salt has: 16.
  static let saltLength = Int(crypto_pwhash_SALTBYTES)
}

/// What it costs to make a key of a passphrase with Argon2id, for us and for who guesses.
package struct DerivationCost: Equatable, Sendable {
  /// How often the memory is gone over.
  package var passes: UInt32
  /// In KiB.
  package var memory: UInt32

  /// libsodium's MODERATE: 256 MiB, and about half a second. Who types a passphrase waits that long once; what runs
  /// unattended has a key file, so the memory of a running core does not count. Whoever copies the store has to pay it
  /// for every guess, so more than INTERACTIVE, which is meant for servers that check many, is worth it.
  package static let usual = DerivationCost(
    passes: UInt32(crypto_pwhash_OPSLIMIT_MODERATE), memory: UInt32(crypto_pwhash_MEMLIMIT_MODERATE >> 10))

  /// What is believed when it stands in a file: it says how much memory we take before we know whether it was altered.
  var isAcceptable: Bool { (1...16).contains(passes) && (8...(1 << 20)).contains(memory) }
}

/// A key that opens a store, and what the store says of how it was made.
///
/// A key file's bytes, or what Argon2id (version 1.3) makes of a passphrase, are 32 bytes, of which BLAKE2b
/// (crypto_kdf, context `wraptopC`) makes the key of the cipher (1) and the check (2).
struct StoreKey {
  let protection: StoreProtection
  /// For XChaCha20-Poly1305.
  let cipher: LockedMemory
  /// Stands in the file: it tells a wrong key from an altered file, and ties the file to one key.
  let check: [UInt8]

  static let length = Int(crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
  static let checkLength = 16

  /// The key in a key file.
  init(keyFile path: String) throws {
    try self.init(root: KeyFile.read(path), .keyFile)
  }

  /// The key that a passphrase gives with that salt and cost.
  init(passphrase: Secret, salt: [UInt8], _ cost: DerivationCost) throws {
    let root = try LockedMemory(count: Self.length) { memory in
      let result = passphrase.withBytes { text in
        cs_derive(
          memory.baseAddress, memory.count, text.baseAddress, text.count, salt, cost.passes, Int(cost.memory) << 10)
      }
      guard result == 0 else { throw CredentialStoreError.noMemory }
    }
    try self.init(root: root, .passphrase(salt: salt, cost))
  }

  /// The key that a passphrase gives with a new salt.
  init(newPassphrase passphrase: Secret, _ cost: DerivationCost) throws {
    guard sodium_init() >= 0 else { throw CredentialStoreError.noMemory }
    var salt = [UInt8](repeating: 0, count: StoreProtection.saltLength)
    randombytes_buf(&salt, salt.count)
    try self.init(passphrase: passphrase, salt: salt, cost)
  }

  private init(root: LockedMemory, _ protection: StoreProtection) throws {
    let context = "wraptopC".utf8.map { CChar(bitPattern: $0) }
    cipher = try LockedMemory(count: Self.length) { memory in
      root.withBytes { cs_subkey(memory.baseAddress, memory.count, 1, context, $0.baseAddress) }
    }
    var check = [UInt8](repeating: 0, count: Self.checkLength)
    root.withBytes { cs_subkey(&check, check.count, 2, context, $0.baseAddress) }
    self.check = check
    self.protection = protection
  }
}

/// A file with 32 random bytes that opens a credential store.
enum KeyFile {
  /// Its bytes.
  static func read(_ path: String) throws -> LockedMemory {
    guard let file = try PrivateFile.open(path) else {
      throw CredentialStoreError(
        .missing, path, "there is no such key file; make one: umask 077; head -c 32 /dev/urandom > FILE")
    }
    let length = StoreKey.length
    let number = file.number
    return try LockedMemory(count: length) { memory in
      let (count, isWhole) = try whileUsing(path) { () throws(SystemError) in
        let count = try Descriptor.read(number, into: memory)
        var more: UInt8 = 0
        return (
          count,
          try withUnsafeMutableBytes(of: &more) { (more) throws(SystemError) in
            try Descriptor.read(number, into: more) == 0
          }
        )
      }
      guard count == length, isWhole else {
        throw CredentialStoreError(
          .noKey, path,
          "a key file has exactly \(length) bytes, and this one has not; name the right one, or make one: "
            + "umask 077; head -c 32 /dev/urandom > FILE")
      }
    }
  }
}
