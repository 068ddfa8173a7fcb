/// How much is kept of what events bring.
package enum EventLimits {
  /// The number of rejected lines kept: the last ones of a batch, of all sources, and in the store.
  package static let rejections = 200
  /// The number of reading positions kept of a path: more than there are rotated files beside it, as a rule.
  package static let positionsOfPath = 48
}
