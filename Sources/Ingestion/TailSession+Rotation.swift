import Events
import Glibc

// Rotated files: what stands beside a followed path of its earlier content, and which part of that was not read.
extension TailSession {
  /// What became of the files beside a path.
  struct Rotated {
    /// Those that are read now, the oldest first, before what stands at the path.
    var opened: [TailedFile] = []
    /// The positions that turned out to be of one of the files.
    var claimed: [Position] = []
    /// The files that have nothing that was not read.
    var read: [FileIdentity] = []
  }

  /// A file beside the path, and what it turned out to be.
  fileprivate struct Candidate {
    enum Content {
      /// It is none of what was read before.
      case unknown
      /// It was read up to a position.
      case known(Position)
      /// It is read elsewhere, as it is open or a copy.
      case elsewhere
    }

    let rotated: RotatedFile
    let file: TailedFile?
    let beginning: [UInt8]
    var content: Content
  }

  /// Opens the rotated files of a source that are to be read before what stands at its path: those that were read in
  /// part, and those that were never read and are newer than the newest one known. Without one known there are none.
  ///
  /// - Parameters:
  ///   - file: what stands at the path; nil if there is nothing.
  ///   - resumed: how far `file` was read before.
  ///   - beginning: that of the content before it was shortened, if that is why; then nothing is read that is unknown.
  func openRotated(
    of source: Int, besides file: TailedFile?, resuming resumed: Resumption?, shortened beginning: [UInt8]? = nil
  ) -> Rotated {
    let path = sources[source].path
    // Files that are open are told from their copies once they are begun; so the older ones go first.
    for other in files.prefix(while: { $0 !== file }) where other.source == source && !other.isReachable {
      if !other.isBegun, other.original == nil, (try? begin(other)) != true, other.isDirty {
        return Rotated(opened: [other])
      }
    }
    let predecessors = files.filter { $0.source == source && $0 !== file && $0.isBegun && $0.original == nil }
    guard file.map({ $0.path == path }) ?? true, !predecessors.isEmpty || known.contains(where: { $0.path == path })
    else {
      return Rotated()
    }
    var candidates = rotatedFiles(beside: path, before: file).compactMap { candidate($0, of: source, besides: file) }
    var claims: [Position: Int] = [:]
    claim(&claims, in: &candidates, resumed: resumed)

    let readsUnknown = beginning == nil && resumed == nil
    let order = Order(candidates, predecessors)
    var rotated = Rotated(claimed: Array(claims.keys))
    for (index, candidate) in candidates.enumerated() {
      switch candidate.content {
      case .elsewhere: rotated.read.append(candidate.rotated.identity)
      case .known(let position):
        if let file = candidate.file, file.content.hasMore(than: position.offset) {
          begin(file, at: position, of: candidate.beginning)
          rotated.opened.append(file)
        } else {
          rotated.read.append(candidate.rotated.identity)
        }
      case .unknown:
        if let beginning, beginning.starts(with: candidate.beginning) {
          rotated.read.append(candidate.rotated.identity)
        }
        guard readsUnknown, candidate.rotated.isNumbered, order.isNewest(index, candidate) else { break }
        guard let file = candidate.file else {
          tell(.notice("\(candidate.rotated.path) was not read before and is compressed in a way that cannot be read"))
          ignored.insert(candidate.rotated.identity)
          break
        }
        let hasPlain = candidates.contains {
          $0.isUnknown && $0.rotated.suffix == candidate.rotated.suffix && !$0.rotated.isCompressed
        }
        if candidate.rotated.isCompressed && hasPlain { break }
        if files.contains(where: { isCopy(file, candidate.beginning, of: $0) }) { break }
        begin(file, at: nil, of: candidate.beginning)
        rotated.opened.append(file)
      }
    }
    return rotated
  }

  // The files beside the path that are older than the file, if that is one of them by now.
  private func rotatedFiles(beside path: String, before file: TailedFile?) -> [RotatedFile] {
    let all = RotatedFile.beside(path)
    guard let file, !file.isReachable else { return all }
    if let index = all.firstIndex(where: { $0.identity == file.identity }) { return Array(all[..<index]) }
    let modified = file.content.modified
    guard let beginning = try? file.currentBeginning() else { return [] }
    return all.filter { $0.modified <= modified && !isAlike($0, beginning) }
  }

  private func isAlike(_ rotated: RotatedFile, _ beginning: [UInt8]) -> Bool {
    guard let opening = try? opening(rotated.path, of: 0) else { return false }
    let file = TailedFile(opening, maxLine: options.maxLine, once: false)
    return (try? file.currentBeginning()) == beginning
  }

