/// One decoded record, compact: texts lie in the batch's arena, names in its table.
package struct Event: Sendable {
  /// What the record says (article Events, Operation records, Lifecycle events). `operation` is a whole operation, the
  /// others are steps of one.
  package enum Kind: UInt8, Sendable {
    case operation, started
    case start, success, error, fatalError, timeout, cancel, fallback, end, cost, flush
    /// What is told again of an operation that was counted: a duplicate, with what is new in its metrics and cost.
    case amendment
  }

  /// Marks of a record.
  package struct Flags: OptionSet, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    // What option sets have from the library is not specialized across modules, which costs more than the rest of a
    // look.
    package func contains(_ other: Flags) -> Bool { rawValue & other.rawValue == other.rawValue }

    package static let fallbackUsed = Flags(rawValue: 1)
    /// Parts of the record contradict each other.
    package static let inconsistent = Flags(rawValue: 2)
    /// The record has an id of its own, and not a generated one.
    package static let hasID = Flags(rawValue: 4)
    /// The id of a flush is an integer.
    package static let numericID = Flags(rawValue: 8)
    /// `cost` is an estimate: the record says so, or it gives none and the cost was estimated later.
    package static let costEstimated = Flags(rawValue: 16)
    /// It tells of tokens, at least one.
    package static let hasTokens = Flags(rawValue: 32)
    /// It names a model.
    package static let hasModel = Flags(rawValue: 64)
    /// Its cost is 0 because the parts that it gives are, which beside a model and tokens means nothing (article Cost,
    /// Cost of an operation).
    package static let hasOnlyZeroParts = Flags(rawValue: 128)
    /// The record gives its end time, or the step its time; else `time` was worked out, or is the arrival.
    package static let givesTime = Flags(rawValue: 256)
    /// It came in a foreign format: its id alone says which operation it is, and duplicates are looked for wherever it
    /// came from.
    package static let isForeign = Flags(rawValue: 512)
  }

  package var kind: Kind
  /// How a whole operation ended.
  package var status: OperationStatus
  package var flags: Flags
  /// The wrapper's place in the batch's name table; -1 where the record names none.
  package var wrapper: Int32 = -1
  /// The operation type's place in the batch's name table; -1 for "default".
  package var type: Int32 = -1
  /// Which line of the batch this was, from 0.
  package var line: UInt32 = 0
  /// Which event of the batch this was, from 0; several can stand on one line.
  package var number: UInt32 = 0
  /// How many bytes of the source come before its line.
  package var offset: UInt64 = 0
  /// How many lines of the batch before this one were rejected; told for steps and flushes.
  package var rejectedBefore: UInt32 = 0
  /// A fingerprint of the id; meaningful with `hasID`.
  package var key = OperationKey(high: 0, low: 0)
  /// When the operation ended, or when the step happened.
  package var time: Timestamp
  /// When the operation began, if that is known.
  package var start: Timestamp?
  /// Nanoseconds; -1 where the record gives none.
  package var duration: Int64 = -1
  /// Nano-dollars; -1 where the record gives none.
  package var cost: Int64 = -1
  package var id = TextRange.none
  package var errorMessage = TextRange.none
  package var errorCode = TextRange.none
  package var fallbackReason = TextRange.none
  /// Its metrics, where the decoder was asked to keep them.
  package var metrics = MetricRange.none
  /// How many values of its `custom_metrics` are no metrics: too deep in other values, or too many (article Monitoring,
  /// Metrics).
  package var metricsLeftOut: UInt32 = 0
  /// The beginning of the line, for steps of an operation, since they can still be rejected.
  package var sample = TextRange.none

  package init(kind: Kind, status: OperationStatus, flags: Flags, time: Timestamp) {
    self.kind = kind
    self.status = status
    self.flags = flags
    self.time = time
  }
}

/// A run of bytes in the arena of a batch.
package struct TextRange: Sendable, Equatable {
  package var offset: UInt32
  package var length: UInt32

  package init(offset: UInt32, length: UInt32) {
    self.offset = offset
    self.length = length
  }

  /// No text at all, which is not the empty text.
  package static let none = TextRange(offset: .max, length: 0)
  package var isNone: Bool { offset == .max }
}

/// A 128-bit fingerprint of an operation's id under a seed that is secret to the process: nobody can make two ids that
/// share one, and among a billion ids the chance that two do by accident is below 10^-20.
package struct OperationKey: Hashable, Sendable {
  package var high: UInt64
  package var low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(low) }
}

/// How an operation stands or ended (article Events, Operation records).
public enum OperationStatus: String, Codable, Sendable, CaseIterable {
  /// Under way; in no total yet.
  case started
  /// Ended well, without a fallback.
  case success
  /// Failed.
  case error
  /// Ended well through a fallback.
  case fallback
  /// Failed by running out of time.
  case timeout
  /// Given up by the caller; counts as failed.
  case cancelled

  /// True for the two ways in which an operation ends well.
  @inlinable
  public var isSuccess: Bool {
    switch self {
    case .success, .fallback: true
    case .started, .error, .timeout, .cancelled: false
    }
  }
}
