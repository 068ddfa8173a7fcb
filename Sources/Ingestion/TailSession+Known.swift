import Events
import SystemFiles

// Which content is which: what stored positions and other files tell of a file.
extension TailSession {
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
