import Events

/// FNV-1a over bytes, finished so that neighbouring inputs differ in all bits: orders names and finds damage. It is no
/// protection against anyone who wants two inputs to agree.
enum Checksum {
  /// The checksum of bytes.
  @inline(__always)
  static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    // Here rather than in `FNV1a`, whose code is not specialized for other modules.
    var hash = FNV1a.basis
    let prime = FNV1a.prime
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* prime }
    return mix(hash)
  }

  /// A number whose bits depend on all bits of another.
  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    var mixed = (value ^ (value >> 32)) &* 0xD6E8_FEB8_6659_FD93
    mixed = (mixed ^ (mixed >> 32)) &* 0xD6E8_FEB8_6659_FD93
    return mixed ^ (mixed >> 32)
  }
}

/// A checksum of much: eight bytes at a time.
package enum BlockChecksum {
  package static func of(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.withUnsafeBytes { bytes in
      var sum = UInt64(bytes.count)
      let whole = bytes.count & ~7
      for at in stride(from: 0, to: whole, by: 8) {
        sum = add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)), to: sum)
      }
      for at in whole..<bytes.count { sum = add(UInt64(bytes[at]), to: sum) }
      return Checksum.mix(sum)
    }
  }

  // Each step can be undone, so that a change in one place is never lost.
  @inline(__always)
  private static func add(_ word: UInt64, to sum: UInt64) -> UInt64 {
    let mixed = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15
    return mixed ^ (mixed >> 32)
  }
}
