import Events
import Glibc
import SystemFiles

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
    /// Nil if it is read elsewhere, or cannot be read.
    var file: TailedFile?
    var beginning: [UInt8] = []
    /// The position that it fits best.
    var match: ResumePoint?
    /// There is something behind that.
    var hasMore = false
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
    of source: Int, besides file: TailedFile?, resuming resumed: ResumePoint?, shortened beginning: [UInt8]? = nil
  ) -> Rotated {
    let path = sources[source].path
    // Files that are open are told from their copies once they are begun; so the older ones go first.
    for other in sources[source].files.prefix(while: { $0 !== file }) where !other.isReachable {
      if !other.isBegun, other.original == nil, (try? begin(other)) != true, other.isDirty {
        return Rotated(opened: [other])
      }
    }
    let predecessors = sources[source].files.filter { $0 !== file && $0.isBegun && $0.original == nil }
    guard file.map({ $0.path == path }) ?? true, !predecessors.isEmpty || known.contains(path) else { return Rotated() }
    var (candidates, claims) = candidates(of: source, besides: file, resuming: resumed, elsewhere: false)
    if let missing = missing(of: path), claims[missing] == nil, resumed?.position != missing {
      (candidates, claims) = self.candidates(of: source, besides: file, resuming: resumed, elsewhere: true)
    }
    // What only seemed to go on, while the file that was read stands beside it, is new.
    let isResumed = resumed.map { $0.isCertain || claims[$0.position] == nil } ?? false
    let readsUnknown = beginning == nil && !isResumed
    let order = Order(candidates, predecessors)
    var rotated = Rotated(claimed: Array(claims.keys))
    for (index, candidate) in candidates.enumerated() {
      switch candidate.content {
      case .elsewhere: rotated.read.append(candidate.rotated.identity)
      case .known(let position):
        if candidate.hasMore, let file = candidate.file, (try? open(file)) == true {
          begin(file, at: candidate.match?.offset ?? position.offset, candidate.beginning, resuming: position)
          rotated.opened.append(file)
        } else {
          rotated.read.append(candidate.rotated.identity)
        }
      case .unknown:
        if let beginning, beginning.starts(with: candidate.beginning) {
          rotated.read.append(candidate.rotated.identity)
        }
        guard readsUnknown, order.isNewest(index, candidate) else { break }
        guard let file = candidate.file else {
          tell(.notice("\(candidate.rotated.path) was not read before and is compressed in a way that cannot be read"))
          ignored.insert(candidate.rotated.identity)
          break
        }
        let hasPlain = candidates.contains {
          $0.isUnknown && $0.rotated.part.text == candidate.rotated.part.text && !$0.rotated.isCompressed
        }
        if candidate.rotated.isCompressed && hasPlain { break }
        let isCopy = try? whileOpen(file) { () throws(IngestionError) in
          original(of: file, candidate.beginning) != nil
        }
        guard isCopy == false, (try? open(file)) == true else { break }
        begin(file, at: 0, candidate.beginning, resuming: nil)
        rotated.opened.append(file)
      }
    }
    return rotated
  }

  // The files beside the path and, if wanted, in folders beside it, with what was read of each.
  private func candidates(
    of source: Int, besides file: TailedFile?, resuming resumed: ResumePoint?, elsewhere: Bool
  ) -> ([Candidate], [Position: Int]) {
    let rotated = rotatedFiles(of: sources[source].path, elsewhere: elsewhere, before: file)
    var candidates = rotated.compactMap { candidate($0, of: source, besides: file) }
    var claims: [Position: Int] = [:]
    claim(&claims, in: &candidates, resumed: resumed)
    return (candidates, claims)
  }

  // The files that are older than the file, if that is one of them by now.
  private func rotatedFiles(of path: String, elsewhere: Bool, before file: TailedFile?) -> [RotatedFile] {
    let all = RotatedFile.of(path, elsewhere: elsewhere, in: folders, isOther: followedPaths.contains)
    guard let file, !file.isReachable else { return all }
    if let index = all.firstIndex(where: { $0.identity == file.identity }) { return Array(all[..<index]) }
    let modified = file.content.modified
    guard let beginning = try? file.currentBeginning() else { return [] }
    return all.filter { $0.modified <= modified && !isAlike($0, beginning) }
  }

  private func isAlike(_ rotated: RotatedFile, _ beginning: [UInt8]) -> Bool {
    let file = TailedFile(rotated.path, rotated.about, source: 0, maxLine: options.maxLine, once: false)
    return (try? whileOpen(file) { () throws(IngestionError) in try file.currentBeginning() }) == beginning
  }

  // What a file beside the path is, as far as open files tell; nil if there is nothing to be read from it.
  private func candidate(_ rotated: RotatedFile, of source: Int, besides file: TailedFile?) -> Candidate? {
    guard rotated.identity != file?.identity, !ignored.contains(rotated.identity) else { return nil }
    if filesByIdentity[rotated.identity] != nil { return Candidate(rotated: rotated, content: .elsewhere) }
    if rotated.isUnreadable { return Candidate(rotated: rotated, content: .unknown) }
    let opened = TailedFile(
      rotated.path, rotated.about, source: source, maxLine: options.maxLine, once: options.mode == .once)
    opened.turnedUpLater = true
    do {
      let candidate = try whileOpen(opened) { () throws(IngestionError) -> Candidate? in
        let beginning = try opened.currentBeginning()
        guard !beginning.isEmpty else { return nil }
        var candidate = Candidate(rotated: rotated, file: opened, beginning: beginning, content: .unknown)
        let isCopy = original(of: opened, beginning).map { $0 !== file } ?? false
        if isCopy { candidate.content = .elsewhere }
        if !isCopy {
          let relatives = Array(known.positions(of: sources[source].path).reversed())
          candidate.match = try match(opened, beginning, relatives: relatives)
          candidate.hasMore = candidate.match.map { opened.content.hasMore(than: $0.offset) } ?? false
        }
        return candidate
      }
      if let candidate { return candidate ?? nil }
      needsScan = true
    } catch {
      tell(.notice(error.description))
      ignored.insert(rotated.identity)
    }
    return nil
  }

  // Finds out which position is of which file. Each position is of one: of the same file, if that is there; else of the
  // newest, as an older one could merely begin alike, or of a larger copy of that. Other copies are not read.
  private func claim(_ claims: inout [Position: Int], in candidates: inout [Candidate], resumed: ResumePoint?) {
    var taken: Set<Position> = []
    if let resumed, resumed.isCertain { taken.insert(resumed.position) }
    for index in candidates.indices where candidates[index].isUnknown {
      guard let match = candidates[index].match, match.kinship == .sameFile else { continue }
      candidates[index].content = .known(match.position)
      claims[match.position] = index
    }
    let certain = Set(claims.keys)
    for index in candidates.indices.reversed() where candidates[index].isUnknown && candidates[index].file != nil {
      let candidate = candidates[index]
      guard let position = candidate.match?.position else { continue }
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

  // An open file beside the path is read before what stands there.
  private func begin(
    _ file: TailedFile, at offset: UInt64, _ beginning: [UInt8], resuming position: Position?
  ) {
    begin(file, at: offset, of: beginning, resuming: position)
    file.isReachable = false
    file.lastChange = file.content.modified
    leave(file, after: options.rotationGrace)
    add(file, before: sources[file.source].files.firstIndex { !$0.isBegun })
    makeRoom(closing: file)
    tell(.notice("\(file.path) was rotated before all of it was read; it is read first"))
  }

  // MARK: What may be lost

  // The newest position of an earlier run at the path, of which this run knows nothing yet.
  private func missing(of path: String) -> Position? {
    guard let position = earlier.positions(of: path).last, position.offset > 0,
      known.positions(of: path).last == position, !isHeld(position)
    else { return nil }
    return position
  }

  /// Says once if the file that was read up to the last position of the source is nowhere to be found.
  func noteLoss(besides file: TailedFile?, resuming resumed: ResumePoint?, _ rotated: Rotated) {
    let source = file?.source
    guard let source, file?.path == sources[source].path else { return }
    noteLoss(of: source, resuming: resumed, rotated)
  }

  /// The same for a source at whose path there is no file.
  func noteLoss(of source: Int, resuming resumed: ResumePoint?, _ rotated: Rotated) {
    let path = sources[source].path
    guard let position = missing(of: path), sources[source].missed != position, resumed?.position != position,
      !rotated.claimed.contains(position)
    else { return }
    sources[source].missed = position
    tell(.notice(lossText(path, at: position)))
  }

  /// That what came behind a position is lost, if anything did.
  func lossText(_ path: String, at position: Position) -> String {
    "\(path): the file that was read up to byte \(position.offset) is not found any more, under this name or those that "
      + "rotation gives; lines written to it after that, if any, are lost"
  }
}

/// Which files beside a path are newer than all that were read.
private struct Order {
  // The last of those that are closed, and those that are open, with their places if they are among the files.
  private var known: Int?
  private var open: [(lastChange: Int64, index: Int?)]
  // How those are named that belong to the path for sure.
  private var habits: Set<Habit> = [Habit(scheme: .behind, isElsewhere: false)]

  private struct Habit: Hashable {
    var scheme: RotationName.Scheme
    var isElsewhere: Bool
  }

  init(_ candidates: [TailSession.Candidate], _ predecessors: [TailedFile]) {
    known = candidates.lastIndex { candidate in
      candidate.rotated.part.isNumbered && !candidate.isUnknown
        && !predecessors.contains { $0.identity == candidate.rotated.identity }
    }
    open = predecessors.map { file in
      (file.lastChange ?? file.content.modified, candidates.firstIndex { $0.rotated.identity == file.identity })
    }
    for candidate in candidates where !candidate.isUnknown { habits.insert(Self.habit(candidate)) }
  }

  private static func habit(_ candidate: TailSession.Candidate) -> Habit {
    Habit(scheme: candidate.rotated.part.scheme, isElsewhere: candidate.rotated.isElsewhere)
  }

  func isNewest(_ index: Int, _ candidate: TailSession.Candidate) -> Bool {
    guard known != nil || !open.isEmpty, candidate.rotated.part.isNumbered, habits.contains(Self.habit(candidate))
    else {
      return false
    }
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
