import Alerting
import Events
import Foundation
import Testing

/// What is tried when, what waits, and what is given up.
@Suite struct DeliveryQueueTests {
  private let start = MessageSamples.noon

  private func message(
    _ alerts: [String], _ news: AlertMessage.News = .firing, to channel: String = "a"
  ) -> AlertMessage {
    MessageSamples.message(alerts.map { (news, MessageSamples.alert($0)) }, channel: channel)
  }

  private func at(_ seconds: Int64) -> Timestamp { start.advanced(seconds: seconds) }

  private func queue(_ limits: (inout DeliveryQueue.Limits) -> Void = { _ in }) -> DeliveryQueue {
    var set = DeliveryQueue.Limits()
    limits(&set)
    return DeliveryQueue(limits: set)
  }

  /// Fails the next delivery with a random number that does not shorten the wait.
  private func fail(_ queue: inout DeliveryQueue, at time: Timestamp, retryAfter: Int64? = nil) throws {
    let delivery = try #require(queue.ready(at: time).first)
    queue.record(.failed("no answer", retryAfter: retryAfter), of: delivery.id, at: time, random: 1)
  }

  @Test func whatIsDeliveredIsGone() throws {
    var queue = queue()
    queue.add(message(["1"]), at: start)
    #expect(queue.standing(of: "a").waiting == 1)
    let delivery = try #require(queue.ready(at: start).first)
    #expect(queue.ready(at: start).isEmpty)
    queue.record(.delivered, of: delivery.id, at: at(1), random: 0)
    #expect(queue.count == 0 && queue.nextAttempt(at: at(1)) == nil)
    #expect(queue.standing(of: "a").lastDelivered == at(1) && queue.standing(of: "a").waiting == 0)
  }

  @Test func waitsDoubleFromASecondToFiveMinutes() throws {
    var queue = queue()
    queue.add(message(["1"]), at: start)
    var time = start
    var waits: [Double] = []
    for _ in 0..<12 {
      try fail(&queue, at: time)
      #expect(queue.ready(at: time).isEmpty)
      let next = try #require(queue.nextAttempt(at: time))
      waits.append(next.milliseconds(since: time) / 1000)
      time = next
    }
    #expect(waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
    let standing = queue.standing(of: "a")
    #expect(standing.lastFault == "no answer" && standing.lastFaultAt != nil && standing.lastDelivered == nil)
  }

  @Test(arguments: [(0.0, 0.5), (0.5, 0.75), (1.0, 1), (7, 1), (-7, 0.5)])
  func aRandomNumberShortensAWaitByHalfAtTheMost(_ random: Double, _ seconds: Double) throws {
    var queue = queue()
    queue.add(message(["1"]), at: start)
    let delivery = try #require(queue.ready(at: start).first)
    queue.record(.failed("", retryAfter: nil), of: delivery.id, at: start, random: random)
    #expect(queue.nextAttempt(at: start)?.milliseconds(since: start) == seconds * 1000)
  }

  @Test(arguments: [(Int64(7), Int64(7)), (0, 1), (-5, 1), (3600, 3600), (1_000_000, 3600), (.max, 3600)])
  func theReceiverSaysHowLongToWait(_ asked: Int64, _ waited: Int64) throws {
    var queue = queue()
    queue.add(message(["1"]), at: start)
    try fail(&queue, at: start, retryAfter: asked)
    // That holds for all that it gets.
    queue.add(message(["2"]), at: start)
    #expect(queue.nextAttempt(at: start) == at(waited))
    #expect(queue.ready(at: at(waited).advanced(microseconds: -1)).isEmpty)
    #expect(queue.ready(at: at(waited)).map(\.id) == [1])
  }

  @Test func aRefusedMessageIsGivenUpAtOnce() throws {
    var queue = queue()
    queue.add(message(["1"]), at: start)
    queue.add(message(["1"], .resolved), at: start)
    let delivery = try #require(queue.ready(at: start).first)
    queue.record(.refused("a.example answered 404"), of: delivery.id, at: start, random: 0)
    #expect(queue.undeliverable.map(\.reason) == ["a.example answered 404"] && queue.undeliverable[0].at == start)
    #expect(queue.standing(of: "a").undeliverable == 1 && queue.standing(of: "a").lastFault == "a.example answered 404")
    // What comes after it may go.
    #expect(queue.ready(at: start).map(\.id) == [2])
  }

