import Events
import TestSupport
import Testing

@testable import Service

@Suite(.waiting) struct BellTests {
  @Test("A million rings that nobody waits for are one")
  func manyRings() async {
    let bell = Bell()
    for _ in 0..<1_000_000 { bell.ring() }
    await bell.wait()
    let begin = SuspendingClock.now
    await bell.wait(until: begin + .milliseconds(50))
    #expect(SuspendingClock.now - begin >= .milliseconds(50))
  }

  @Test("Who waits is woken by each change, by the end of the task, and when the time is over")
  func waiting() async {
    let core = Core { Timestamp(seconds: 0) }
    let changed = core.changes.hang()
    let alsoChanged = core.changes.hang()
    for _ in 0..<1000 {
      let waiting = Task { await changed.wait() }
      core.notices.post("news", as: .demo)
      await waiting.value
      await alsoChanged.wait()
    }
    changed.clear()
    let cancelled = Task { await changed.wait() }
    cancelled.cancel()
    await cancelled.value
    changed.clear()
    await changed.wait(until: .now + .milliseconds(10))
  }
}

struct NoticeBoardTests {
  @Test("A notice takes the place of one with its identity, and the last eight are kept, newest first")
  func identities() {
    let board = NoticeBoard(log: .silent, changes: Bells())
    board.post("a file is gone", as: .socketFile(path: "s"))
    board.post("the same text", as: .input("one"))
    board.post("the same text", as: .input("two"))
    board.post("a file is still gone", as: .socketFile(path: "s"))
    #expect(board.texts == ["a file is still gone", "the same text", "the same text"])
    board.withdraw(.input("one"))
    #expect(board.texts == ["a file is still gone", "the same text"])
    for number in 0..<10 { board.post("\(number)", as: .start("\(number)")) }
    #expect(board.texts == (2..<10).reversed().map(String.init))
  }
}
