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
  /// Takes down that a source goes on in a file or in new content of one (`TailEvent.opened`).
  ///
  /// The system gives the numbers of removed files to new ones. So what was known before under the same number stays,
  /// as far as it is of other content: that may stand under another name now.
  package mutating func open(_ position: Position, of path: String) {
    remove {
      $0.path == path && $0.position.isOfSameFile(as: position) && $0.position.fingerprint == position.fingerprint
    }
    add(position, of: path)
  }

  /// Takes down how far the file is read now (`TailEvent.chunk`), in place of what was taken down of it last.
  package mutating func advance(to position: Position, of path: String) {
    var isFirst = true
    remove { known in
      guard isFirst, known.path == path, known.position.isOfSameFile(as: position) else { return false }
      isFirst = false
      return true
    }
    add(position, of: path)
  }

  /// How many positions are kept of a path: more than there are rotated files beside it, as a rule.
  package static var mostOfAPath: Int { 48 }

  // From the newest on.
  private mutating func remove(where isOld: (KnownPosition) -> Bool) {
    for index in indices.reversed() where isOld(self[index]) { remove(at: index) }
  }

  // Without a fingerprint a position tells nothing by which a file could be known again.
  private mutating func add(_ position: Position, of path: String) {
    guard position.fingerprint.length > 0 else { return }
    append(KnownPosition(path: path, position: position))
    if count(where: { $0.path == path }) > Self.mostOfAPath, let oldest = firstIndex(where: { $0.path == path }) {
      remove(at: oldest)
    }
  }
}

extension Position {
  fileprivate func isOfSameFile(as other: Position) -> Bool { device == other.device && inode == other.inode }
}
