import Alerting
import Events
import Monitoring
import PlainText
import Snapshots

/// Carries out what alerts need of the world. Calls come from any task; each takes as long as it has to.
package protocol AlertDelivering: Sendable {
  /// Makes an attempt to deliver.
  func deliver(_ request: DeliveryRequest) async -> DeliveryOutcome
  /// Asks for an address, so that who is there knows that the core lives. Returns why that failed; nil if it did not.
  func beat(_ url: String) async -> String?
}

/// Watches a core by rules, keeps the alerts, and has channels told (article Alerts).
///
/// It looks once a second while anything happens. What it decides is stored before anybody is told: who is told twice knows it by
/// the id of the alert, and nobody is told of what a crash would forget. Where a store takes nothing, which is itself an alert,
/// people are told all the same.
package actor AlertEngine {
  private let core: Core
  private let deliverer: any AlertDelivering
  private let host: String
  private var plan: AlertPlan
  private var evaluator: RuleEvaluator
  private var book: AlertBook
  private var queue: DeliveryQueue
  private var random = SystemRandomNumberGenerator()
  /// Everything up to this mark has to be stored before anything is sent.
  private var mark: UInt64 = 0
  private var shown: AlertsState?
  private var running: Task<Void, Never>?
  private var attempts: [Int64: Task<Void, Never>] = [:]
  private var seenEvents: UInt64 = 0
  private var quietTicks = 0

  /// The time between two looks while something happens, and while nothing does.
  private static let pauses = (busy: Duration.seconds(1), quiet: Duration.seconds(5))

  /// - Parameter host: the name of this machine, which messages carry.
  package init(of core: Core, plan: AlertPlan, deliverer: any AlertDelivering, host: String) {
    self.core = core
    self.plan = plan
    self.deliverer = deliverer
    self.host = host
    evaluator = RuleEvaluator(plan.rules)
    book = AlertBook()
    queue = DeliveryQueue()
  }

  // MARK: Life

  /// Goes on from alerts as a store has them. To be called before `start`.
  package func restore(_ rows: [AlertRow]) {
    book = AlertBook(rows)
    var deliveries: [Int64: StoredDelivery] = [:]
    for case .delivery(let stored) in rows { deliveries[stored.id] = stored }
    queue = DeliveryQueue(deliveries)
  }

  /// Begins to look.
  package func start() {
    guard running == nil else { return }
    running = Task { [weak self] in
      async let _: Void = self?.beat() ?? ()
      while !Task.isCancelled {
        guard let pause = await self?.look() else { return }
        try? await Task.sleep(for: pause, clock: .suspending)
      }
    }
  }

  /// Ends, and hands what is not stored yet to the core. What is on its way to a channel and not answered is sent again by who goes
  /// on from the store.
  package func close() async {
    running?.cancel()
    await running?.value
    running = nil
    for attempt in attempts.values { attempt.cancel() }
    for attempt in attempts.values { await attempt.value }
    keepChanges()
  }

  /// Goes by another plan from now on.
  package func adopt(_ plan: AlertPlan) {
    self.plan = plan
    if plan.rules != evaluator.rules { evaluator = RuleEvaluator(plan.rules) }
    queue.keepOnly(Set(plan.channels.map(\.channel.name)), at: core.now)
    _ = look()
  }

  /// Looks once, and sends what may be sent. Returns how long nothing needs to be looked at.
  @discardableResult
  package func look() -> Duration {
    // What was decided before is stored by now, or has to go without.
    if core.storedAlertMark >= mark { send() }
    let (conditions, now) = core.conditions(by: &evaluator, core.reading())
    let core = core
    let fired = book.update(
      conditions, rules: plan.rules, now: now,
      isIdle: { name in core.withMonitor { $0.isIdle(name, at: now) } }, random: &random)
    for id in fired { explain(id) }
    route(now)
    show(now)
    let events = core.appliedEvents
    quietTicks = events == seenEvents && book.entries.isEmpty && queue.count == 0 ? quietTicks + 1 : 0
    seenEvents = events
    return quietTicks > 60 ? Self.pauses.quiet : Self.pauses.busy
  }

  private func route(_ now: Timestamp) {
    let router = AlertRouter(channels: plan.channels.map(\.channel), rules: plan.rules, host: host)
    for outgoing in router.takeMessages(from: &book, now: now) {
      let channel = plan.channels.first { $0.channel.name == outgoing.message.channel }
      queue.add(
        outgoing.message, at: now, replaces: channel?.channel.refreshSeconds != nil, isKept: outgoing.isKept)
    }
    keepChanges()
  }

  // What else explains an alert that has begun to fire: which failures there are.
  private func explain(_ id: String) {
    guard let alert = book.entries[id]?.alert, let wrapper = alert.subject.wrapper,
      let metric = AlertMetric[alert.reading.metric], metric.isAboutFailures
    else { return }
    let failures = core.withMonitor { $0.recentFailures(of: wrapper) }
    book.explain(id, FailureSummary(failures).parts)
  }

  private func keepChanges() {
    var changes = book.takeChanges()
    let deliveries = queue.takeChanges()
    for (id, stored) in deliveries.changed.sorted(by: { $0.key < $1.key }) {
      changes.append(AlertRow.Change(.delivery, "\(id)", .delivery(stored)))
    }
    for id in deliveries.removed { changes.append(AlertRow.Change(.delivery, "\(id)", nil)) }
    guard !changes.isEmpty, let mark = core.store(changes) else { return }
    self.mark = mark
  }

  private func show(_ now: Timestamp) {
    var state = AlertsState(book, now: now)
    state.channels = plan.channels.map { channel in
      var shown = AlertsState.Channel(name: channel.channel.name, kind: channel.kind)
      let standing = queue.standing(of: channel.channel.name)
      shown.waiting = standing.waiting
      shown.lastDelivered = standing.lastDelivered
      shown.undeliverable = standing.undeliverable
      let hasFailedLast = standing.lastFaultAt.map { fault in standing.lastDelivered.map { fault >= $0 } ?? true }
      shown.problem = hasFailedLast == true ? standing.lastFault : nil
      return shown
    }
    state.undeliverable = queue.undeliverable.reversed().map { message in
      AlertsState.Undeliverable(
        channel: message.delivery.channel, at: message.at,
        about: message.delivery.message.entries.map { "\($0.news.rawValue) \($0.alert.rule) \($0.alert.subject.name)" },
        reason: message.reason)
    }
    guard state != shown else { return }
    shown = state
    core.setAlerts(state)
  }

  // MARK: Sending

  /// True while an attempt to deliver has no outcome.
  var isSending: Bool { !attempts.isEmpty }

  private func send() {
    for delivery in queue.ready(at: core.now) {
      guard let channel = plan.channels.first(where: { $0.channel.name == delivery.channel }),
        let kind = AlertChannelKinds.named(channel.kind)
      else {
        record(.refused("the settings have no channel \(delivery.channel) any more"), of: delivery.id)
        continue
      }
      let deliverer = deliverer
      attempts[delivery.id] = Task { [weak self] in
        let outcome: DeliveryOutcome
        switch await channel.values() {
        case .failure(let secret): outcome = .failed(secret.reason, retryAfter: 60)
        case .success(let values):
          if let request = kind.init(values).request(for: delivery.message) {
            outcome = await deliverer.deliver(request)
          } else {
            outcome = .delivered
          }
        }
        guard !Task.isCancelled || outcome == .delivered else { return }
        await self?.record(outcome, of: delivery.id)
      }
    }
  }

  private func record(_ outcome: DeliveryOutcome, of id: Int64) {
    attempts[id] = nil
    let now = core.now
    switch outcome {
    case .delivered: break
    case .failed(let fault, _): core.notices.log.info("alert not delivered yet: \(fault)")
    case .refused(let fault): core.notices.log.info("alert not delivered: \(fault)")
    }
    queue.record(outcome, of: id, at: now, random: Double.random(in: 0..<1, using: &random))
    keepChanges()
    show(now)
  }

  private func beat() async {
    while !Task.isCancelled {
      if let heartbeat = plan.heartbeat {
        let problem: String?
        switch await heartbeat.url() {
        case .failure(let secret): problem = secret.reason
        case .success(let url): problem = await deliverer.beat(url)
        }
        if let problem, !Task.isCancelled {
          core.notices.post("heartbeat: \(problem)", as: .heartbeat)
        } else {
          core.notices.withdraw(.heartbeat)
        }
      }
      let seconds: Int64 = plan.heartbeat?.seconds ?? 60
      try? await Task.sleep(for: .seconds(seconds), clock: .suspending)
    }
  }

  // MARK: Requests

  /// Does what an operator asks for. Returns why it could not be done; nil if it was.
  package func answer(_ request: AlertRequest, by operatorName: String) -> String? {
    let now = core.now
    let operatorName = operatorName.cut(toBytes: Self.longestName)
    switch request {
    case .acknowledge(let id, let note):
      let acknowledgement = Alert.Acknowledgement(
        by: operatorName, at: now, note: note?.cut(toBytes: Self.longestNote))
      guard book.acknowledge(id, acknowledgement) else { return "no alert \(id) fires any more" }
    case .silence(let rule, let subject, let seconds, let reason):
      guard (1...Self.longestSilence).contains(seconds) else {
        return "a silence lasts for 1 s to 30 days; its end has to come"
      }
      let id = String(UInt32.random(in: .min ... .max, using: &random), radix: 16)
      book.add(
        Silence(
          id: String(repeating: "0", count: 8 - id.count) + id, rule: rule?.cut(toBytes: Self.longestPattern),
          subject: subject?.cut(toBytes: Self.longestPattern), createdAt: now,
          until: now.advanced(seconds: seconds), by: operatorName, reason: reason?.cut(toBytes: Self.longestNote)),
        now: now)
    case .unsilence(let id):
      guard book.removeSilence(id, now: now) else { return "there is no silence \(id); it may have ended" }
    }
    keepChanges()
    show(now)
    return nil
  }

  private static let longestSilence: Int64 = 30 * 86_400
  // In bytes. A pattern can be as long as the name of a wrapper and more.
  private static let longestName = 64
  private static let longestNote = 512
  private static let longestPattern = 1024
}
