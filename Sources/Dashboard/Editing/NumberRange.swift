/// The numbers that a field may have.
package struct NumberRange: Sendable, Equatable {
  /// An end of the range.
  package struct Bound: Sendable, Equatable {
    package var value: Double
    /// The value itself is allowed.
    package var isInclusive: Bool

    /// The end is allowed.
    package static func including(_ value: Double) -> Bound { Bound(value: value, isInclusive: true) }
    /// Only what lies before the end is allowed.
    package static func excluding(_ value: Double) -> Bound { Bound(value: value, isInclusive: false) }
  }

  /// Nil: there is no end.
  package var minimum: Bound?
  package var maximum: Bound?

  package init(minimum: Bound? = nil, maximum: Bound? = nil) {
    self.minimum = minimum
    self.maximum = maximum
  }

  package func contains(_ value: Double) -> Bool { !isBelow(value) && !isAbove(value) && !value.isNaN }

  func isBelow(_ value: Double) -> Bool {
    minimum.map { value < $0.value || value == $0.value && !$0.isInclusive } ?? false
  }

  func isAbove(_ value: Double) -> Bool {
    maximum.map { value > $0.value || value == $0.value && !$0.isInclusive } ?? false
  }

  var allowsNegative: Bool { minimum.map { $0.value < 0 } ?? true }
}
