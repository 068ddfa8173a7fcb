import Events

/// What is to be delivered, until it is or cannot be (article Alert channels, Delivery).
///
/// A message is delivered at least once: it stays until an attempt is recorded as delivered, and what was under way when the
/// program ended is tried again. Nothing here reaches for a clock or a random number.
///
///     queue.add(message, at: now)
///     for delivery in queue.ready(at: now) { ... }             // each is under way until its outcome is recorded
///     queue.record(outcome, of: delivery.id, at: now, random: .random(in: 0..<1))
///     store(queue.takeChanges())
package struct DeliveryQueue: Sendable {
  /// How many of everything.
  package struct Limits: Sendable {
    /// Deliveries of one channel at one time.
    package var atOnce = 4
    /// Deliveries that wait.
    package var waiting = 10_000
    /// Messages given up that are remembered.
    package var undeliverable = 200

    package init() {}
  }

  /// The longest wait between two attempts, unless the receiver asks for more.
  static let longestWait: Int64 = 300
  /// A receiver that asks for more has to do with this.
  static let longestRetryAfter: Int64 = 3_600
  /// How long a message is tried.
  static let patience: Int64 = 86_400
  /// How long it was put off at the least before the clock, which may have been set, is believed that it is old.
  private static let leastWaited: Int64 = 3_600

  fileprivate struct Channel: Sendable {
    /// In the order in which they were added.
    var deliveries: [Int64] = []
    /// Those of each alert, in the same order.
    var lines: [Alert.ID: [Int64]] = [:]
    var underWay: Set<Int64> = []
    /// The last attempt failed: one at a time is enough to find out when it works again.
    var isFailing = false
    /// Until when the receiver wants to be left alone.
    var heldUntil: Timestamp?
    var standing = ChannelStanding()

    mutating func append(_ delivery: Delivery) {
      deliveries.append(delivery.id)
      for alert in delivery.alerts { lines[alert, default: []].append(delivery.id) }
    }

    mutating func remove(_ delivery: Delivery) {
      underWay.remove(delivery.id)
      if let index = deliveries.firstIndex(of: delivery.id) { deliveries.remove(at: index) }
      for alert in delivery.alerts {
        lines[alert]?.removeAll { $0 == delivery.id }
        if lines[alert]?.isEmpty == true { lines[alert] = nil }
      }
    }
  }

  private let limits: Limits
  private var deliveries: [Int64: Delivery] = [:]
  private var channels: [String: Channel] = [:]
  private var nextID: Int64 = 1
  private var changed: Set<Int64> = []
  private var removed: Set<Int64> = []

  /// The messages that were given up, the latest last.
  package private(set) var undeliverable: [UndeliverableMessage] = []
  /// How many messages had to go because there were too many; they count as undeliverable as well.
  package private(set) var dropped: UInt64 = 0

  /// A queue with what a store has of it.
  package init(_ rows: [Int64: StoredDelivery] = [:], limits: Limits = Limits()) {
    self.limits = limits
    for (id, row) in rows.sorted(by: { $0.key < $1.key }) {
      nextID = id + 1
      switch row {
      case .waiting(let delivery):
        deliveries[id] = delivery
        channels[delivery.channel, default: Channel()].append(delivery)
      case .undeliverable(let message):
        undeliverable.append(message)
        channels[message.delivery.channel, default: Channel()].standing.undeliverable += 1
      }
    }
    undeliverable.sort { ($0.at, $0.id) < ($1.at, $1.id) }
  }

  /// How many deliveries wait or are under way.
  package var count: Int { deliveries.count }

  /// What waits, in the order in which it was added.
  package var waiting: [Delivery] { deliveries.values.sorted { $0.id < $1.id } }

  /// How a channel does.
  package func standing(of name: String) -> ChannelStanding {
    guard let channel = channels[name] else { return ChannelStanding() }
    var standing = channel.standing
    standing.waiting = channel.deliveries.count
    return standing
  }

  // MARK: Adding

  /// Adds a message for its channel.
  ///
  /// - Parameters:
  ///   - replaces: what still waits of the same alerts need not be sent any more, since the channel is told again and again
  ///     how things are (`refreshSeconds`).
  ///   - isKept: whether it has to outlive the process.
  package mutating func add(
    _ message: AlertMessage, at now: Timestamp, replaces: Bool = false, isKept: Bool = true
  ) {
    let delivery = Delivery(id: nextID, message: message, created: now, isKept: isKept)
    if replaces { removeReplaced(by: delivery) }
    nextID += 1
    if deliveries.count >= limits.waiting { drop(at: now) }
    deliveries[delivery.id] = delivery
    channels[message.channel, default: Channel()].append(delivery)
    noteChange(of: delivery.id)
  }

  private mutating func removeReplaced(by delivery: Delivery) {
    guard let channel = channels[delivery.channel] else { return }
    let alerts = Set(delivery.alerts)
    for id in channel.deliveries where !channel.underWay.contains(id) {
      guard let other = deliveries[id], alerts.isSuperset(of: other.alerts) else { continue }
      remove(other)
    }
  }

  /// Gives up the oldest message of the channel with the most, so that a channel that never works does not harm the others.
  private mutating func drop(at now: Timestamp) {
    let fullest = channels.max { ($0.value.idle, $1.key) < ($1.value.idle, $0.key) }?.value
    guard let id = fullest?.deliveries.first(where: { fullest?.underWay.contains($0) == false }) else { return }
    dropped += 1
    giveUp(id, because: "more than \(limits.waiting) messages were waiting", at: now)
  }

  /// Gives up what waits for channels that there are no longer.
  package mutating func keepOnly(_ names: Set<String>, at now: Timestamp) {
    for name in channels.keys.sorted() where !names.contains(name) {
      for id in channels[name]?.deliveries ?? [] {
        giveUp(id, because: "the settings have no channel \(name) any more", at: now)
      }
    }
  }

  // MARK: Attempts

  /// What may be tried now. It is under way until its outcome is recorded.
  ///
  /// A delivery that shares an alert with an earlier one of its channel waits for that: nobody hears that an alert is over
  /// before they hear that it fires.
  package mutating func ready(at now: Timestamp) -> [Delivery] {
    var ready: [Delivery] = []
    for name in channels.keys.sorted() {
      guard var channel = channels[name], channel.isOpen(at: now) else { continue }
      for id in channel.deliveries where !channel.underWay.contains(id) {
        guard channel.freePlaces(limits) > 0 else { break }
        guard let delivery = deliveries[id], delivery.isDue(at: now), channel.isFirst(delivery) else { continue }
        channel.underWay.insert(id)
        ready.append(delivery)
      }
      channels[name] = channel
    }
    return ready
  }

  /// When there is something to try, unless a message is added or an outcome recorded before; nil if nothing waits for time
  /// to pass.
  package func nextAttempt(at now: Timestamp) -> Timestamp? {
    var next: Timestamp?
    for channel in channels.values where channel.freePlaces(limits) > 0 {
      let open = channel.isOpen(at: now) ? now : channel.heldUntil ?? now
      for id in channel.deliveries where !channel.underWay.contains(id) {
        guard let delivery = deliveries[id] else { continue }
        let time = delivery.isDue(at: now) ? open : max(open, delivery.nextAttempt)
        guard next.map({ time < $0 }) ?? true, channel.isFirst(delivery) else { continue }
        next = time
        // Nothing of this channel can come before.
        if time == open { break }
      }
    }
    return next
  }

  /// Records what came of an attempt.
  ///
  /// - Parameter random: from 0 to below 1, so that many that failed together are not tried again together.
  package mutating func record(_ outcome: DeliveryOutcome, of id: Int64, at now: Timestamp, random: Double) {
    guard var delivery = deliveries[id], var channel = channels[delivery.channel] else { return }
    channel.underWay.remove(id)
    switch outcome {
    case .delivered:
      channel.isFailing = false
      channel.heldUntil = nil
      channel.standing.lastDelivered = now
    case .failed(let fault, let retryAfter):
      channel.isFailing = true
      channel.heldUntil = retryAfter.map { now.advanced(seconds: Self.bounded($0)) }
      channel.note(fault, at: now)
      delivery.putOff(fault, at: now, retryAfter: retryAfter, random: random)
    case .refused(let fault):
      // The receiver is there.
      channel.isFailing = false
      channel.note(fault, at: now)
      delivery.fault = fault
    }
    channels[delivery.channel] = channel
    deliveries[id] = delivery
    switch outcome {
    case .delivered: remove(delivery)
    case .refused(let fault): giveUp(id, because: fault, at: now)
    case .failed(let fault, _):
      let isOld = now >= delivery.created.advanced(seconds: Self.patience) && delivery.waitedSeconds >= Self.leastWaited
      guard !isOld, delivery.waitedSeconds < Self.patience else {
        return giveUp(id, because: "tried for a day, \(delivery.attempts) times: \(fault)", at: now)
      }
      noteChange(of: id)
    }
  }

  static func bounded(_ retryAfter: Int64) -> Int64 { max(1, min(retryAfter, longestRetryAfter)) }

  // MARK: Ends

  private mutating func remove(_ delivery: Delivery) {
    deliveries[delivery.id] = nil
    channels[delivery.channel]?.remove(delivery)
    noteRemoval(of: delivery.id)
  }

  private mutating func giveUp(_ id: Int64, because reason: String, at now: Timestamp) {
    guard let delivery = deliveries.removeValue(forKey: id) else { return }
    channels[delivery.channel]?.remove(delivery)
    channels[delivery.channel]?.standing.undeliverable += 1
    undeliverable.append(UndeliverableMessage(delivery: delivery, reason: reason, at: now))
    noteChange(of: id)
    while undeliverable.count > limits.undeliverable { noteRemoval(of: undeliverable.removeFirst().id) }
  }

  // MARK: Storing

  /// What has changed since this was last called, to be stored before the queue goes on: rows are values that a new queue
  /// can be made of.
  package mutating func takeChanges() -> DeliveryChanges {
    var changes = DeliveryChanges(changed: [:], removed: removed.sorted())
    let given = Dictionary(undeliverable.map { ($0.id, $0) }) { first, _ in first }
    for id in changed {
      changes.changed[id] = deliveries[id].map { .waiting($0) } ?? given[id].map { .undeliverable($0) }
    }
    changed = []
    removed = []
    return changes
  }

  private mutating func noteChange(of id: Int64) {
    if deliveries[id]?.isKept != false { changed.insert(id) }
  }

  private mutating func noteRemoval(of id: Int64) {
    changed.remove(id)
    removed.insert(id)
  }
}

