extension Double {
  /// The number nearest to a sum of 128 bits. The initializer of the standard library gives the same, but takes far longer, and
  /// hardly any sum needs more than 64 bits.
  package init(nearest sum: UInt128) {
    let low = UInt64(truncatingIfNeeded: sum)
    self = UInt128(low) == sum ? Double(low) : Double(sum)
  }

  /// The number nearest to a sum of 128 bits; see `init(nearest:)`.
  package init(nearest sum: Int128) {
    let low = Int64(truncatingIfNeeded: sum)
    self = Int128(low) == sum ? Double(low) : Double(sum)
  }
}
