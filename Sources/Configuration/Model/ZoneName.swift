/// The name of a time zone, which only who knows the system's zones can judge.
package struct ZoneName: Sendable, Equatable, Codable {
  package var name: String
  package var place: SourceLocation

  package init(_ name: String, at place: SourceLocation) {
    self.name = name
    self.place = place
  }
}
