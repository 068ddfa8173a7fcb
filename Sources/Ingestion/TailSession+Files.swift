import Events
import Glibc
import SystemFiles

// The life of files: which paths there are, which files they lead to, and when those are opened, closed and let go.
extension TailSession {
  // MARK: Finding

  /// Looks at all patterns anew: opens files that are new and notices those that no path leads to any more.
  func scan() {
    var matches = patterns.map { $0.match() }
    if options.mode == .follow {
      // The folders are watched before they are looked at for good, so that nothing comes in unseen in between.
      let watched = Self.watched(matches)
      watch.watchFolders(watched)
      matches = patterns.map { $0.match() }
      needsScan = Self.watched(matches) != watched
    }
    followedPaths = Set(matches.flatMap(\.paths))
    var reached: Set<FileIdentity> = []
    for (number, match) in matches.enumerated() {
      var isMatched = patterns[number].isLiteral
      for path in match.paths {
        do {
          guard let identity = try visit(path, of: number) else { continue }
          reached.insert(identity)
        } catch {
          fail(sourceNumber(of: path, pattern: number), error)
        }
        isMatched = true
      }
      if isFirstScan { noteOddities(match, of: number, isMatched: isMatched) }
    }
    for file in files {
      setReachable(file, reached.contains(file.identity))
      // Where it could not be read, that may have been allowed by now.
      if file.isRefused, filesByIdentity[file.identity] === file { schedule.wake(file) }
    }
    if isFirstScan, !known.isEmpty { for file in files { beginIfKnown(file) } }
    for (number, source) in sources.enumerated() where !followedPaths.contains(source.path) {
      tell(.waiting, of: number)
    }
    endFirstScan()
    if options.mode == .follow { openRotatedOfMissing() }
  }

  // What was rotated away does not wait for the new file.
  private func openRotatedOfMissing() {
    for (number, source) in sources.enumerated() where source.state == .waiting {
      let rotated = openRotated(of: number, besides: nil, resuming: nil)
      if rotated.opened.isEmpty { noteLoss(of: number, resuming: nil, rotated) }
    }
  }

  private static func watched(_ matches: [PathPattern.Match]) -> [String: Set<String>] {
    matches.reduce(into: [:]) { all, match in all.merge(match.watched) { $0.union($1) } }
  }

  // Folders, pipes and the like are not what a pattern is for.
  private func noteOddities(_ match: PathPattern.Match, of pattern: Int, isMatched: Bool) {
    if !isMatched { tell(.unmatched(pattern: pattern)) }
    guard match.unreadableNames > 0 else { return }
    tell(
      .notice("\(patterns[pattern].text): \(match.unreadableNames) files are not read, as their names are not UTF-8"))
  }

  /// Says that the source cannot be read, and why, if that is new.
  func fail(_ source: Int, _ error: IngestionError) {
    let state = SourceState.failed(error.description)
    guard sources[source].state != state else { return }
    sources[source].state = state
    tell(.failed(source: source, error))
  }

  private func setReachable(_ file: TailedFile, _ isReachable: Bool) {
    guard file.isReachable != isReachable else { return }
    file.isReachable = isReachable
    leave(file, after: isReachable ? nil : options.rotationGrace)
    if !isReachable, !file.file.isOpen, !isFound(file) { return letGo(file) }
    schedule.noteReachability(of: file)
  }

  // Looks for a closed file that was moved away, as a program may still write to it.
  private func isFound(_ file: TailedFile) -> Bool {
    let rotated = RotatedFile.of(file.path, elsewhere: true, in: folders, isOther: followedPaths.contains)
    guard let found = rotated.first(where: { $0.identity == file.identity }) else {
      if file.isDirty, file.isBegun { tell(.notice(lossText(file.path, at: file.position))) }
      return false
    }
    file.file.path = found.path
    return true
  }

  // The file that `path` leads to, opened if it is new; nil if there is none.
  private func visit(_ path: String, of pattern: Int) throws(IngestionError) -> FileIdentity? {
    guard let about = stat(of: path) else {
      let error = SystemError.last
      guard error.isMissing, options.mode != .once else { throw unreadable(path, error) }
      if patterns[pattern].isLiteral { tell(.waiting, of: sourceNumber(of: path, pattern: pattern)) }
      return nil
    }
    guard about.st_mode & S_IFMT == S_IFREG else {
      if !patterns[pattern].isLiteral { return nil }
      throw notAFile(path, about.st_mode)
    }
    if let file = filesByIdentity[FileIdentity(about)] {
      if !file.file.isOpen { file.file.path = path }
      noteSameFile(path, as: file, pattern: pattern)
      return file.identity
    }
    return try takeIn(path, about, pattern: pattern).identity
  }

