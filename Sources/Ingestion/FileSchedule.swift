import Glibc

/// Which file is looked at next, and how many are open meanwhile.
///
/// Files that no path leads to any more come first, so that what replaced them begins behind them; the others take turns, a
/// buffer each. Of compressed files only one is under way, as the decompression of each takes memory. A file that has to be
/// opened waits while too many are open.
struct FileSchedule {
  /// How many files may be open at once. Half of them may stay open at rest.
  private let room: Int
  /// How many are open.
  private(set) var open = 0
  private var urgent = FileQueue()
  private var waiting = FileQueue()
  private var waitingForRoom = FileQueue()
  private var waitingForDecompression = FileQueue()
  private weak var decompressing: TailedFile?
  // None was left, or those that were are needed elsewhere, until then.
  private(set) var nextTry: ContinuousClock.Instant?

  init(room: Int) { self.room = max(2, room) }

  /// There may be something to read in the file.
  mutating func wake(_ file: TailedFile) {
    file.isDirty = true
    enqueue(file)
  }

  /// A file that comes before all others now, or no longer.
  mutating func noteReachability(of file: TailedFile) {
    // Where it may stand in a queue already, it is passed over there or looked at once more.
    file.isQueued = false
    wake(file)
  }

  /// The file's turn is over; it gets another one if there is more to do.
  mutating func goOn(with file: TailedFile) {
    guard file.isDirty, !file.isQueued else { return }
    guard file.isReachable else {
      file.isQueued = true
      return urgent.prepend(file)
    }
    enqueue(file)
  }

  /// There is something to do, for which there may be no room.
  var hasWork: Bool {
    [urgent, waiting, waitingForRoom, waitingForDecompression].contains { $0.all.contains(where: \.isDirty) }
  }

  /// Files wait to be opened, and cannot be.
  var lacksDescriptors: Bool { !waitingForRoom.isEmpty }

  /// The files that wait for their turn.
  var waitingFiles: [TailedFile] { [urgent, waiting, waitingForRoom, waitingForDecompression].flatMap(\.all) }

  /// The next file to look at; nil if there is nothing to do that can be done.
  mutating func next() -> TailedFile? {
    while let file = Self.pop(&urgent) {
      if file.isReachable {
        enqueue(file)
      } else if file.file.isOpen || hasRoom {
        return file
      } else {
        postpone(file)
      }
    }
    if hasRoom, let file = Self.pop(&waitingForRoom) { enqueue(file) }
    if decompressing.map({ !$0.isDirty || $0.isSpoilt }) ?? true {
      decompressing = nil
      if let file = Self.pop(&waitingForDecompression) { enqueue(file) }
    }
    while let file = Self.pop(&waiting) {
      if file.isCompressed {
        guard decompressing == nil || decompressing === file else {
          waitingForDecompression.append(file)
          file.isQueued = true
          continue
        }
        decompressing = file
      }
      guard file.file.isOpen || hasRoom else {
        postpone(file)
        continue
      }
      return file
    }
    return nil
  }

  /// The file was opened.
  mutating func noteOpened() {
    open += 1
    nextTry = nil
  }

  /// The file was closed.
  mutating func noteClosed() {
    open -= 1
    nextTry = nil
  }

  /// The file cannot be opened now, as no descriptor is left.
  mutating func noteRefused(_ file: TailedFile) {
    nextTry = .now + .seconds(1)
    postpone(file)
  }

  /// A file at rest is closed, so that others can be opened.
  var closesAtRest: Bool { open > room / 2 }

  private var hasRoom: Bool { open < room && nextTry.map { $0 <= .now } ?? true }

  private mutating func postpone(_ file: TailedFile) {
    guard !file.isQueued else { return }
    file.isQueued = true
    waitingForRoom.append(file)
  }

  private mutating func enqueue(_ file: TailedFile) {
    guard !file.isQueued else { return }
    file.isQueued = true
    if file.isReachable { waiting.append(file) } else { urgent.append(file) }
  }

  private static func pop(_ queue: inout FileQueue) -> TailedFile? {
    while let file = queue.popFirst() {
      file.isQueued = false
      if file.isDirty { return file }
    }
    return nil
  }
}
