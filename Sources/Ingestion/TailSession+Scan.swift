import Events
import Glibc
import SystemFiles

// Finding files: which paths there are, which files they lead to, and where reading begins in them.
extension TailSession {
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
}
