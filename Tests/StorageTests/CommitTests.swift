import Events
import Monitoring
import Storage
import TestSupport
import Testing

/// What is committed, in whatever portions, is what is loaded.
@Suite struct CommitTests {
  @Test(arguments: modelSeeds(8, brief: 3).map { UInt64($0) }) func portionsDoNotMatter(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    var random = SeededRandom(seed: seed ^ 0xabcd)
    var changes = RandomChanges(seed: seed)
    let memory = MemoryStore(now: noon)
    let atOnce = try SQLiteStore.sound(folder("at-once.db"))
    var inPortions: SQLiteStore? = try SQLiteStore.sound(folder("portions.db"))
    var whole: Commit?
    var portion: Commit?
    for _ in 0..<40 {
      let next = changes.next()
      try memory.commit(next)
      if whole?.append(next) == nil { whole = next }
      if portion?.append(next) == nil { portion = next }
      if let due = portion, Int.random(in: 0..<3, using: &random) == 0 {
        try inPortions?.commit(due)
        portion = nil
        if Int.random(in: 0..<8, using: &random) == 0 {
          inPortions = nil
          inPortions = try SQLiteStore.sound(folder("portions.db"))
        }
      }
    }
    if let portion { try inPortions?.commit(portion) }
    if let whole { try atOnce.commit(whole) }
    let expected = Compared(try memory.load())
    Compared(try atOnce.load()).expectEqual(expected, "at once")
    if let inPortions { Compared(try inPortions.load()).expectEqual(expected, "in portions") }
    inPortions = nil
    Compared(try SQLiteStore.sound(folder("portions.db")).load()).expectEqual(expected, "reopened")
  }
}
