/// What has to hold between fields of one wrapper (article Configuration, Kinds and fields).
package enum FieldRule: Sendable, Equatable, Codable {
  /// The first must not be above the second, nor equal to it unless that is allowed. Holds if either has no value.
  case ordered(FieldPath, FieldPath, allowsEqual: Bool)
  /// There has to be a value, if another field has the given one.
  case required(FieldPath, when: FieldPath, is: FieldValue)
}
