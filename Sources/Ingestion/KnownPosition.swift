import Events
import SystemFiles

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
  /// Takes down a position of `TailEvent.opened` or `TailEvent.chunk`, in the order in which they come: as the newest of
  /// its path, and in place of what was taken down of the same file last.
  ///
  /// The system gives the numbers of removed files to new ones, and truncated files keep theirs. So where other content
  /// begins under the same number, what is known of the old one stays: that may stand under another name now.
  package mutating func record(_ position: Position, of path: String) {
    let last = lastIndex { $0.path == path && $0.position.isOfSameFile(as: position) }
    if let last, self[last].position.mayBeContinued(by: position) { remove(at: last) }
    append(KnownPosition(path: path, position: position))
    if count(where: { $0.path == path }) > EventLimits.positionsOfPath,
      let oldest = firstIndex(where: { $0.path == path })
    {
      remove(at: oldest)
    }
  }
}

extension Position {
  fileprivate func isOfSameFile(as other: Position) -> Bool { device == other.device && inode == other.inode }

  // Content that begins is other content, unless its beginning is the same. Content that goes on is the one that went on
  // last; fingerprints of different lengths cannot be compared.
  fileprivate func mayBeContinued(by other: Position) -> Bool {
    guard offset <= other.offset else { return false }
    return fingerprint.length == other.fingerprint.length ? fingerprint == other.fingerprint : other.offset > 0
  }
}

/// How far files were read that are not read now, found by path, by identity and by beginning without a look at all of them.
struct KnownPositions {
  private var byPath: [String: [KnownPosition]] = [:]
  private var pathsByIdentity: [FileIdentity: Set<String>] = [:]
  private var pathsByBeginning: [Fingerprint: Set<String>] = [:]
  private var pathsByRoot: [String: Set<String>] = [:]

  /// How many paths are looked at whose files begin alike: if more do, that beginning tells nothing.
  private static let mostAlike = 32

  init(_ positions: [KnownPosition] = []) {
    for known in positions { insert(known) }
  }

  var isEmpty: Bool { byPath.isEmpty }

  /// True if something is known of the path.
  func contains(_ path: String) -> Bool { byPath[path] != nil }

  /// The positions of the path, the newest last.
  func positions(of path: String) -> [Position] { byPath[path, default: []].map(\.position) }

  /// The positions of files with this identity, of each path the newest first.
  func positions(of identity: FileIdentity) -> [Position] {
    pathsByIdentity[identity, default: []].sorted().flatMap { path in
      positions(of: path).reversed().filter { $0.isOf(identity) }
    }
  }

  /// The newest position of each path that had a file with this beginning, the farthest first.
  func positions(beginning fingerprint: Fingerprint) -> [Position] {
    guard fingerprint.length == Fingerprint.most else { return [] }
    return newest(of: pathsByBeginning[fingerprint, default: []].prefix(Self.mostAlike)) {
      $0.fingerprint == fingerprint
    }
  }

  /// Positions of files of which the one at `path` may be a rotated one, of each path the newest first.
  func relatives(of path: String) -> [Position] {
    let root = RotationName.root(of: path)
    var paths = root == path ? [] : pathsByRoot[root, default: []]
    for end in path.indices where path[end] == "." || path[end] == "-" {
      let shorter = String(path[..<end])
      if contains(shorter) { paths.insert(shorter) }
    }
    paths.remove(path)
    return paths.sorted().prefix(Self.mostAlike).flatMap { positions(of: $0).reversed() }
  }

  /// As `Array.record`.
  mutating func record(_ position: Position, of path: String) {
    var positions = byPath.removeValue(forKey: path) ?? []
    let before = positions
    positions.record(position, of: path)
    byPath[path] = positions
    addPath(of: KnownPosition(path: path, position: position))
    for old in before where !positions.contains(old) { removePath(of: old) }
  }

  private mutating func insert(_ known: KnownPosition) {
    byPath[known.path, default: []].append(known)
    addPath(of: known)
  }

  private mutating func addPath(of known: KnownPosition) {
    pathsByIdentity[FileIdentity(known.position), default: []].insert(known.path)
    let fingerprint = known.position.fingerprint
    if fingerprint.length == Fingerprint.most { pathsByBeginning[fingerprint, default: []].insert(known.path) }
    pathsByRoot[RotationName.root(of: known.path), default: []].insert(known.path)
  }

  private mutating func removePath(of old: KnownPosition) {
    let rest = byPath[old.path, default: []]
    let identity = FileIdentity(old.position)
    if !rest.contains(where: { $0.position.isOf(identity) }) { pathsByIdentity.remove(old.path, of: identity) }
    let fingerprint = old.position.fingerprint
    if !rest.contains(where: { $0.position.fingerprint == fingerprint }) {
      pathsByBeginning.remove(old.path, of: fingerprint)
    }
  }

  private func newest(of paths: some Sequence<String>, where isWanted: (Position) -> Bool) -> [Position] {
    paths.compactMap { byPath[$0, default: []].last { isWanted($0.position) }?.position }
      .sorted { ($0.offset, $0.inode) > ($1.offset, $1.inode) }
  }
}

extension Dictionary where Value == Set<String> {
  fileprivate mutating func remove(_ path: String, of key: Key) {
    self[key]?.remove(path)
    if self[key]?.isEmpty == true { self[key] = nil }
  }
}

extension Position {
  /// True if it is of the file with this identity, or of an earlier one that had it.
  func isOf(_ identity: FileIdentity) -> Bool { device == identity.device && inode == identity.inode }
}

extension FileIdentity {
  init(_ position: Position) { self.init(device: position.device, inode: position.inode) }
}
