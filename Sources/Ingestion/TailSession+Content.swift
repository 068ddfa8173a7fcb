import Events
import Glibc
import SystemFiles

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

  // MARK: Which content is which
  // What stored positions and other files tell of a file.

  /// How sure it is that content is the one that a position is of.
  enum MatchConfidence: Comparable {
    /// All that was read of it is the same, but that is less than a KiB.
    case sameBeginning
    /// All that was read of it is the same, as far as its marks tell.
    case sameContent
    /// Device and inode are the same as well.
    case sameFile
  }

  /// A position from which reading of a file may go on.
  struct ResumePoint {
    let position: Position
    /// Where: at the position, or before it where the file lost its end.
    let offset: UInt64
    let kinship: MatchConfidence

    /// Nothing else can be the file of the position.
    var isCertain: Bool { kinship == .sameFile && offset == position.offset }
  }

  /// How far an open file that begins like this was read before.
  ///
  /// - Parameter relatives: positions of files of which it may be a rotated one.
  func match(
    _ file: TailedFile, _ beginning: [UInt8], relatives: [Position]
  ) throws(IngestionError) -> ResumePoint? {
    var best: ResumePoint?
    for position in known.positions(of: file.identity) where position.fingerprint.length > 0 {
      if let best, position.offset <= best.offset { continue }
      guard let offset = try file.resumption(of: position, beginning) else { continue }
      if let best, offset <= best.offset { continue }
      best = ResumePoint(position: position, offset: offset, kinship: .sameFile)
    }
    if let best { return best }
    let whole = Fingerprint(of: beginning)
    for position in relatives + known.positions(beginning: whole) {
      guard position.fingerprint.length > 0, !position.isOf(file.identity), !isHeld(position) else { continue }
      let kinship = position.fingerprint.length == Fingerprint.most ? MatchConfidence.sameContent : .sameBeginning
      if let best, (best.kinship, best.offset) >= (kinship, position.offset) { continue }
      // A file with another number lost nothing: it has all that was read, or is another one.
      guard let offset = try file.resumption(of: position, beginning),
        offset == position.offset || position.marks.isEmpty
      else { continue }
      best = ResumePoint(position: position, offset: offset, kinship: kinship)
    }
    return best
  }

  /// Positions that a file at a followed path may go on from: those of earlier runs, as this one knows its own files.
  func relatives(of file: TailedFile) -> [Position] {
    earlier.positions(of: file.path).reversed() + known.relatives(of: file.path)
  }

  /// True if the position is one of a file that is followed, or such a file went on from it.
  func isHeld(_ position: Position) -> Bool {
    if resumed[position] != nil { return true }
    guard let file = filesByIdentity[FileIdentity(position)], file.isBegun else { return false }
    return position.fingerprint.matches(file.beginning)
  }

  /// The file of which a file that begins like this is a copy.
  func original(of file: TailedFile, _ beginning: [UInt8]) -> TailedFile? {
    alike.candidates(for: file.path, beginning).first { isCopy(file, beginning, of: $0) }
  }

  /// True if a file that begins like this has the content of `other`.
  ///
  /// Both have to be alike at the end of the shorter one. Content of one line over and over is no sign of a copy. A file of less
  /// than a KiB can be told from a log that merely begins alike only when it turns up later beside its original, under a name
  /// that continues the original's; or where the original went on from a position that fits both; or by the name that gzip gives.
  /// What stands at a followed path after a rotation is new unless all that was read of the old file stands in it.
  func isCopy(_ file: TailedFile, _ beginning: [UInt8], of other: TailedFile) -> Bool {
    guard other !== file, other.original == nil, !other.beginning.isEmpty else { return false }
    let length = min(beginning.count, other.beginning.count)
    guard beginning.prefix(length) == other.beginning.prefix(length) else { return false }
    let replaces = file.path == sources[file.source].path && other.source == file.source && !file.isCompressed
    if replaces, file.content.size < other.framer.offset { return false }
    if file.path == other.path + ".gz" { return isAlikeAtTheEnd(file, other) }
    if length == Fingerprint.most {
      let isRelated = RotationName.isRelative(file.path, of: other.path) && !replaces
      return isAlikeAtTheEnd(file, other) && (isRelated || !isOneLineOverAndOver(file, beginning))
    }
    guard RotationName.isRelative(file.path, of: other.path) else { return false }
    return hasCaughtUp || file.turnedUpLater || other.resumed.map { $0.fingerprint.matches(beginning) } ?? false
  }

  /// True if a file has what was read of another one, which may have other content by now; if it is shorter than that, as much
  /// of it as it can have.
  func isAlikeAtTheEnd(_ file: TailedFile, _ other: TailedFile) -> Bool {
    if other.isCompressed { return (try? hasContent(of: file, in: other)) ?? false }
    let position = other.position
    guard let found = try? whileOpen(file, { () throws(IngestionError) in try offset(of: position, in: file) }) else {
      return false
    }
    if found == position.offset || file.isCompressed { return found == position.offset }
    guard file.content.size < position.offset else { return false }
    let count = Fingerprint.most
    let isSame = try? whileOpen(other) { () throws(IngestionError) -> Bool? in
      try other.look()
      guard try offset(of: position, in: other) == position.offset else { return nil }
      let end = file.content.size
      return (try? file.content.bytes(before: end, count: count) == other.content.bytes(before: end, count: count))
    }
    return (isSame ?? nil) ?? (found != nil)
  }

  // Compressed content is only read on, so that it is looked for in it what was read of the plain one.
  private func hasContent(of file: TailedFile, in other: TailedFile) throws(IngestionError) -> Bool? {
    let position = file.isBegun ? file.position : other.position
    let looked = file.isBegun ? other : file
    return try whileOpen(looked) { () throws(IngestionError) in try offset(of: position, in: looked) != nil }
  }

  private func offset(of position: Position, in file: TailedFile) throws(IngestionError) -> UInt64? {
    try file.resumption(of: position, file.isBegun ? file.beginning : try file.currentBeginning())
  }

  // True if the first line comes again and again up to the end, as far as a look there tells.
  private func isOneLineOverAndOver(_ file: TailedFile, _ beginning: [UInt8]) -> Bool {
    guard !file.isCompressed, let end = beginning.firstIndex(of: 10) else { return false }
    let period = end + 1
    func repeats(_ bytes: [UInt8]) -> Bool { zip(bytes, bytes.dropFirst(period)).allSatisfy { $0 == $1 } }
    guard repeats(beginning) else { return false }
    let size = file.content.size
    guard let last = try? file.content.bytes(before: size, count: Fingerprint.most),
      let shifted = try? file.content.bytes(before: size - min(size, UInt64(period)), count: Fingerprint.most)
    else { return false }
    return last.suffix(shifted.count) == shifted[...]
  }
}
