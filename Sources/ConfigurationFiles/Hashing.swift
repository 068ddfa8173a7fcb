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

  private static let digits = Array("0123456789abcdef".utf8)
}

extension FileVersion {
  /// The version of a file that holds `bytes`.
  init(of bytes: [UInt8]) { self = .content(hash: Hashing.sha256(bytes)) }
}