  private func takeIn(_ path: String, _ about: stat, pattern: Int) throws(IngestionError) -> TailedFile {
    let source = sourceNumber(of: path, pattern: pattern)
    let file = TailedFile(path, about, source: source, maxLine: options.maxLine, once: options.mode == .once)
    file.turnedUpLater = !isFirstScan
    add(file)
    tell(.catchingUp, of: source)
    // At once where that is no trouble, so that nothing is lost with a file that is removed before its turn.
    if options.mode == .follow, !schedule.closesAtRest { _ = try? open(file) }
    if isFirstScan, options.start == .end, try open(file) {
      try beginAtEnd(file)
      makeRoom(closing: file)
    }
    return file
  }

  // What a compressed file has was written before.
  private func beginAtEnd(_ file: TailedFile) throws(IngestionError) {
    let beginning = try file.currentBeginning()
    guard !beginning.isEmpty else { return }
    begin(file, at: file.content.size, of: beginning)
    if !file.isCompressed { tellOpened(file, at: file.position) }
  }

  /// Takes a file in, before the one of its source that comes after it.
  func add(_ file: TailedFile, before index: Int? = nil) {
    sources[file.source].files.insert(file, at: index ?? sources[file.source].files.count)
    filesByIdentity[file.identity] = file
    schedule.wake(file)
  }

  // One file under two names is read once. After a rotation that is as it should be; at the beginning it is worth saying.
  private func noteSameFile(_ path: String, as file: TailedFile, pattern: Int) {
    guard sourceNumbers[path] != file.source else { return }
    if patterns[pattern].isLiteral {
      tell(atRest, of: sourceNumber(of: path, pattern: pattern))
    }
    if isFirstScan { tell(.notice("\(path) is the same file as \(file.path); it is read once")) }
  }

  /// The number of the source for `path`, new if there is none.
  func sourceNumber(of path: String, pattern: Int) -> Int {
    if let number = sourceNumbers[path] { return number }
    let number = sources.count
    sources.append(Source(path: path))
    sourceNumbers[path] = number
    tell(.appeared(source: number, TailedSource(name: path, pattern: pattern)))
    return number
  }

  private func notAFile(_ path: String, _ mode: mode_t) -> IngestionError {
    let (kind, advice) =
      switch mode & S_IFMT {
      case S_IFDIR: ("a folder", "name its files, for example with a pattern: '\(path)/*.jsonl'")
      case S_IFIFO: ("a pipe", "use: wraptop --stdin < \(path)")
      case S_IFSOCK: ("a socket", "use: wraptop --socket PATH to listen, or let its owner write to a file")
      default: ("a device", "use: wraptop --stdin < \(path)")
      }
    return IngestionError(.unreadable, path, "is \(kind), not a file", advice: advice)
  }

  // MARK: Opening
  // Only few files can be open at once; the others are closed while there is nothing to read from them.

  /// Opens a file whose turn it is. False if that cannot be now; it is tried again.
  ///
  /// - Throws: if the file may not be read.
  func open(_ file: TailedFile) throws(IngestionError) -> Bool {
    if file.file.isOpen { return true }
    do throws(SystemError) {
      guard try file.file.open() else {
        // Its path leads elsewhere by now; the next look at the paths tells where it is.
        file.isRefused = true
        file.isDirty = false
        needsScan = true
        return false
      }
    } catch {
      let failure = unreadable(file.file.path, error)
      if error.code == EMFILE || error.code == ENFILE {
        schedule.noteRefused(file)
        fail(file.source, failure)
        return false
      }
      file.isRefused = true
      throw failure
    }
    file.isRefused = false
    schedule.noteOpened()
    if options.mode == .follow, file.watch == nil { startWatching(file) }
    return true
  }

  /// Says of the files that wait to be opened that they are not read.
  func giveUpWaiting() {
    for file in schedule.waitingFiles {
      file.isDirty = false
      fail(file.source, unreadable(file.file.path, SystemError(code: EMFILE)))
    }
    while schedule.next() != nil {}
  }

  private func startWatching(_ file: TailedFile) {
    guard let watched = watch.watchFile(file.file.descriptor) else { return }
    file.watch = watched
    filesByWatch[watched] = file
  }

  /// Closes a file from which nothing is to be read for now, if others may need its descriptor.
  func rest(_ file: TailedFile) {
    if !file.isDirty { makeRoom(closing: file) }
  }

  /// Closes a file for now, if others may need its descriptor.
  func makeRoom(closing file: TailedFile) {
    guard file.file.isOpen else { return }
    guard options.mode == .once || schedule.closesAtRest && (file.isReachable || file.file.isAtItsPath) else { return }
    file.close()
    schedule.noteClosed()
  }

  /// Has a file open for a moment. Nil if its path leads to another one.
  func whileOpen<Result>(
    _ file: TailedFile, _ body: () throws(IngestionError) -> Result
  ) throws(IngestionError) -> Result? {
    let wasOpen = file.file.isOpen
    do throws(SystemError) {
      guard try file.file.open() else { return nil }
    } catch {
      throw unreadable(file.file.path, error)
    }
    defer { if !wasOpen { file.close() } }
    return try body()
  }

