import Events

/// How far a file of a source was read, as it is kept from one run to the next.
package struct KnownPosition: Codable, Hashable, Sendable {
  /// The path that was followed: `TailedSource.name`. The file itself may have another name by now.
  package var path: String
  package var position: Position

  package init(path: String, position: Position) {
    self.path = path
    self.position = position
  }
}

extension Array where Element == KnownPosition {
  /// How many positions are kept of a path: more than there are rotated files beside it, as a rule.
  package static var mostOfAPath: Int { 48 }

  /// Takes down a position of `TailEvent.opened` or `TailEvent.chunk`, in the order in which they come: as the newest of
  /// its path, and in place of what was taken down of the same file last.
  ///
  /// The system gives the numbers of removed files to new ones, and truncated files keep theirs. So where other content
  /// begins under the same number, what is known of the old one stays: that may stand under another name now.
  package mutating func record(_ position: Position, of path: String) {
    let last = lastIndex { $0.path == path && $0.position.isOfSameFile(as: position) }
    if let last, self[last].position.mayBeContinued(by: position) { remove(at: last) }
    append(KnownPosition(path: path, position: position))
    if count(where: { $0.path == path }) > Self.mostOfAPath, let oldest = firstIndex(where: { $0.path == path }) {
      remove(at: oldest)
    }
  }
}

extension Position {
  fileprivate func isOfSameFile(as other: Position) -> Bool { device == other.device && inode == other.inode }

  // Content that begins is other content, unless its beginning is the same. Content that goes on is the one that went on
  // last; fingerprints of different lengths cannot be compared.
  fileprivate func mayBeContinued(by other: Position) -> Bool {
    fingerprint.length == other.fingerprint.length ? fingerprint == other.fingerprint : other.offset > 0
  }
}
