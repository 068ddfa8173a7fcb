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
    let beginning = try file.currentBeginning()
    guard !beginning.isEmpty else {
      if !openRotated(of: file.source, besides: file, resuming: nil).opened.isEmpty { return false }
      file.isDirty = false
      if options.mode == .once || file.isReachable { tell(atRest, of: file.source) }
      return false
    }
    var resumed = knownPosition(of: file.identity, beginning)
    if resumed?.kinship != .sameFile {
      for other in files where !other.isBegun && other !== file { try beginIfKnown(other) }
      if let original = files.first(where: { isCopy(file, beginning, of: $0) }) {
        return waits(file, with: beginning, for: original)
      }
    }
    let rotated = openRotated(of: file.source, besides: file, resuming: resumed)
    // It comes after them, and is looked at anew then.
    guard rotated.opened.isEmpty else { return false }
    if resumed == nil, let position = likelyPosition(of: file, beginning), !rotated.claimed.contains(position) {
      resumed = (position, .sameBeginning)
    }
    let offset = resumed?.position.offset ?? 0
    file.begin(
      at: file.isCompressed ? offset : min(offset, file.content.size), of: beginning, resuming: resumed?.position)
    return true
  }

  // A file that is certainly one that was read before goes ahead of copies of it.
  private func beginIfKnown(_ file: TailedFile) throws(IngestionError) {
    guard file.original == nil, file.isReachable, !file.isSpoilt, !file.isCompressed,
      let beginning = try? file.currentBeginning(),
      knownPosition(of: file.identity, beginning)?.kinship == .sameFile
    else { return }
    _ = try begin(file)
  }

  // False unless reading begins at once where that of the original ended.
  private func waits(_ file: TailedFile, with beginning: [UInt8], for original: TailedFile) -> Bool {
    if !file.isCompressed {
      tell(.notice("\(file.path) is a copy of \(original.path); only what it has beyond that is read"))
    }
    guard options.mode == .once, !original.isDirty else {
      file.original = original
      file.isDirty = false
      tell(atRest, of: file.source)
      return false
    }
    let offset = original.framer.offset
    file.begin(
      at: file.isCompressed ? offset : min(offset, file.content.size), of: beginning, resuming: original.position)
    return true
  }

  /// Goes on with other content: with what is left of a file that was shortened, or with something new. What copies and
  /// rotated files have of the old content is read from there.
  func restart(_ file: TailedFile, isShortened: Bool) throws(IngestionError) {
    noteChanges()
    if needsScan {
      needsScan = false
      scan()
    }
    for other in files where !other.isBegun && other.original == nil && other !== file { _ = try begin(other) }
    record(file)
    let old = file.position
    let end = file.framer.endOffset
    let beginning = file.beginning
    let left = Array(beginning.prefix(Int(min(UInt64(Fingerprint.most), file.content.size))))
    var isContinued = release(copiesOf: file)
    let unfinished = file.finish()
    let last = file.position
    file.forget()
    file.isDirty = true
    if !isContinued {
      let rotated = openRotated(of: file.source, besides: file, resuming: nil, shortened: isShortened ? beginning : nil)
      isContinued = rotated.opened.contains { $0.resumed == old && $0.content.size >= end }
      // A copy from before has what was read and is gone; its beginning does not tell it from what is left.
      if isShortened { ignored.formUnion(rotated.read) }
    }
    if !isContinued, let unfinished {
      handOut(unfinished, of: file, upTo: last)
      known.record(last, of: sources[file.source].path)
    }
    if isShortened {
      file.begin(at: file.content.size, of: left)
      tell(.notice("\(file.path) was shortened; reading goes on at its new end"))
      tellOpened(file, at: file.position)
    } else {
      tell(.notice("\(file.path) has new content; it is read from its beginning"))
    }
  }

  /// Lets the largest copy of the file be read from where the reading of it ended; other copies are copies of that one
  /// from then on. True if that copy has the unfinished line, which is read there then.
  @discardableResult
  func release(copiesOf file: TailedFile) -> Bool {
    let copies = files.filter { $0.original === file }
    for copy in copies { try? copy.look() }
    guard let largest = copies.max(by: { $0.content.size < $1.content.size }) else { return false }
    for copy in copies { copy.original = copy === largest ? nil : largest }
    largest.isDirty = true
    let hasUnfinishedLine = largest.content.size >= file.framer.endOffset
    do {
      let beginning = try largest.currentBeginning()
      largest.begin(
        at: hasUnfinishedLine ? file.framer.offset : largest.content.size, of: beginning, resuming: file.position)
      tellOpened(largest, at: largest.position)
      return hasUnfinishedLine
    } catch {
      fail(largest.source, error)
      return false
    }
  }
}
