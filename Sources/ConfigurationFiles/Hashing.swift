import CSodium
import Configuration

/// SHA-256, as versions of files and the audit trail have it.
enum Hashing {
  /// The hash of bytes as 64 hexadecimal digits in lower case.
  static func sha256(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { sha256($0) } }

  /// The hash of bytes as 64 hexadecimal digits in lower case.
  static func sha256(_ bytes: UnsafeRawBufferPointer) -> String {
    var hash = [UInt8](repeating: 0, count: 32)
    // It has no way to fail.
    _ = crypto_hash_sha256(
      &hash, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in hash {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The hash of bytes as 16 hexadecimal digits, which tells nothing of them: it is another one in each process.
  static func opaque(_ bytes: some Sequence<UInt8>) -> String { String(sha256(salt + bytes).prefix(16)) }

  private static let salt = (0..<32).map { _ in UInt8.random(in: 0 ... .max) }
  private static let digits = Array("0123456789abcdef".utf8)
}

extension EntryVersion {
  /// The version of an entry, wherever it stands. It may be shown, though there may be secrets in the entry.
  init(of entry: ConfigurationNode) { self.init(Hashing.opaque(entry.json.utf8)) }
}

extension FileVersion {
  /// The version of a file that holds `bytes`.
  init(of bytes: [UInt8]) { self = .content(hash: Hashing.sha256(bytes)) }
}
