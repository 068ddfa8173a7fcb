import Events
import Monitoring

/// All alerts, those that are over, and silences: a value to which conditions and the time are told (article Alerts, Life).
///
/// How long something has been true is counted only while somebody looks, at most `longestStep` at a time: a clock that is set
/// ahead, or a program that was stopped for an hour, makes nothing fire and ends nothing.
package struct AlertBook: Sendable {
  /// Alerts that are pending, that fire, or whose end has not been told to every channel yet, by id.
  package private(set) var entries: [String: AlertEntry] = [:]
  /// Those that are over, newest first.
  package private(set) var ended: [Alert] = []
  package private(set) var silences: [Silence] = []
  /// How many true conditions became no alert because there were too many.
  package private(set) var shed: UInt64 = 0

  private var current: [AlertKey: String] = [:]
  private var memories: [AlertKey: AlertMemory] = [:]
  private var lastUpdate: Timestamp?
  private var changes = AlertChanges()

  /// The most alerts at a time; beyond that, conditions are counted only.
  package static let limit = 10_000
  /// How many alerts are kept that are over.
  package static let historyLimit = 1_000
  static let silenceLimit = 1_000
  static let memoryLimit = 40_000
  static let longestStep: Int64 = 15_000_000

  package init() {}

  // MARK: Time

  /// Goes to an instant at which these conditions are true and all others false.
  ///
  /// - Parameters:
  ///   - rules: those that the conditions refer to.
  ///   - isIdle: tells whether a wrapper is idle, which is asked of those whose alerts may end.
  ///   - random: makes ids.
  /// - Returns: the ids of the alerts that began to fire.
  package mutating func update(
    _ conditions: [AlertCondition], rules: [AlertRule], now: Timestamp, isIdle: (String) -> Bool,
    random: inout some RandomNumberGenerator
  ) -> [String] {
    let passed = lastUpdate.map { max(0, now.microseconds &- $0.microseconds) } ?? 0
    let step = min(passed, Self.longestStep)
    lastUpdate = now
    var fired: [String] = []
    var seen: Set<String> = []
    for condition in conditions {
      let rule = rules[condition.rule]
      let key = AlertKey(rule: rule.name, subject: condition.subject)
      let id: String
      if let known = current[key] {
        id = known
        entries[id]?.held += step
      } else {
        // Told once a period: what was told for this one is over or was seen.
        if let period = condition.period, rule.budgetStep != nil, memories[key]?.period == period { continue }
        guard entries.count < Self.limit else {
          shed &+= 1
          continue
        }
        id = String(hexadecimal: random.next())
        current[key] = id
        entries[id] = AlertEntry(
          alert: Alert(
            id: id, rule: rule.name, subject: condition.subject, severity: condition.severity, state: .pending,
            since: now, reading: condition.reading), newsAt: now)
      }
      seen.insert(id)
      if see(condition, id, rule, now) { fired.append(id) }
    }
    end(rules, seen, step: step, now: now, isIdle: isIdle)
    inhibit(rules)
    applySilences(now)
    return fired
  }

  // Takes over what is seen of an alert whose condition is true. True if it begins to fire.
  private mutating func see(_ condition: AlertCondition, _ id: String, _ rule: AlertRule, _ now: Timestamp) -> Bool {
    guard var entry = entries[id] else { return false }
    defer { entries[id] = entry }
    entry.clear = 0
    entry.period = condition.period
    // What was found out when it fired is kept, unless the condition brings something of its own.
    let explanation = condition.reading.explanation.isEmpty ? entry.alert.reading.explanation : []
    entry.alert.reading = condition.reading
    entry.alert.reading.explanation += explanation
    if condition.severity != entry.alert.severity {
      if condition.severity > entry.alert.severity { entry.newsAt = now }
      entry.alert.severity = condition.severity
      if let known = entry.alert.acknowledgement?.severity, known < condition.severity {
        entry.alert.acknowledgement = nil
        entry.alert.state = .firing
      }
      if entry.alert.isActive { changes.change(id) }
    }
    guard entry.alert.state == .pending, entry.held >= rule.forSeconds &* 1_000_000 else { return false }
    entry.alert.state = .firing
    entry.alert.firedAt = now
    entry.newsAt = now
    if let memory = memories[AlertKey(rule: rule.name, subject: condition.subject)] {
      // A clock that was set back must not make a cooldown longer than it is.
      let end = min(memory.cooldownEnd, now.advanced(seconds: rule.cooldownSeconds))
      if end > now { entry.waitsUntil = end }
    }
    changes.change(id)
    return true
  }

  // Ends what is not true any more for long enough.
  private mutating func end(
    _ rules: [AlertRule], _ seen: Set<String>, step: Int64, now: Timestamp, isIdle: (String) -> Bool
  ) {
    guard current.count > seen.count else { return }
    let byName = Dictionary(rules.map { ($0.name, $0) }) { first, _ in first }
    for (key, id) in current where !seen.contains(id) {
      guard var entry = entries[id] else { continue }
      let rule = byName[key.rule].flatMap { $0.isEnabled ? $0 : nil }
      if entry.alert.state == .pending {
        current[key] = nil
        entries[id] = nil
        continue
      }
      entry.clear += step
      entries[id] = entry
      guard let rule else {
        resolve(key, id, .ruleChanged, cooldown: 0, now)
        continue
      }
      guard entry.clear >= rule.clearSeconds &* 1_000_000 else { continue }
      let isSilent = key.subject.wrapper.map { isIdle($0) && !(AlertMetric[rule.metric]?.holdsForIdle ?? false) }
      let ending: Alert.Ending =
        rule.budgetStep != nil ? .periodEnded : isSilent ?? false ? .noTraffic : .recovered
      resolve(key, id, ending, cooldown: rule.cooldownSeconds, now)
    }
  }

  private mutating func resolve(
    _ key: AlertKey, _ id: String, _ ending: Alert.Ending, cooldown: Int64, _ now: Timestamp
  ) {
    guard var entry = entries[id] else { return }
    current[key] = nil
    entry.alert.state = .resolved
    entry.alert.resolvedAt = now
    entry.alert.ending = ending
    entry.newsAt = now
    entries[id] = entry
    // One that nobody could hear of makes nobody wait any longer: else what flaps would never be told again.
    let end = entry.waitsUntil.flatMap { $0 > now ? $0 : nil } ?? now.advanced(seconds: cooldown)
    memories[key] = AlertMemory(cooldownEnd: end, period: entry.period)
    changes.changedMemories.insert(key)
    if memories.count > Self.memoryLimit { forgetOldest() }
    changes.change(id)
  }

  // The half whose cooldown ends first, most of which are over.
  private mutating func forgetOldest() {
    for (key, _) in memories.sorted(by: { $0.value.cooldownEnd < $1.value.cooldownEnd }).prefix(memories.count / 2) {
      memories[key] = nil
      changes.changedMemories.insert(key)
    }
  }

  // While a rule fires that tells worse, or anything critical of the same wrapper, what is less is not sent.
  private mutating func inhibit(_ rules: [AlertRule]) {
    guard !entries.isEmpty else { return }
    let superseded = Dictionary(rules.map { ($0.name, $0.supersededBy) }) { first, _ in first }
    var critical: Set<String> = []
    for entry in entries.values where entry.alert.isActive && entry.alert.severity == .critical {
      if let wrapper = entry.alert.subject.wrapper { critical.insert(wrapper) }
    }
    for (id, entry) in entries where entry.alert.isActive {
      let worse = superseded[entry.alert.rule] ?? []
      let isInhibited =
        entry.alert.severity <= .warning && entry.alert.subject.wrapper.map { critical.contains($0) } ?? false
        || worse.contains { rule in
          current[AlertKey(rule: rule, subject: entry.alert.subject)].flatMap { entries[$0]?.alert.isActive } ?? false
        }
      if isInhibited != entry.isInhibited { entries[id]?.isInhibited = isInhibited }
    }
  }

  // MARK: What operators do

  /// Records that somebody takes care of an alert. False if no alert of that id fires.
  package mutating func acknowledge(_ id: String, _ acknowledgement: Alert.Acknowledgement) -> Bool {
    guard entries[id]?.alert.isActive == true else { return false }
    var acknowledgement = acknowledgement
    acknowledgement.severity = entries[id]?.alert.severity
    entries[id]?.alert.acknowledgement = acknowledgement
    entries[id]?.alert.state = .acknowledged
    changes.change(id)
    return true
  }

  /// Adds a silence; the oldest goes if there are too many.
  package mutating func add(_ silence: Silence, now: Timestamp) {
    silences.removeAll { $0.id == silence.id }
    silences.append(silence)
    changes.changedSilences.insert(silence.id)
    while silences.count > Self.silenceLimit { changes.changedSilences.insert(silences.removeFirst().id) }
    applySilences(now)
  }

  /// Ends a silence; false if there is none of that id.
  package mutating func removeSilence(_ id: String, now: Timestamp) -> Bool {
    guard silences.contains(where: { $0.id == id }) else { return false }
    silences.removeAll { $0.id == id }
    changes.changedSilences.insert(id)
    applySilences(now)
    return true
  }

  private mutating func applySilences(_ now: Timestamp) {
    for silence in silences where silence.until <= now { changes.changedSilences.insert(silence.id) }
    silences.removeAll { $0.until <= now }
    guard !silences.isEmpty || entries.values.contains(where: { $0.alert.silencedUntil != nil }) else { return }
    for (id, entry) in entries where entry.alert.isActive {
      let until = silences.lazy.filter { $0.covers(entry.alert) }.map(\.until).max()
      guard until != entry.alert.silencedUntil else { continue }
      entries[id]?.alert.silencedUntil = until
      entries[id]?.alert.state = entry.alert.acknowledgement != nil ? .acknowledged : until != nil ? .silenced : .firing
      if until == nil { entries[id]?.newsAt = now }
      changes.change(id)
    }
  }

  // MARK: What channels were told

  /// Adds to what explains an alert that began to fire.
  package mutating func explain(_ id: String, _ explanation: [String]) {
    guard !explanation.isEmpty else { return }
    entries[id]?.alert.reading.explanation += explanation
    changes.change(id)
  }

  /// Records what a channel was told; `isKept` says whether that has to outlive the process.
  mutating func record(_ told: AlertEntry.Told, to channel: String, of id: String, isKept: Bool = true) {
    entries[id]?.told[channel] = told
    if isKept { changes.change(id) }
  }

  /// Lets an alert go whose end has been told to everybody who was told that it fires.
  mutating func close(_ id: String) {
    guard let entry = entries.removeValue(forKey: id) else { return }
    changes.change(id)
    ended.insert(entry.alert, at: 0)
    changes.changedEnded.insert(id)
    while ended.count > Self.historyLimit { changes.changedEnded.insert(ended.removeLast().id) }
  }

  /// Lets go of the alerts that are over, for who keeps them elsewhere.
  package mutating func forgetEnded() { ended = [] }

  // MARK: Store

  /// What has changed since this was called the last time, for a store.
  package mutating func takeChanges() -> [AlertRow.Change] {
    let taken = exchange(&changes, with: AlertChanges())
    var rows: [AlertRow.Change] = []
    for id in taken.entries.sorted() { rows.append(.init(.entry, id, entries[id].map { .entry($0) })) }
    if !taken.changedEnded.isEmpty {
      let kept = Dictionary(ended.lazy.filter { taken.changedEnded.contains($0.id) }.map { ($0.id, $0) }) { a, _ in a }
      for id in taken.changedEnded.sorted() { rows.append(.init(.ended, id, kept[id].map { .ended($0) })) }
    }
    for id in taken.changedSilences.sorted() {
      rows.append(.init(.silence, id, silences.first { $0.id == id }.map { .silence($0) }))
    }
    for key in taken.changedMemories {
      rows.append(.init(.memory, key.text, memories[key].map { .memory(AlertRow.Memory(key: key, memory: $0)) }))
    }
    return rows
  }

  /// A book with what a store holds.
  package init(_ rows: [AlertRow]) {
    for row in rows {
      switch row {
      case .entry(let entry):
        entries[entry.alert.id] = entry
        if entry.alert.isActive {
          current[AlertKey(rule: entry.alert.rule, subject: entry.alert.subject)] = entry.alert.id
        }
      case .ended(let alert): ended.append(alert)
      case .silence(let silence): silences.append(silence)
      case .memory(let memory): memories[memory.key] = memory.memory
      case .delivery: break
      }
    }
    ended.sort { ($0.resolvedAt ?? $0.since, $0.id) > ($1.resolvedAt ?? $1.since, $1.id) }
    silences.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
  }
}

/// What of a book a store has yet to learn.
private struct AlertChanges: Sendable {
  var entries: Set<String> = []
  var changedEnded: Set<String> = []
  var changedSilences: Set<String> = []
  var changedMemories: Set<AlertKey> = []

  mutating func change(_ id: String) { entries.insert(id) }
}

extension String {
  /// 16 digits.
  fileprivate init(hexadecimal number: UInt64) {
    let digits = String(number, radix: 16)
    self = String(repeating: "0", count: 16 - digits.count) + digits
  }
}
