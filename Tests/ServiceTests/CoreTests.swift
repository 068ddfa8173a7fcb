import Events
import Service
import Synchronization
import Testing

struct CoreTests {
  // A stored closure that is wrapped once more each time it is read would end in an overflow of the stack here.
  @Test("An observer is told of each of a million changes")
  func manyChanges() {
    let core = Core(seed: 1) { Timestamp(seconds: 0) }
    let calls = Counter()
    core.onChange { calls.number.wrappingAdd(1, ordering: .relaxed) }
    for _ in 0..<1_000_000 { core.changed() }
    #expect(calls.number.load(ordering: .relaxed) == 1_000_000)
  }
}

private final class Counter: Sendable {
  let number = Atomic<Int>(0)
}
