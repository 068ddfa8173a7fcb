import Events

/// What was read of a file, in marks: the ends of the last pieces that were read, and of the last lines.
struct FileTrail {
  /// The ends of pieces, ascending.
  private var pieces: [Mark] = []
  /// The ends of lines, ascending.
  private var lines: [Mark] = []
  /// Where reading stands, which may be within a line.
  private var end: Mark

  /// How many ends of pieces are kept (article Inputs), and how many of lines go with them into a position.
  private static let kept = 8
  /// How many ends of lines are kept while the file is open, so that there are enough again once its end was lost.
  private static let keptLines = 64

  init(_ marks: [Mark] = []) {
    pieces = marks
    end = marks.last ?? Mark(offset: 0, before: .empty)
  }

  /// Nothing is known of what stands before where reading stands.
  var isUnmarked: Bool { end.offset > 0 && end.before.length == 0 }

  /// What stands before `offset`, which is where reading stands.
  mutating func mark(_ offset: UInt64, _ before: [UInt8]) {
    end = Mark(offset: offset, before: Fingerprint(of: before))
    pieces.append(end)
  }

  /// The marks of the position at `offset`.
  func marks(upTo offset: UInt64) -> [Mark] {
    let lines = lines.prefix { $0.offset <= offset }.suffix(Self.kept)
    let marks = Self.merge(pieces.filter { $0.offset <= offset } + lines + (end.offset == offset ? [end] : []))
    return marks.suffix(Mark.most)
  }

  private static func merge(_ marks: [Mark]) -> [Mark] {
    var merged: [Mark] = []
    for mark in marks.sorted(by: { $0.offset < $1.offset }) where mark.offset != merged.last?.offset ?? 0 {
      if mark.before.length > 0 { merged.append(mark) }
    }
    return merged
  }

  /// Reading stands at an offset before again.
  mutating func goBack(to offset: UInt64) {
    let mark = (pieces + lines + [end]).last { $0.offset == offset }
    pieces.removeAll { $0.offset > offset }
    lines.removeAll { $0.offset > offset }
    end = mark ?? Mark(offset: offset, before: .empty)
  }

  /// True if `before` is what stood before where reading stands.
  func continues(_ before: [UInt8]) -> Bool {
    let length = end.before.length
    return before.count >= length && Fingerprint(of: before.suffix(length)) == end.before
  }

  /// Bytes were read.
  ///
  /// - Parameters:
  ///   - position: where the first of them stands.
  ///   - before: what stands before them.
  ///   - toEnd: they are all that there was. Then the last lines get marks of their own, since a file that loses its
  /// end     loses the last ones.
  mutating func extend(with read: UnsafeRawBufferPointer, at position: UInt64, before: [UInt8], toEnd: Bool) {
    guard !read.isEmpty else { return }
    func mark(behind count: Int) -> Mark {
      let length = min(before.count + count, Fingerprint.most)
      var print = Fingerprint.empty
      if length > count { before.suffix(length - count).withUnsafeBytes { print.add($0) } }
      print.add(UnsafeRawBufferPointer(rebasing: read[max(0, count - length)..<count]))
      return Mark(offset: position + UInt64(count), before: print)
    }
    var ends: [Mark] = []
    var rest = read[...]
    while ends.count < (toEnd ? Self.keptLines : 1), let found = rest.lastIndex(of: 10) {
      ends.append(mark(behind: found + 1))
      rest = rest[..<found]
    }
    end = mark(behind: read.count)
    guard let last = ends.first else { return }
    pieces.append(last)
    pieces.removeFirst(max(0, pieces.count - Self.kept))
    lines += ends.reversed()
    lines.removeFirst(max(0, lines.count - Self.keptLines))
  }
}

extension Position {
  /// How far this position leads in content that begins like this: to its largest mark that fits; nil if none does, so
  /// that the content is another one. A position without marks, from an older store, is taken by its beginning.
  ///
  /// In compressed content, which loses no end, the last mark has to fit; its size is taken at its word where that
  /// agrees.
  func offset(
    in content: any FileContent, _ isCompressed: Bool, _ beginning: [UInt8]
  ) throws(ContentFailure) -> UInt64? {
    let beginsAlike = fingerprint.matches(beginning)
    if isCompressed {
      guard beginsAlike else { return nil }
      guard let mark = marks.last, content.hasMore(than: offset) else { return offset }
      let before = try content.bytes(before: mark.offset, count: mark.before.length)
      return Fingerprint(of: before) == mark.before ? offset : nil
    }
    if marks.isEmpty { return beginsAlike ? min(offset, content.size) : nil }
    for mark in marks.reversed() where mark.offset <= content.size {
      guard beginsAlike || mark.offset == UInt64(mark.before.length) else { continue }
      if Fingerprint(of: try content.bytes(before: mark.offset, count: mark.before.length)) == mark.before {
        return mark.offset
      }
    }
    return nil
  }
}
