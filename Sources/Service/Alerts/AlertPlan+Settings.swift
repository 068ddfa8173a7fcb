import Alerting
import Configuration
import Monitoring

extension AlertPlan {
  /// What settings ask for. References stay unresolved until something is sent.
  package init(_ settings: Settings, secrets: SecretResolver) {
    self.init()
    rules = Self.rules(settings)
    channels = settings.channels.map { channel in
      Channel(AlertChannel(channel), kind: channel.kind) { await secrets.values(of: channel.values) }
    }
    heartbeat = settings.heartbeat.map { heartbeat in
      Heartbeat(seconds: heartbeat.seconds) { await secrets.text(heartbeat.url) }
    }
  }

  /// The rules that hold: the built-in ones as settings change them, and those that settings add.
  package static func rules(_ settings: Settings) -> [AlertRule] {
    var rules = AlertRule.builtIn
    let window = HealthPolicy(settings.health).windowSeconds
    for place in rules.indices { rules[place].windowSeconds = window }
    for rule in settings.rules {
      if let place = rules.firstIndex(where: { $0.name == rule.name }) {
        rules[place].change(by: rule)
      } else if let metric = rule.metric, let first = rule.levels.first {
        var own = AlertRule(
          rule.name, metric: metric, AlertComparison(rule.side ?? .above),
          levels: [AlertRule.Level(first.threshold, .warning)])
        own.windowSeconds = window
        own.change(by: rule)
        rules.append(own)
      }
    }
    return rules
  }
}

extension AlertRule {
  /// Takes over what settings say of a rule.
  fileprivate mutating func change(by rule: Settings.Rule) {
    metric = rule.metric ?? metric
    if let side = rule.side { comparison = AlertComparison(side) }
    let usual = rule.severity.map { AlertSeverity($0) }
    if !rule.levels.isEmpty {
      levels = rule.levels.map { level in
        Level(level.threshold, level.severity.map { AlertSeverity($0) } ?? usual ?? severity)
      }
    } else if let usual {
      levels = levels.map { Level($0.threshold, usual) }
    }
    windowSeconds = rule.windowSeconds ?? windowSeconds
    forSeconds = rule.forSeconds ?? forSeconds
    minimumOperations = rule.minOperations.map { UInt64(clamping: $0) } ?? minimumOperations
    cooldownSeconds = rule.cooldownSeconds ?? cooldownSeconds
    channels = rule.channels ?? channels
    isEnabled = rule.isEnabled ?? isEnabled
    if rule.isOfSystem {
      target = .system
    } else if let globs = rule.wrappers {
      target = .wrappers(globs.map(NameGlob.init))
    }
  }
}

extension AlertSeverity {
  fileprivate init(_ severity: Settings.Severity) {
    switch severity {
    case .info: self = .info
    case .warning: self = .warning
    case .error: self = .error
    case .critical: self = .critical
    }
  }
}

extension AlertComparison {
  fileprivate init(_ side: Settings.Rule.Side) {
    switch side {
    case .above: self = .above
    case .below: self = .below
    }
  }
}

extension AlertChannel {
  fileprivate init(_ channel: Settings.Channel) {
    self.init(channel.name)
    minimumSeverity = AlertSeverity(channel.minSeverity)
    wrappers = channel.wrappers == ["*"] ? [] : channel.wrappers.map(NameGlob.init)
    groupWaitSeconds = channel.groupWaitSeconds
    repeatSeconds = channel.repeatSeconds
    sendsResolved = channel.sendsResolved
    escalation = channel.escalation.map { Escalation(afterSeconds: $0.afterSeconds, to: $0.channel) }
  }
}

extension SecretResolver {
  /// A text of the settings, looked up if it is a reference.
  func text(_ text: Settings.Text) -> Result<String, UnresolvedSecret> {
    switch text {
    case .plain(let text): .success(text)
    case .reference(let reference): value(of: reference)
    }
  }

  /// The settings of a channel, with what they refer to.
  func values(of values: [String: Settings.Channel.Value]) -> Result<ChannelValues, UnresolvedSecret> {
    do throws(UnresolvedSecret) {
      return .success(try resolved(values))
    } catch {
      return .failure(error)
    }
  }

  private func resolved(_ values: [String: Settings.Channel.Value]) throws(UnresolvedSecret) -> ChannelValues {
    var resolved = ChannelValues()
    for (key, value) in values {
      switch value {
      case .text(let text): resolved.values[key] = .text(try self.text(text).get())
      case .number(let number): resolved.values[key] = .number(number)
      case .list(let list):
        var texts: [String] = []
        for text in list { texts.append(try self.text(text).get()) }
        resolved.values[key] = .texts(texts)
      case .group(let group):
        // Names with texts are a map as well as a group; kinds ask for what they mean.
        resolved.values[key] = .group(try self.resolved(group))
      }
    }
    return resolved
  }
}

extension ChannelValues {
  /// Values that hold no references.
  package init(literal values: [String: Settings.Channel.Value]) {
    self.init(
      values.compactMapValues { value in
        switch value {
        case .text(.plain(let text)): .text(text)
        case .text(.reference): nil
        case .number(let number): .number(number)
        case .list(let texts): .texts(texts.compactMap { if case .plain(let text) = $0 { text } else { nil } })
        case .group(let group): .group(ChannelValues(literal: group))
        }
      })
  }
}
