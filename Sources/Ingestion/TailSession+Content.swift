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
      tell(.notice("\(file.path) is a copy of \(original.path); only what it has beyond that is read"))
      guard options.mode == .once, !original.isDirty else {
        file.original = original
        file.isDirty = false
        tell(atRest, of: file.source)
        return false
      }
      try file.begin(at: min(original.framer.offset, file.size))
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
  // when it turns up later beside its original, under a name that continues the original's.
  private func isCopy(_ file: TailedFile, _ beginning: [UInt8], of other: TailedFile) -> Bool {
    guard other !== file, other.original == nil, !other.beginning.isEmpty else { return false }
    let length = min(beginning.count, other.beginning.count)
    guard beginning.prefix(length) == other.beginning.prefix(length) else { return false }
    let continuesName = file.path.hasPrefix(other.path + ".") || file.path.hasPrefix(other.path + "-")
    return length == Fingerprint.most || hasCaughtUp && continuesName
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

  /// Lets the largest copy of the file be read from where the reading of it ended; other copies are copies of that one
  /// from then on. True if that copy has the unfinished line, which is read there then.
  @discardableResult
  func release(copiesOf file: TailedFile) -> Bool {
    let copies = files.filter { $0.original === file }
    for copy in copies { try? copy.look() }
    guard let largest = copies.max(by: { $0.size < $1.size }) else { return false }
    for copy in copies { copy.original = copy === largest ? nil : largest }
    largest.isDirty = true
    let hasUnfinishedLine = largest.size >= file.framer.endOffset
    do {
      try largest.begin(at: hasUnfinishedLine ? file.framer.offset : largest.size)
      tell(.opened(source: largest.source, at: largest.position))
      return hasUnfinishedLine
    } catch {
      fail(largest.source, error)
      return false
    }
  }
}
