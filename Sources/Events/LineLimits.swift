/// How long lines may be, without their line feeds (article Events, Rejections and duplicates).
package struct LineLimits: Sendable, Equatable, ExpressibleByIntegerLiteral {
  /// The most bytes of a line that a wrapper writes itself.
  package var native: Int
  /// The most bytes of a line of a foreign format, by what stands near its beginning.
  package var foreign: Int

  /// How much of a long line is looked at to find out its format.
  package static let looked = 4096
  /// The most bytes of a line of a foreign format, unless the command line says otherwise.
  package static let standardForeign = 64 << 20

  /// The limits that hold unless the command line says otherwise.
  package init() { (native, foreign) = (1 << 20, Self.standardForeign) }

  /// One limit for all lines; at least 1.
  package init(_ limit: Int) { (native, foreign) = (max(1, limit), max(1, limit)) }

  package init(integerLiteral limit: Int) { self.init(limit) }
}
