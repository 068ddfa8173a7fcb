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
  /// Takes down how far a file was read: in place of what was known of that file, as the newest of its path.
  ///
  /// Of `opened` and `chunk` of a tail, every position belongs here. One that says that nothing was read is left out:
  /// it tells nothing by which a file could be known again, and must not displace the old content of a truncated file.
  ///
  /// - Parameter most: how many positions of a path are kept.
  package mutating func record(_ position: Position, of path: String, most: Int = 48) {
    guard position.fingerprint.length > 0 else { return }
    removeAll { known in
      known.path == path && known.position.inode == position.inode && known.position.device == position.device
    }
    append(KnownPosition(path: path, position: position))
    let count = count { $0.path == path }
    if count > most, let oldest = firstIndex(where: { $0.path == path }) { remove(at: oldest) }
  }
}