  @Test func afterADayItIsGivenUp() throws {
    var queue = queue()
    queue.add(message(["1"]), at: start)
    var time = start
    var attempts = 0
    while queue.undeliverable.isEmpty, attempts < 1000 {
      time = try #require(queue.nextAttempt(at: time))
      try fail(&queue, at: time)
      attempts += 1
    }
    #expect(queue.count == 0 && time >= at(85_000) && time <= at(86_700) && attempts == 296)
    #expect(queue.undeliverable[0].reason == "tried for a day, 296 times: no answer")
  }

  // MARK: Order

  @Test func resolvedNeverOvertakesFiring() throws {
    var queue = queue()
    queue.add(message(["1"]), at: start)
    queue.add(message(["2"]), at: start)
    queue.add(message(["1", "2"], .resolved), at: start)
    queue.add(message(["2"]), at: start)
    queue.add(message(["3"]), at: start)
    queue.add(message(["1"], .resolved, to: "b"), at: start)
    #expect(queue.ready(at: start).map(\.id) == [1, 2, 5, 6])
    for id: Int64 in [1, 5, 6] { queue.record(.delivered, of: id, at: start, random: 0) }
    #expect(queue.ready(at: start).isEmpty)
    queue.record(.delivered, of: 2, at: start, random: 0)
    #expect(queue.ready(at: start).map(\.id) == [3])
    queue.record(.failed("", retryAfter: nil), of: 3, at: start, random: 1)
    #expect(queue.ready(at: start).isEmpty)
    #expect(queue.ready(at: at(1)).map(\.id) == [3])
    queue.record(.delivered, of: 3, at: at(1), random: 0)
    #expect(queue.ready(at: at(1)).map(\.id) == [4])
  }

  @Test func atMostSoManyAtOnceAndOneWhereItDoesNotWork() throws {
    var queue = queue { $0.atOnce = 3 }
    for alert in 0..<9 { queue.add(message(["\(alert)"]), at: start) }
    #expect(queue.ready(at: start).map(\.id) == [1, 2, 3])
    queue.record(.failed("", retryAfter: nil), of: 2, at: start, random: 1)
    #expect(queue.ready(at: start).isEmpty)
    queue.record(.failed("", retryAfter: nil), of: 1, at: start, random: 1)
    queue.record(.failed("", retryAfter: nil), of: 3, at: start, random: 1)
    #expect(queue.ready(at: start).map(\.id) == [4])
    queue.record(.delivered, of: 4, at: start, random: 0)
    #expect(queue.ready(at: start).map(\.id) == [5, 6, 7])
  }

  @Test func whatIsToldAgainAndAgainReplacesWhatWaits() throws {
    var queue = queue()
    queue.add(message(["1", "2"]), at: start, replaces: true)
    #expect(queue.ready(at: start).map(\.id) == [1])
    queue.add(message(["1", "2"], .repeated), at: start, replaces: true)
    queue.add(message(["3"]), at: start, replaces: true)
    queue.add(message(["1", "2"], .resolved), at: start, replaces: true)
    queue.add(message(["2"], .repeated, to: "b"), at: start, replaces: true)
    // The first is under way, the second is not needed any more.
    #expect(queue.waiting.map(\.id) == [1, 3, 4, 5])
    #expect(queue.undeliverable.isEmpty && queue.dropped == 0)
    #expect(queue.takeChanges().removed == [2])
  }

  // MARK: Bounds

  @Test func theFullestChannelLosesItsOldest() throws {
    var queue = queue { $0.waiting = 5 }
    queue.add(message(["0"], to: "b"), at: start)
    for alert in 1...4 { queue.add(message(["\(alert)"]), at: start) }
    #expect(queue.ready(at: start).count == 5)
    queue.record(.failed("x", retryAfter: nil), of: 3, at: start, random: 1)
    queue.add(message(["5"], to: "b"), at: at(5))
    #expect(queue.count == 5 && queue.dropped == 1)
    #expect(queue.undeliverable.map(\.id) == [3])
    #expect(queue.undeliverable[0].reason == "more than 5 messages were waiting")
    #expect(queue.standing(of: "a").undeliverable == 1 && queue.standing(of: "b").undeliverable == 0)
  }

