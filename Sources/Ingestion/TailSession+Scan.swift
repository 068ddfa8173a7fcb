import Events
import Glibc

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
    for file in files { setReachable(file, reached.contains(file.identity)) }
    for (number, source) in sources.enumerated() where !followedPaths.contains(source.path) {
      tell(.waiting, of: number)
    }
    isFirstScan = false
    if options.mode == .follow { openRotatedOfMissing() }
  }

  // What was rotated away does not wait for the new file.
  private func openRotatedOfMissing() {
    for (number, source) in sources.enumerated() where source.state == .waiting {
      _ = openRotated(of: number, besides: nil, resuming: nil)
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
    file.leavesAt = isReachable ? nil : .now + options.rotationGrace
    file.isDirty = true
  }

  // The file that `path` leads to, opened if it is new; nil if there is none.
  private func visit(_ path: String, of pattern: Int) throws(IngestionError) -> FileIdentity? {
    var about = stat()
    guard stat(path, &about) == 0 else {
      let code = errno
      guard code == ENOENT || code == ENOTDIR else { throw unreadable(path, code) }
      if options.mode == .once { throw unreadable(path, code) }
      if patterns[pattern].isLiteral { tell(.waiting, of: sourceNumber(of: path, pattern: pattern)) }
      return nil
    }
    guard about.st_mode & S_IFMT == S_IFREG else {
      if !patterns[pattern].isLiteral { return nil }
      throw notAFile(path, about.st_mode)
    }
    if let open = filesByIdentity[FileIdentity(about)] {
      noteSameFile(path, as: open, pattern: pattern)
      return open.identity
    }
    return try openFile(path, pattern: pattern).identity
  }

  private func openFile(_ path: String, pattern: Int) throws(IngestionError) -> TailedFile {
    let source = sourceNumber(of: path, pattern: pattern)
    let file = TailedFile(try opening(path, of: source), maxLine: options.maxLine, once: options.mode == .once)
    file.turnedUpLater = !isFirstScan
    add(file)
    tell(.catchingUp, of: source)
    if isFirstScan, options.start == .end { try beginAtEnd(file) }
    return file
  }

  // What a compressed file has was written before.
  private func beginAtEnd(_ file: TailedFile) throws(IngestionError) {
    let beginning = try file.currentBeginning()
    guard !beginning.isEmpty else { return }
    file.begin(at: file.content.size, of: beginning)
    if !file.isCompressed { tellOpened(file, at: file.position) }
  }

  /// Takes an open file in, before the one that comes after it.
  func add(_ file: TailedFile, before index: Int? = nil) {
    if options.mode == .follow { file.watch = watch.watchFile(file.descriptor) }
    files.insert(file, at: index ?? files.count)
    filesByIdentity[file.identity] = file
  }

  /// Opens the file that `path` leads to.
  func opening(_ path: String, of source: Int) throws(IngestionError) -> TailedFile.Opening {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    var about = stat()
    guard fstat(descriptor, &about) == 0, about.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw notAFile(path, about.st_mode)
    }
    return TailedFile.Opening(descriptor: descriptor, about: about, source: source, path: path)
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

  private func unreadable(_ path: String, _ code: Int32) -> IngestionError {
    let advice =
      switch code {
      case EACCES, EPERM: "give this user the right to read it and to enter its folders (chmod, setfacl)"
      case ENOENT, ENOTDIR: "check the path"
      case EMFILE, ENFILE: "raise the limit of open files (ulimit -n)"
      case ELOOP: "check the symbolic links"
      default: "check the path and the disk"
      }
    return IngestionError(.unreadable, path, "cannot be read: \(systemMessage(code))", advice: advice)
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
