import Events
import GRDB

/// Keeps a database within its size: the oldest slots of all wrappers go, hours and their breakdowns first, then minutes,
/// then spending. What remains is small and bounded by numbers.
struct SizeBound {
  let bytes: UInt64

  /// What is shed goes down to this share of the size, so that not every commit has to.
  private static let target = 0.95
  /// Free pages over this share of the file are given back to the disk, this many in a commit.
  private static let freeShare = 0.25
  private static let freedAtOnce = 512

  private struct Level {
    var kind: CommitOutcome.Shed.Kind
    var table: String
    var step: Int64
  }

  private static let levels: [[Level]] = [
    [
      Level(kind: .hours, table: "hours", step: 3600), Level(kind: .breakdowns, table: "coarse", step: 3600),
    ],
    [Level(kind: .minutes, table: "minutes", step: 60)],
    [Level(kind: .spending, table: "spending", step: 900)],
  ]

  /// Sheds what does not fit, and makes the file smaller if much of it is free.
  func enforce(in database: Database) throws -> [CommitOutcome.Shed] {
    var pages = try Pages(database)
    guard pages.used > bytes else {
      if Double(pages.free) > Double(pages.all) * Self.freeShare, pages.free > Self.freedAtOnce {
        try database.execute(sql: "PRAGMA incremental_vacuum(\(Self.freedAtOnce))")
      }
      return []
    }
    var shed: [CommitOutcome.Shed] = []
    for levels in Self.levels {
      while Double(pages.used) > Double(bytes) * Self.target, try removeOldest(of: levels, in: database, &shed) {
        pages = try Pages(database)
      }
    }
    try database.execute(sql: "PRAGMA incremental_vacuum")
    return shed
  }

  // Removes the oldest slot of some tables; false if they are empty.
  private func removeOldest(
    of levels: [Level], in database: Database, _ shed: inout [CommitOutcome.Shed]
  ) throws -> Bool {
    let oldest = try levels.compactMap {
      try Int64.fetchOne(database.cachedStatement(sql: "SELECT min(slot) FROM \($0.table)"))
    }.min()
    guard let oldest else { return false }
    for level in levels {
      let delete = try database.cachedStatement(sql: "DELETE FROM \(level.table) WHERE slot = ?")
      try delete.execute(arguments: [oldest])
      guard database.changesCount > 0 else { continue }
      let before = Timestamp(seconds: (oldest + 1) * level.step)
      if let at = shed.firstIndex(where: { $0.kind == level.kind }) {
        shed[at].before = before
        shed[at].count += database.changesCount
      } else {
        shed.append(CommitOutcome.Shed(kind: level.kind, before: before, count: database.changesCount))
      }
    }
    return true
  }

  /// How the pages of a database are used.
  private struct Pages {
    var all: Int
    var free: Int
    private var size: Int

    /// Bytes that are not free.
    var used: UInt64 { UInt64(max(0, all - free)) * UInt64(size) }

    init(_ database: Database) throws {
      all = try Int.fetchOne(database.cachedStatement(sql: "PRAGMA page_count")) ?? 0
      free = try Int.fetchOne(database.cachedStatement(sql: "PRAGMA freelist_count")) ?? 0
      size = try Int.fetchOne(database.cachedStatement(sql: "PRAGMA page_size")) ?? 0
    }
  }
}
