import Events

// Which content is which: what stored positions and open files tell of a file.
extension TailSession {
  /// How sure it is that content is the one that a position is of.
  enum Kinship: Comparable {
    /// The beginning is the same, but it is shorter than a whole fingerprint.
    case sameBeginning
    /// A whole fingerprint is the same.
    case sameContent
    /// Device and inode are the same as well.
    case sameFile
  }

  typealias Resumption = (position: Position, kinship: Kinship)

  /// How far content that begins like this was read before; of a file that is not the same one only if a whole
  /// fingerprint tells so.
  func knownPosition(of identity: FileIdentity, _ beginning: [UInt8]) -> Resumption? {
    let sameFile = newest { $0.isOf(identity) && $0.fingerprint.matches(beginning) }
    if let sameFile { return (sameFile, .sameFile) }
    return newest { $0.fingerprint.length == Fingerprint.most && $0.fingerprint.matches(beginning) }
      .map { ($0, .sameContent) }
  }

  /// How far content was read that begins like this file beside a followed one, whose beginning is known only in part.
  ///
  /// A fingerprint shorter than `Fingerprint.most` covers everything that was read of its file. So nothing is skipped
  /// for it but lines that are the same, byte for byte, as lines that were counted.
  func knownRelative(_ path: String, _ beginning: [UInt8]) -> Position? {
    newest(among: { RotatedFile.isRelative(path, of: $0) }) { $0.fingerprint.matches(beginning) }
  }

  /// How far an earlier run read what stands at the path now in another file, told by a short beginning.
  func restartPosition(of file: TailedFile, _ beginning: [UInt8]) -> Position? {
    guard let known = options.known.last(where: { $0.path == file.path && $0.position.fingerprint.matches(beginning) }),
      known.position.fingerprint.length > 0, !isHeld(known.position)
    else { return nil }
    return known.position
  }

  /// True if the position is one of an open file, or an open file went on from it.
  func isHeld(_ position: Position) -> Bool {
    if let file = filesByIdentity[FileIdentity(position)], file.isBegun,
      position.fingerprint.matches(file.beginning)
    {
      return true
    }
    return files.contains { $0.resumed == position }
  }

  // The last position of each path; of those the one that is farthest.
  private func newest(
    among paths: (String) -> Bool = { _ in true }, where isWanted: (Position) -> Bool
  ) -> Position? {
    var found: [String: Position] = [:]
    for known in known where known.position.fingerprint.length > 0 && paths(known.path) && isWanted(known.position) {
      found[known.path] = known.position
    }
    return found.values.max { $0.offset < $1.offset }
  }

  /// True if a file that begins like this has the content of `other`, which is open.
  ///
  /// A whole fingerprint decides. A file that is too short for one can be told from a log that merely begins alike only
  /// when it turns up later beside its original, under a name that continues the original's; or where the original went
  /// on from a position that fits both; or by the name that gzip gives.
  func isCopy(_ file: TailedFile, _ beginning: [UInt8], of other: TailedFile) -> Bool {
    guard other !== file, other.original == nil, !other.beginning.isEmpty else { return false }
    let length = min(beginning.count, other.beginning.count)
    guard beginning.prefix(length) == other.beginning.prefix(length) else { return false }
    if length == Fingerprint.most || file.path == other.path + ".gz" { return true }
    guard RotatedFile.isRelative(file.path, of: other.path) else { return false }
    return hasCaughtUp || other.resumed.map { $0.fingerprint.matches(beginning) } ?? false
  }
}

extension Position {
  /// True if it is of the file with this identity, or of an earlier one that had it.
  func isOf(_ identity: FileIdentity) -> Bool { device == identity.device && inode == identity.inode }
}

extension FileIdentity {
  init(_ position: Position) {
    device = position.device
    inode = position.inode
  }
}
