/// Which content of a file is meant: that which it had when it was read.
package enum FileVersion: Sendable, Hashable, Codable {
  /// There was no file.
  case absent
  /// The SHA-256 of its bytes, as 64 hexadecimal digits in lower case.
  case content(hash: String)
}
