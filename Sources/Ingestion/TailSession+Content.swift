import Events
import Glibc

// Knowing content again: where to begin in a file, and what to do when its content is no longer the one that was read.
extension TailSession {
  /// Settles where reading begins, once the file has content. False if nothing is to be read from it for now.
  func begin(_ file: TailedFile) throws(IngestionError) -> Bool {
    if file.original != nil {
      file.isDirty = false
      return false
    }
    if file.isBegun { return true }
    try file.look()
    guard file.size > 0 else {
      file.isDirty = false
      if options.mode == .once || file.isReachable { tell(atRest, of: file.source) }
      return false
    }
    let beginning = try file.currentBeginning()
    if let offset = knownOffset(of: file, beginning) {
      try file.begin(at: min(offset, file.size))
    } else if let original = files.first(where: { isCopy(file, beginning, of: $0) }) {
      file.original = original
      file.isDirty = false
      tell(.notice("\(file.path) is a copy of \(original.path); only what it has beyond that is read"))
      tell(atRest, of: file.source)
      return false
    } else {
      try file.begin(at: 0)
    }
    tell(.opened(source: file.source, at: file.position))
    return true
  }

  // How far content that begins like this was read before. A short beginning tells only in the same inode.
  private func knownOffset(of file: TailedFile, _ beginning: [UInt8]) -> UInt64? {
    options.known.lazy
      .filter { known in
        let isSameInode = known.inode == file.identity.inode && known.device == file.identity.device
        return (isSameInode || known.fingerprint.length == Fingerprint.most)
          && known.fingerprint.length > 0 && known.fingerprint.matches(beginning)
      }
      .map(\.offset).max()
  }

  // A whole fingerprint decides. A file that is too short for one can be told from a log that merely begins alike only
  // when it turns up beside its original, under a name that continues the original's, with all that was read there.
  private func isCopy(_ file: TailedFile, _ beginning: [UInt8], of other: TailedFile) -> Bool {
    guard other !== file, other.isBegun, other.original == nil else { return false }
    let fingerprint = other.position.fingerprint
    guard fingerprint.length > 0, fingerprint.matches(beginning) else { return false }
    if fingerprint.length == Fingerprint.most { return true }
    return file.path.hasPrefix(other.path)
      && file.path.dropFirst(other.path.count).first.map { ".-_~".contains($0) } == true
      && file.size >= other.framer.endOffset && hasCaughtUp
  }

  /// Goes on with other content, at `offset`. What a copy has of the old content is read from there.
  func restart(_ file: TailedFile, at offset: UInt64) throws(IngestionError) {
    noteChanges()
    if needsScan {
      needsScan = false
      try scan()
    }
    for other in files where !other.isBegun && other.original == nil { _ = try begin(other) }
    if !release(copiesOf: file), let chunk = file.finish() { handOut(chunk, of: file) }
    try file.begin(at: offset)
    file.isDirty = true
    if offset == 0 {
      tell(.notice("\(file.path) has new content; it is read from its beginning"))
    } else {
      tell(.notice("\(file.path) was shortened; reading goes on at its new end"))
    }
    tell(.opened(source: file.source, at: file.position))
  }

  /// Lets the copies of the file be read from where the reading of it ended. False if there are none.
  @discardableResult
  func release(copiesOf file: TailedFile) -> Bool {
    var released = false
    for copy in files where copy.original === file {
      copy.original = nil
      copy.isDirty = true
      do {
        try copy.look()
        try copy.begin(at: min(file.framer.offset, copy.size))
        tell(.opened(source: copy.source, at: copy.position))
        released = true
      } catch {
        fail(copy.source, error)
      }
    }
    return released
  }
}