  @Test func onlyTheLatestOfWhatWasGivenUpIsRemembered() throws {
    var queue = queue { $0.undeliverable = 3 }
    for alert in 0..<7 { queue.add(message(["\(alert)"]), at: start) }
    while let delivery = queue.ready(at: start).first {
      queue.record(.refused("no"), of: delivery.id, at: start, random: 0)
      for other in queue.waiting { queue.record(.refused("no"), of: other.id, at: start, random: 0) }
    }
    #expect(queue.undeliverable.map(\.id) == [5, 6, 7] && queue.standing(of: "a").undeliverable == 7)
    let changes = queue.takeChanges()
    #expect(changes.changed.keys.sorted() == [5, 6, 7] && changes.removed == [1, 2, 3, 4])
  }

  @Test func aChannelThatIsGoneGetsNothing() throws {
    var queue = queue()
    queue.add(message(["1"]), at: start)
    queue.add(message(["1"], to: "b"), at: start)
    let delivery = try #require(queue.ready(at: start).first)
    queue.keepOnly(["b"], at: start)
    queue.record(.delivered, of: delivery.id, at: start, random: 0)
    #expect(queue.waiting.map(\.channel) == ["b"])
    #expect(queue.undeliverable.map(\.reason) == ["the settings have no channel a any more"])
  }

  // MARK: Clocks

  @Test(arguments: [-10 * 365 * 86_400, -86_400, -3_700, 86_400, 10 * 365 * 86_400] as [Int64])
  func aClockThatIsSetStopsNothing(_ jump: Int64) throws {
    var queue = queue()
    queue.add(message(["1"]), at: start)
    queue.add(message(["2"], to: "b"), at: start)
    for delivery in queue.ready(at: start) {
      queue.record(.failed("", retryAfter: delivery.channel == "a" ? 60 : nil), of: delivery.id, at: start, random: 1)
    }
    var time = at(jump)
    #expect(queue.nextAttempt(at: time) == time || jump > 0)
    #expect(queue.ready(at: time).map(\.channel) == ["a", "b"])
    // A day that only the clock has seen is none.
    for id in queue.waiting.map(\.id) { queue.record(.failed("", retryAfter: nil), of: id, at: time, random: 1) }
    #expect(queue.undeliverable.isEmpty)
    time = time.advanced(seconds: 300)
    for delivery in queue.ready(at: time) { queue.record(.delivered, of: delivery.id, at: time, random: 0) }
    time = time.advanced(seconds: 1)
    for delivery in queue.ready(at: time) { queue.record(.delivered, of: delivery.id, at: time, random: 0) }
    #expect(queue.count == 0)
  }

  // MARK: Storing

  @Test func whatOnlyRemindsIsNotStored() throws {
    var queue = queue()
    queue.add(message(["1"]), at: start, isKept: false)
    try fail(&queue, at: start)
    #expect(queue.takeChanges().isEmpty && queue.count == 1)
    #expect(queue.ready(at: at(1)).map(\.id) == [1])
    queue.record(.refused("no"), of: 1, at: at(1), random: 0)
    #expect(queue.takeChanges().changed.keys.sorted() == [1] && queue.undeliverable.count == 1)
  }

  @Test func aQueueOfTheRowsGoesOn() throws {
    var queue = queue()
    for alert in ["1", "2", "3", "4"] { queue.add(message([alert]), at: start) }
    _ = queue.ready(at: start)
    queue.record(.delivered, of: 1, at: start, random: 0)
    queue.record(.refused("no"), of: 2, at: at(1), random: 0)
    queue.record(.failed("busy", retryAfter: nil), of: 3, at: start, random: 1)
    let changes = queue.takeChanges()
    #expect(changes.changed.keys.sorted() == [2, 3, 4] && changes.removed == [1])
    #expect(queue.takeChanges().isEmpty)
    let rows = try JSONDecoder().decode(
      [Int64: StoredDelivery].self, from: try JSONEncoder().encode(changes.changed))
    var restored = DeliveryQueue(rows)
    #expect(restored.waiting == queue.waiting && restored.undeliverable == queue.undeliverable)
    #expect(restored.takeChanges().isEmpty)
    // What was under way is tried again, and no number is given twice.
    #expect(restored.ready(at: at(1)).map(\.id) == [3, 4])
    restored.add(message(["5"]), at: at(1))
    #expect(restored.waiting.map(\.id) == [3, 4, 5])
    #expect(restored.standing(of: "a").undeliverable == 1)
  }
}
