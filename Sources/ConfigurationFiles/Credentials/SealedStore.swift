import CSodium

/// The credential store as it is in its file. Numbers are little-endian:
///
///     8  "WRAPTOPC"
///     1  version, 1
///     1  0: key file; 1: passphrase through Argon2id
///     16 salt          \
///     4  passes         | zeros for a key file
///     4  memory in KiB /
///     16 check of the key
///     24 nonce, new for each writing
///     n  entries (`CredentialEncoding`), enciphered with XChaCha20-Poly1305, and
///     16 its tag, which also covers everything before
///     32 BLAKE2b of all that, without a key: tells damage from a wrong key before anything is computed
struct SealedStore {
  let protection: StoreProtection
  let check: [UInt8]
  private let bytes: [UInt8]

  private static let magic = Array("WRAPTOPC".utf8)
  private static let version: UInt8 = 1
  private static let headLength = 34
  private static let nonceLength = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
  private static let headerLength = headLength + StoreKey.checkLength + nonceLength
  private static let tagLength = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)
  private static let sumLength = 32

  /// What a file holds.
  ///
  /// - Throws: why it is none of ours, as text.
  init(_ bytes: [UInt8]) throws(Fault) {
    guard bytes.starts(with: Self.magic) else { throw Fault("is no credential store; name another file") }
    let head = Self.magic.count
    guard bytes.count > head, bytes[head] == Self.version else {
      throw Fault(
        bytes.count > head && bytes.suffix(Self.sumLength) == Self.sum(of: bytes.dropLast(Self.sumLength))[...]
          ? "was written by a later wraptop (version \(bytes[head])); use that version" : Self.damage)
    }
    guard bytes.count >= Self.headerLength + Self.tagLength + Self.sumLength,
      bytes.suffix(Self.sumLength) == Self.sum(of: bytes.dropLast(Self.sumLength))[...]
    else { throw Fault(Self.damage) }
    let salt = Array(bytes[10..<26])
    let cost = DerivationCost(passes: Self.number(bytes[26..<30]), memory: Self.number(bytes[30..<34]))
    switch bytes[9] {
    case 0: protection = .keyFile
    case 1 where cost.isAcceptable: protection = .passphrase(salt: salt, cost)
    default: throw Fault(Self.damage)
    }
    check = Array(bytes[Self.headLength..<Self.headLength + StoreKey.checkLength])
    self.bytes = bytes
  }

  /// Why bytes are no store, and what to do.
  struct Fault: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  static let damage = "is damaged or was altered, and is left as it is; put back a copy of it"

  /// Whether a key is the one that this was sealed with.
  func isKept(by key: StoreKey) -> Bool {
    protection == key.protection && sodium_memcmp(check, key.check, check.count) == 0
  }

  /// What is sealed; the key has to be the right one.
  ///
  /// - Throws: also if the file was altered by someone who does not have the key.
  func open(with key: StoreKey) throws -> LockedMemory {
    let nonce = Array(bytes[(Self.headerLength - Self.nonceLength)..<Self.headerLength])
    let sealed = Array(bytes[Self.headerLength..<bytes.count - Self.sumLength])
    return try LockedMemory(count: sealed.count - Self.tagLength) { memory in
      let result = key.cipher.withBytes { cipher in
        cs_open(memory.baseAddress, sealed, sealed.count, bytes, Self.headerLength, nonce, cipher.baseAddress)
      }
      guard result == 0 else { throw Fault(Self.damage) }
    }
  }

  /// The bytes of a file that holds `entries`.
  static func seal(_ entries: LockedMemory, with key: StoreKey) -> [UInt8] {
    var bytes = magic + [version]
    switch key.protection {
    case .keyFile:
      bytes += [UInt8](repeating: 0, count: headLength - bytes.count)
    case .passphrase(let salt, let cost):
      bytes += [1] + salt
      for number in [cost.passes, cost.memory] { withUnsafeBytes(of: number.littleEndian) { bytes += $0 } }
    }
    bytes += key.check
    var nonce = [UInt8](repeating: 0, count: nonceLength)
    randombytes_buf(&nonce, nonce.count)
    bytes += nonce
    var sealed = [UInt8](repeating: 0, count: entries.count + tagLength)
    entries.withBytes { entries in
      key.cipher.withBytes { cipher in
        cs_seal(&sealed, entries.baseAddress, entries.count, bytes, bytes.count, nonce, cipher.baseAddress)
      }
    }
    bytes += sealed
    return bytes + sum(of: bytes[...])
  }

  /// The last bytes of a file whose first ones are these.
  static func sum(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    var sum = [UInt8](repeating: 0, count: sumLength)
    bytes.withUnsafeBufferPointer {
      _ = crypto_generichash(&sum, sum.count, $0.baseAddress, UInt64($0.count), nil, 0)
    }
    return sum
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
