import Events

/// What is remembered of an operation with an id, so that it counts once (article Events, Rejections and duplicates):
/// fingerprints of the id, of the wrapper's name and of the times that were given, in 24 bytes. A fingerprint of 0
/// stands for what was not given.
package struct RememberedID: Sendable, Equatable {
  /// What is known of the operation.
  package struct Marks: OptionSet, Sendable {
    package let rawValue: UInt64
    package init(rawValue: UInt64) { self.rawValue = rawValue }

    // As in `Event.Flags`.
    package func contains(_ other: Marks) -> Bool { rawValue & other.rawValue == other.rawValue }

    /// It has completed.
    package static let completed = Marks(rawValue: 1)
    /// It had a cost, or a cost was reported for it.
    package static let hasCost = Marks(rawValue: 2)
    /// It came by a tailed file, whose position guarantees that it counts once.
    package static let fromFile = Marks(rawValue: 4)
    fileprivate static let all: Marks = [.completed, .hasCost, .fromFile]
  }

  /// The high bits of the id's fingerprint, and the marks in the three lowest bits.
  package private(set) var high: UInt64
  /// More bits of the id's fingerprint in the upper half, the wrapper's fingerprint in the lower half.
  package private(set) var low: UInt64
  /// The fingerprint of the start time in the upper half, that of the end time in the lower half.
  package private(set) var times: UInt64

  /// - Parameters:
  ///   - wrapper: the fingerprint of the wrapper's name; 0 if it is not known.
  ///   - start: the start time that the event gave; nil if it gave none.
  ///   - end: the end time that it gave; nil if it gave none.
  @inline(__always)
  package init(_ key: OperationKey, wrapper: UInt32, start: Timestamp? = nil, end: Timestamp? = nil) {
    high = key.high & ~Marks.all.rawValue
    low = key.low & ~0xFFFF_FFFF | UInt64(wrapper)
    times = UInt64(Self.fingerprint(of: start)) << 32 | UInt64(Self.fingerprint(of: end))
  }

  /// What a store of version 2 or earlier held: the id alone, and two marks. It is the same as any operation with that
  /// id, but for those of tailed files, which were not looked up when it was stored.
  package init(idOnly key: OperationKey) {
    self.init(key, wrapper: 0)
    high |= key.high & (Marks.completed.rawValue | Marks.hasCost.rawValue) | Marks.fromFile.rawValue
  }

  /// What was stored.
  package init(high: UInt64, low: UInt64, times: UInt64) {
    self.high = high
    self.low = low
    self.times = times
  }

  package var marks: Marks {
    get { Marks(rawValue: high & Marks.all.rawValue) }
    set { high = high & ~Marks.all.rawValue | newValue.rawValue }
  }

  var wrapper: UInt32 { UInt32(truncatingIfNeeded: low) }
  var start: UInt32 { UInt32(truncatingIfNeeded: times >> 32) }
  var end: UInt32 { UInt32(truncatingIfNeeded: times) }
  /// Scatters ids evenly.
  var idHash: UInt64 { high >> 3 }

  /// True if both have the same id, whoever they are of.
  @inline(__always)
  func hasSameID(as other: RememberedID) -> Bool {
    (high ^ other.high) & ~Marks.all.rawValue == 0 && (low ^ other.low) >> 32 == 0
  }

  /// True if both are the same operation: nothing that is known of both differs.
  @inline(__always)
  func isSameOperation(as other: RememberedID) -> Bool {
    guard hasSameID(as: other), wrapper == other.wrapper || wrapper == 0 || other.wrapper == 0 else { return false }
    if end != 0, other.end != 0 { return end == other.end }
    return start == other.start || start == 0 || other.start == 0
  }

  @inline(__always)
  private static func fingerprint(of time: Timestamp?) -> UInt32 {
    guard let time else { return 0 }
    return fingerprint(UInt64(bitPattern: time.microseconds) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// The fingerprint of a wrapper's name.
  static func fingerprint(ofName name: String) -> UInt32 { fingerprint(Checksum.of(name.utf8)) }

  @inline(__always)
  private static func fingerprint(_ hash: UInt64) -> UInt32 { max(1, UInt32(truncatingIfNeeded: hash >> 32)) }
}
