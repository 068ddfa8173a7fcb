import Events
import Glibc

// Knowing content again: where to begin in a file, and what to do when its content is no longer the one that was read.
extension TailSession {
  /// Settles where reading of an open file begins, once it has content. False if nothing is to be read from it for now.
  func begin(_ file: TailedFile) throws(IngestionError) -> Bool {
    if let original = file.original, try staysCopy(file, of: original) { return false }
    if file.isBegun { return true }
    let beginning = try file.currentBeginning()
    guard !beginning.isEmpty else {
      if !openRotated(of: file.source, besides: file, resuming: nil).opened.isEmpty { return false }
      file.isDirty = false
      if options.mode == .once || file.isReachable { tell(atRest, of: file.source) }
      return false
    }
    // What comes to a path that was read before and was seen without content is new, whatever it begins with.
    let isNew = file.wasEmpty && file.isReachable && known.contains(file.path)
    let match = isNew ? nil : try match(file, beginning, relatives: relatives(of: file))
    var resumption = match?.kinship == .sameBeginning ? nil : match
    if !isNew, resumption?.kinship != .sameFile, let original = original(of: file, beginning) {
      return waits(file, with: beginning, for: original)
    }
    let rotated = openRotated(of: file.source, besides: file, resuming: resumption)
    // It comes after them, and is looked at anew then.
    guard rotated.opened.isEmpty else { return false }
    if let found = resumption, !found.isCertain, rotated.claimed.contains(found.position) { resumption = nil }
    if resumption == nil, let match, match.kinship == .sameBeginning, !rotated.claimed.contains(match.position) {
      resumption = match
    }
    noteLoss(besides: file, resuming: resumption, rotated)
    begin(file, at: resumption?.offset ?? 0, of: beginning, resuming: resumption?.position)
    return true
  }

  /// Begins at an offset of what an open file has.
  func begin(
    _ file: TailedFile, at offset: UInt64, of beginning: [UInt8], resuming position: Position? = nil,
    _ trail: FileTrail? = nil
  ) {
    forgetResumption(of: file)
    alike.forget(file)
    file.begin(
      at: file.isCompressed ? offset : min(offset, file.content.size), of: beginning, resuming: position, trail)
    if let position { resumed[position, default: 0] += 1 }
    alike.note(file)
  }

  /// Gives up the content that was read from a file.
  func forget(_ file: TailedFile) {
    forgetResumption(of: file)
    alike.forget(file)
    file.forget()
  }

  private func forgetResumption(of file: TailedFile) {
    guard let position = file.resumed, let count = resumed[position] else { return }
    resumed[position] = count > 1 ? count - 1 : nil
  }

  /// Begins a file that certainly is one that was read before: it goes ahead of copies of it.
  func beginIfKnown(_ file: TailedFile) {
    guard !file.isBegun, file.original == nil, file.isReachable, !file.isSpoilt, !file.isCompressed,
      !known.positions(of: file.identity).isEmpty, (try? open(file)) == true
    else { return }
    defer { makeRoom(closing: file) }
    guard let beginning = try? file.currentBeginning(), !beginning.isEmpty,
      (try? match(file, beginning, relatives: []))?.isCertain == true
    else { return }
    _ = try? begin(file)
  }

  // A copy that has other content by now is a file of its own.
  private func staysCopy(_ file: TailedFile, of original: TailedFile) throws(IngestionError) -> Bool {
    let beginning = try file.currentBeginning()
    if !original.isBegun || isStillAlike(file, beginning, original) {
      file.isDirty = false
      return true
    }
    file.become(copyOf: nil)
    tell(.notice("\(file.path) is no copy of \(original.path) any more; it is read from its beginning"))
    return false
  }

  private func isStillAlike(_ file: TailedFile, _ beginning: [UInt8], _ original: TailedFile) -> Bool {
    let length = min(beginning.count, original.beginning.count)
    return beginning.prefix(length) == original.beginning.prefix(length) && isAlikeAtTheEnd(file, original)
  }

