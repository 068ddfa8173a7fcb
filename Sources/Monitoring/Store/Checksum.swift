import Events

/// FNV-1a over bytes, finished so that neighbouring inputs differ in all bits: orders names and finds damage. It is no
/// protection against anyone who wants two inputs to agree.
package enum Checksum {
  /// The checksum of bytes.
  @inline(__always)
  package static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    mix(FNV1a.hash(of: bytes))
  }

  /// A number whose bits depend on all bits of another.
  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    var mixed = (value ^ (value >> 32)) &* 0xD6E8_FEB8_6659_FD93
    mixed = (mixed ^ (mixed >> 32)) &* 0xD6E8_FEB8_6659_FD93
    return mixed ^ (mixed >> 32)
  }
}
