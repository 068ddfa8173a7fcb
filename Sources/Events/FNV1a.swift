/// The hash FNV-1a of 64 bits, which is the same in every run.
package enum FNV1a {
  /// The hash of nothing.
  @inlinable package static var basis: UInt64 { 0xcbf2_9ce4_8422_2325 }

  /// What each step multiplies by.
  @inlinable package static var prime: UInt64 { 0x100_0000_01b3 }

  /// The hash of bytes, behind those that `hash` is of.
  @inlinable @inline(__always)
  package static func hash(of bytes: some Sequence<UInt8>, continuing hash: UInt64 = basis) -> UInt64 {
    var hash = hash
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* prime }
    return hash
  }
}