  // False unless reading begins at once where that of the original ended.
  private func waits(_ file: TailedFile, with beginning: [UInt8], for original: TailedFile) -> Bool {
    if !file.isCompressed {
      tell(.notice("\(file.path) is a copy of \(original.path); only what it has beyond that is read"))
    }
    guard options.mode == .once, !original.isDirty else {
      file.become(copyOf: original)
      file.isDirty = false
      tell(atRest, of: file.source)
      return false
    }
    begin(file, at: original.framer.offset, of: beginning, resuming: original.position)
    return true
  }

  /// Goes on with other content: with what is left of a file that lost its end, or with something new. What copies and
  /// rotated files have of the old content is read from there.
  ///
  /// - Parameter kept: up to where the content is as it was; nil if it is new.
  func restart(_ file: TailedFile, at kept: UInt64?) throws(IngestionError) {
    noteChanges()
    if needsScan {
      needsScan = false
      scan()
    }
    for other in schedule.waitingFiles where !other.isBegun && other.original == nil && other !== file {
      if (try? open(other)) == true { _ = try begin(other) }
      makeRoom(closing: other)
    }
    record(file)
    let old = file.position
    let end = file.framer.endOffset
    let trail = file.trail
    let beginning = file.beginning
    let left = kept == nil ? [] : try file.currentBeginning()
    let hasCopies = !file.copies.isEmpty
    var isContinued = release(copiesOf: file)
    let unfinished = file.finish()
    let last = file.position
    forget(file)
    schedule.wake(file)
    var hasRotated = false
    if !isContinued {
      let rotated = openRotated(of: file.source, besides: file, resuming: nil, shortened: kept == nil ? nil : beginning)
      isContinued = rotated.opened.contains { $0.resumed == old && $0.content.size >= end }
      hasRotated = rotated.claimed.contains(old)
      // A copy from before has what was read and is gone; its beginning does not tell it from what is left.
      if kept != nil { ignored.formUnion(rotated.read) }
    }
    if !isContinued, let unfinished {
      handOut(unfinished, of: file, upTo: last)
      known.record(last, of: sources[file.source].path)
    }
    if let kept {
      begin(file, at: kept, of: left, resuming: old, trail)
      tell(.notice("\(file.path) was shortened; reading goes on at byte \(kept), up to which it is as it was read"))
      tellOpened(file, at: file.position)
    } else {
      tellTruncated(file, at: old, isCopied: hasCopies || hasRotated || isContinued)
    }
  }

  private func tellTruncated(_ file: TailedFile, at old: Position, isCopied: Bool) {
    guard file.isReachable else { return }
    tell(
      .notice(
        isCopied
          ? "\(file.path) was copied and truncated; the copy is read to its end, and the new content from its beginning; "
            + "lines written between the copying and the truncating, if any, are in neither (copytruncate loses them)"
          : "\(file.path) has new content; it is read from its beginning; lines written to the old content after byte "
            + "\(old.offset), if any, are lost, as no copy of it is found"))
  }

  /// Lets the largest copy of the file be read from where the reading of it ended; other copies are copies of that one
  /// from then on. True if that copy has the unfinished line, which is read there then.
  @discardableResult
  func release(copiesOf file: TailedFile) -> Bool {
    let copies = file.copies
    for copy in copies { try? whileOpen(copy) { () throws(IngestionError) in try copy.look() } }
    guard let largest = copies.max(by: { $0.content.size < $1.content.size }) else { return false }
    for copy in copies { copy.become(copyOf: copy === largest ? nil : largest) }
    schedule.wake(largest)
    let hasUnfinishedLine = largest.content.size >= file.framer.endOffset
    do {
      guard try open(largest) else { return false }
      let beginning = try largest.currentBeginning()
      begin(
        largest, at: hasUnfinishedLine ? file.framer.offset : largest.content.size, of: beginning,
        resuming: file.position)
      tellOpened(largest, at: largest.position)
      return hasUnfinishedLine
    } catch {
      fail(largest.source, error)
      return false
    }
  }
}