  func unreadable(_ path: String, _ error: SystemError) -> IngestionError {
    let advice =
      switch error.code {
      case EACCES, EPERM: "give this user the right to read it and to enter its folders (chmod, setfacl)"
      case ENOENT, ENOTDIR: "check the path"
      case EMFILE, ENFILE: "it is tried again; raise the limit of open files (ulimit -n)"
      case ELOOP: "check the symbolic links"
      default: "check the path and the disk"
      }
    return IngestionError(.unreadable, path, "cannot be read: \(error)", advice: advice)
  }

  // MARK: Ends
  // When everything is read, when it cannot be read further, and when a file is let go.

  /// Settles what there is to do at the end of what the file has.
  func atEnd(_ file: TailedFile) {
    file.isDirty = false
    if file.isCompressed {
      endCompressed(file)
    } else if options.mode == .once {
      if let chunk = file.finish() { handOut(chunk, of: file) }
      tell(.ended, of: file.source)
      release(copiesOf: file)
    } else if file.isReachable {
      tell(.live, of: file.source)
    }
  }

  // A compressed file is complete, or it is just being written, or it was cut off.
  private func endCompressed(_ file: TailedFile) {
    guard !file.isSpoilt else { return }
    guard file.isRead else {
      if options.mode == .once {
        spoil(file, cutOff(file))
      } else if file.leavesAt == nil {
        leave(file, after: options.rotationGrace)
      }
      return
    }
    if let chunk = file.finish() { handOut(chunk, of: file) }
    file.content.rest()
    leave(file, after: file.isReachable ? nil : .zero)
    if file.isReachable { tell(.ended, of: file.source) }
    release(copiesOf: file)
  }

  private func cutOff(_ file: TailedFile) -> IngestionError {
    file.damaged("ends within its compressed data", at: file.content.storedSize)
  }

  /// Reads no more of a file that is damaged, and says so.
  func spoil(_ file: TailedFile, _ error: IngestionError) {
    file.isSpoilt = true
    file.content.rest()
    if file.isReachable {
      leave(file, after: nil)
      fail(file.source, error)
    } else {
      ignored.insert(file.identity)
      leave(file, after: .zero)
    }
    if !file.isReachable { tell(.notice(error.description)) }
  }

  /// The file is let go after a while without news; never, with nil.
  func leave(_ file: TailedFile, after time: Duration?) {
    file.leavesAt = time.map { .now + $0 }
    leaving[file.identity] = time == nil ? nil : file
  }

  /// Forgets the files that no path leads to and that stayed quiet long enough.
  ///
  /// - Returns: the time at which the next one may leave.
  func letGo(notBefore: ContinuousClock.Instant?) -> ContinuousClock.Instant? {
    var deadline = notBefore
    for file in leaving.values.sorted(by: { $0.source < $1.source }) {
      guard let leavesAt = file.leavesAt else { continue }
      guard leavesAt <= .now else {
        deadline = deadline.map { min($0, leavesAt) } ?? leavesAt
        continue
      }
      // While nobody asked for more, changes were not looked at.
      if hasMore(file) {
        schedule.wake(file)
        leave(file, after: options.rotationGrace)
      } else if file.isCompressed, file.isBegun, !file.isRead, !file.isSpoilt, file.original == nil {
        spoil(file, cutOff(file))
        if !file.isReachable { letGo(file) }
      } else if file.isReachable {
        leave(file, after: nil)
      } else {
        letGo(file)
      }
    }
    return deadline
  }

  private func hasMore(_ file: TailedFile) -> Bool {
    guard !file.isSpoilt, file.original == nil else { return false }
    let hasMore = try? whileOpen(file) { () throws(IngestionError) in
      try file.look()
      guard file.isBegun else { return !file.isCompressed && file.content.size > 0 }
      return file.isCompressed ? file.lag > 0 : file.content.size > file.framer.endOffset
    }
    return hasMore ?? false
  }

  /// Forgets a file; what is known of it stays.
  func letGo(_ file: TailedFile) {
    if !file.isSpoilt, let chunk = file.finish() { handOut(chunk, of: file) }
    record(file)
    if let watched = file.watch {
      watch.unwatchFile(watched)
      filesByWatch[watched] = nil
    }
    sources[file.source].files.removeAll { $0 === file }
    filesByIdentity[file.identity] = nil
    leaving[file.identity] = nil
    file.isDirty = false
    release(copiesOf: file)
    forget(file)
    file.become(copyOf: nil)
    if file.file.isOpen {
      file.file.close()
      schedule.noteClosed()
    }
  }

  /// Takes down how far the file was read, before it is closed or its content is given up.
  func record(_ file: TailedFile) {
    guard file.isBegun, file.original == nil else { return }
    known.record(file.position, of: sources[file.source].path)
  }
}
