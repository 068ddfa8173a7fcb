import Alerting
import Events
import TestSupport
import Testing

/// A random life of a queue beside what a receiver must have seen of it: failures, ends of the program at any instant, clocks
/// that are set.
@Suite struct DeliveryModelTests {
  private struct Told: Hashable {
    var channel: String
    var alert: String
    var number: Int
  }

  @Test(arguments: modelSeeds(400, brief: 40))
  func everyMessageEndsOnceAndInItsOrder(_ seed: Int) throws {
    var random = SeededRandom(seed: seed)
    var limits = DeliveryQueue.Limits()
    limits.atOnce = Int.random(in: 1...4, using: &random)
    limits.undeliverable = 100_000
    limits.waiting = random.happens(0.3) ? 10 : 10_000
    var queue = DeliveryQueue(limits: limits)
    var rows: [Int64: StoredDelivery] = [:]
    var now = MessageSamples.noon
    var numbers: [String: Int] = [:]
    var added: Set<Told> = []
    var delivered: [Told: Int] = [:]
    var latest: [String: Int] = [:]
    var underWay: [Delivery] = []

    func told(_ delivery: Delivery) -> [Told] {
      delivery.message.entries.map { entry in
        Told(channel: delivery.channel, alert: entry.alert.id, number: Int(entry.alert.reading.value))
      }
    }
    func commit() {
      let changes = queue.takeChanges()
      for id in changes.removed { rows[id] = nil }
      for (id, row) in changes.changed { rows[id] = row }
    }
    func finish(_ delivery: Delivery, _ outcome: DeliveryOutcome) {
      // The receiver has it, whatever becomes of the program.
      if outcome == .delivered {
        for entry in told(delivery) {
          delivered[entry, default: 0] += 1
          let key = "\(entry.channel) \(entry.alert)"
          // Again after the program has ended is allowed, an older one than the latest is not.
          #expect(entry.number >= latest[key, default: 0], "\(entry) after \(latest[key, default: 0])")
          latest[key] = entry.number
        }
      }
      queue.record(outcome, of: delivery.id, at: now, random: Double.random(in: 0..<1, using: &random))
    }

    for _ in 0..<400 {
      switch random.below(10) {
      case 0..<4:
        let channel = "c\(random.below(3))"
        var entries: [(AlertMessage.News, Alert)] = []
        for alert in Set((0...random.below(3)).map { _ in "\(random.below(5))" }).sorted() {
          let key = "\(channel) \(alert)"
          numbers[key, default: 0] += 1
          var value = MessageSamples.alert(alert)
          value.reading.value = Double(numbers[key, default: 0])
          entries.append((random.happens(0.5) ? .firing : .resolved, value))
          added.insert(Told(channel: channel, alert: alert, number: numbers[key, default: 0]))
        }
        queue.add(MessageSamples.message(entries, channel: channel), at: now)
        commit()
      case 4..<8:
        underWay += queue.ready(at: now)
        for channel in Set(underWay.map(\.channel)) {
          #expect(underWay.count { $0.channel == channel } <= limits.atOnce)
        }
        guard !underWay.isEmpty else { break }
        let delivery = underWay.remove(at: Int(random.below(UInt64(underWay.count))))
        let outcome: DeliveryOutcome =
          switch random.below(10) {
          case 0..<5: .delivered
          case 5..<8: .failed("x", retryAfter: random.happens(0.2) ? Int64(random.below(100)) : nil)
          default: .refused("no")
          }
        finish(delivery, outcome)
        if random.happens(0.7) { commit() }
      case 8:
        let jump = Int64.random(in: -200_000...200_000, using: &random)
        now = now.advanced(seconds: random.happens(0.05) ? jump : Int64(random.below(200)))
      default:
        guard random.happens(0.2) else { break }
        // The program ends here: what was not committed is lost.
        queue = DeliveryQueue(rows, limits: limits)
        underWay = []
        // What it had not written down may come again, in its order.
        latest = [:]
      }
    }
    for delivery in underWay { finish(delivery, .delivered) }
    commit()
    var rounds = 0
    while let next = queue.nextAttempt(at: now), rounds < 10_000 {
      now = max(now, next)
      let ready = queue.ready(at: now)
      #expect(!ready.isEmpty)
      for delivery in ready { finish(delivery, .delivered) }
      commit()
      rounds += 1
    }
    #expect(queue.count == 0)
    let given = Set(queue.undeliverable.flatMap { told($0.delivery) })
    #expect(added.subtracting(given).isSubset(of: delivered.keys), "something was lost")
    #expect(rows.count == queue.undeliverable.count)
  }
}