extension DeliveryQueue.Channel {
  /// How many deliveries are not under way.
  fileprivate var idle: Int { deliveries.count - underWay.count }

  /// How many more may be tried at the same time.
  fileprivate func freePlaces(_ limits: DeliveryQueue.Limits) -> Int {
    (isFailing ? 1 : limits.atOnce) - underWay.count
  }

  /// Whether no earlier delivery shares an alert with it.
  fileprivate func isFirst(_ delivery: Delivery) -> Bool {
    delivery.alerts.allSatisfy { lines[$0]?.first == delivery.id }
  }

  /// Whether the receiver can be asked. A clock that was set back does not keep it closed.
  fileprivate func isOpen(at now: Timestamp) -> Bool {
    guard let heldUntil else { return true }
    return heldUntil <= now || heldUntil > now.advanced(seconds: DeliveryQueue.longestRetryAfter)
  }

  fileprivate mutating func note(_ fault: String, at now: Timestamp) {
    standing.lastFault = fault
    standing.lastFaultAt = now
  }
}

extension Delivery {
  /// Whether it may be tried. A clock that was set back does not put it off for longer than anything ever is.
  fileprivate func isDue(at now: Timestamp) -> Bool {
    nextAttempt <= now || nextAttempt > now.advanced(seconds: DeliveryQueue.longestRetryAfter)
  }

  /// Puts it off: for a second, doubling from attempt to attempt, or for as long as the receiver asks.
  fileprivate mutating func putOff(_ fault: String, at now: Timestamp, retryAfter: Int64?, random: Double) {
    let doubled = min(Int64(1) << min(attempts, 16), DeliveryQueue.longestWait)
    // From half of it to all of it.
    let wait = Double(doubled) * (1 + min(max(random, 0), 1)) / 2
    let microseconds = retryAfter.map { DeliveryQueue.bounded($0) * 1_000_000 } ?? Int64(wait * 1_000_000)
    attempts += 1
    nextAttempt = now.advanced(microseconds: microseconds)
    waitedSeconds += (microseconds + 999_999) / 1_000_000
    self.fault = fault
  }
}