  // What a file beside the path is, as far as open files tell; nil if there is nothing to be read from it.
  private func candidate(_ rotated: RotatedFile, of source: Int, besides file: TailedFile?) -> Candidate? {
    guard rotated.identity != file?.identity, !ignored.contains(rotated.identity),
      !followedPaths.contains(rotated.path)
    else { return nil }
    if filesByIdentity[rotated.identity] != nil {
      return Candidate(rotated: rotated, file: nil, beginning: [], content: .elsewhere)
    }
    if rotated.isUnreadable { return Candidate(rotated: rotated, file: nil, beginning: [], content: .unknown) }
    do {
      let opened = TailedFile(
        try opening(rotated.path, of: source), maxLine: options.maxLine, once: options.mode == .once)
      opened.turnedUpLater = true
      let beginning = try opened.currentBeginning()
      guard !beginning.isEmpty else { return nil }
      let isCopy = files.contains { $0 !== file && self.isCopy(opened, beginning, of: $0) }
      return Candidate(
        rotated: rotated, file: opened, beginning: beginning, content: isCopy ? .elsewhere : .unknown)
    } catch {
      // It may have got another name or been compressed just now; that is noticed by the next look.
      guard access(rotated.path, F_OK) == 0 else {
        needsScan = true
        return nil
      }
      tell(.notice(error.description))
      ignored.insert(rotated.identity)
      return nil
    }
  }

  // Finds out which position is of which file. Each position is of one: of the same file, if that is there; else of the
  // newest, as an older one could merely begin alike, or of a larger copy of that. Other copies are not read.
  private func claim(_ claims: inout [Position: Int], in candidates: inout [Candidate], resumed: Resumption?) {
    var taken: Set<Position> = []
    if let resumed, resumed.kinship == .sameFile { taken.insert(resumed.position) }
    for index in candidates.indices where candidates[index].isUnknown {
      guard let known = knownPosition(of: candidates[index].rotated.identity, candidates[index].beginning),
        known.kinship == .sameFile
      else { continue }
      candidates[index].content = .known(known.position)
      claims[known.position] = index
    }
    let certain = Set(claims.keys)
    if let resumed, claims[resumed.position] == nil { taken.insert(resumed.position) }
    for index in candidates.indices.reversed() where candidates[index].isUnknown && candidates[index].file != nil {
      let candidate = candidates[index]
      guard
        let position = knownPosition(of: candidate.rotated.identity, candidate.beginning)?.position
          ?? knownRelative(candidate.rotated.path, candidate.beginning)
      else { continue }
      if taken.contains(position) || isHeld(position) {
        candidates[index].content = .elsewhere
      } else if let other = claims[position] {
        guard candidate.beginsLike(candidates[other]) else { continue }
        let isLarger = candidate.size > candidates[other].size && !certain.contains(position)
        candidates[index].content = isLarger ? .known(position) : .elsewhere
        if isLarger {
          candidates[other].content = .elsewhere
          claims[position] = index
        }
      } else {
        candidates[index].content = .known(position)
        claims[position] = index
      }
    }
  }

  private func begin(_ file: TailedFile, at position: Position?, of beginning: [UInt8]) {
    let offset = position?.offset ?? 0
    file.begin(at: file.isCompressed ? offset : min(offset, file.content.size), of: beginning, resuming: position)
    file.isReachable = false
    file.lastChange = file.content.modified
    file.leavesAt = .now + options.rotationGrace
    add(file, before: files.firstIndex { $0.source == file.source && !$0.isBegun })
    tell(.notice("\(file.path) was rotated before all of it was read; it is read first"))
  }
}

/// Which files beside a path are newer than all that were read.
private struct Order {
  // The last of those that are closed, and those that are open, with their places if they are among the files.
  private var known: Int?
  private var open: [(lastChange: Int64, index: Int?)]

  init(_ candidates: [TailSession.Candidate], _ predecessors: [TailedFile]) {
    known = candidates.lastIndex { candidate in
      candidate.rotated.isNumbered && !candidate.isUnknown
        && !predecessors.contains { $0.identity == candidate.rotated.identity }
    }
    open = predecessors.map { file in
      (file.lastChange ?? file.content.modified, candidates.firstIndex { $0.rotated.identity == file.identity })
    }
  }

  func isNewest(_ index: Int, _ candidate: TailSession.Candidate) -> Bool {
    guard known != nil || !open.isEmpty else { return false }
    return index > known ?? -1
      && open.allSatisfy { file in
        candidate.rotated.modified > file.lastChange
          || candidate.rotated.modified == file.lastChange && file.index.map { index > $0 } ?? true
      }
  }
}

extension TailSession.Candidate {
  fileprivate var isUnknown: Bool { if case .unknown = content { true } else { false } }
  fileprivate var size: UInt64 { file?.content.size ?? 0 }

  fileprivate func beginsLike(_ other: Self) -> Bool {
    let length = min(beginning.count, other.beginning.count)
    return beginning.prefix(length) == other.beginning.prefix(length)
  }
}
