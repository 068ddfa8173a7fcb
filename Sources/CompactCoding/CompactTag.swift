/// What a value begins with.
enum CompactTag {
  static let null: UInt8 = 0
  static let no: UInt8 = 1
  static let yes: UInt8 = 2
  /// A zigzag variable-length integer follows.
  static let integer: UInt8 = 3
  /// A variable-length integer above `Int64.max` follows.
  static let unsigned: UInt8 = 4
  /// Eight bytes follow, the lowest first.
  static let double: UInt8 = 5
  /// The number of bytes, and UTF-8, follow.
  static let text: UInt8 = 6
  /// Values follow, then `end`.
  static let list: UInt8 = 7
  /// The number of a table follows, then keys with their values, then `KeyReference.end`.
  static let object: UInt8 = 8
  static let end: UInt8 = 9
  /// A whole number beyond 64 bits: 16 bytes follow, the lowest first.
  static let wide: UInt8 = 10
  /// The number of whole numbers that are never negative, and they, without tags.
  static let counts: UInt8 = 11
  /// The first of those that are integers themselves, from 0 on.
  static let small: UInt8 = 16
  static let smallLimit = 256 - Int64(small)
}

/// How a key is written.
enum KeyReference {
  /// No further key.
  static let end: UInt64 = 0
  /// The name follows as text does, without a tag.
  static let name: UInt64 = 1
  /// The first number of a table; those behind it follow.
  static let first: UInt64 = 2
}
