/// What has to hold of channels (article Settings, Channels).
extension SettingsReader {
  /// The valid channels of a file.
  mutating func channels(_ entries: [ReadValue.Entry]) -> [Settings.Channel] {
    let names = entries.map(\.key)
    var channels: [Settings.Channel] = []
    for entry in entries {
      let path = ShapeReader.path("channels", entry.key)
      checkEscalation(entry, path, among: names)
      if let channel = channel(entry) { channels.append(channel) }
    }
    checkLoops(entries)
    return channels
  }

  private mutating func channel(_ entry: ReadValue.Entry) -> Settings.Channel? {
    let value = entry.value
    guard value.isWhole, let kindName = value["type"]?.text,
      let kind = vocabulary.channelKinds.first(where: { $0.name == kindName })
    else { return nil }
    var channel = Settings.Channel(name: entry.key, kind: kindName)
    channel.minSeverity = value["min_severity"]?.text.flatMap { .init(rawValue: $0) } ?? channel.minSeverity
    channel.wrappers = value["wrappers"]?.texts ?? channel.wrappers
    channel.groupWaitSeconds = value["group_wait"]?.integer ?? channel.groupWaitSeconds
    channel.repeatSeconds = value["repeat"]?.integer ?? channel.repeatSeconds
    channel.sendsResolved = value["send_resolved"]?.flag ?? channel.sendsResolved
    channel.values = Self.values(of: value, kind.keys)
    for fault in kind.faults(Self.literal(channel.values)) {
      var place: ReadValue? = value
      for key in fault.key.split(separator: ".") { place = place?[String(key)] }
      if let place, case .reference = place.content { continue }
      shapes.fail(
        place?.place ?? value.place, "\(ShapeReader.path("channels", entry.key)).\(fault.key)", fault.text)
    }
    if let escalation = value["escalate"], let after = escalation["after"]?.integer, let to = escalation["to"]?.text {
      channel.escalation = .init(afterSeconds: after, channel: to)
    }
    return channel
  }

  // Values without those that are kept elsewhere.
  private static func literal(_ values: [String: Settings.Channel.Value]) -> [String: Settings.Channel.Value] {
    values.compactMapValues { value in
      switch value {
      case .text(.reference): nil
      case .text(.plain), .number: value
      case .list(let texts): .list(texts.filter { if case .plain = $0 { true } else { false } })
      case .group(let group): .group(literal(group))
      }
    }
  }

  private static func values(
    of value: ReadValue, _ keys: [SettingsVocabulary.ChannelKey]
  ) -> [String: Settings.Channel.Value] {
    var values: [String: Settings.Channel.Value] = [:]
    for key in keys {
      guard let given = value[key.name] else { continue }
      values[key.name] =
        switch key.kind {
        case .text, .url, .choice: Settings.Text(given).map { .text($0) }
        case .number: given.integer.map { .number(Int($0)) }
        case .texts: .list(given.list.compactMap(Settings.Text.init))
        case .map:
          .group(
            Dictionary(
              given.entries.compactMap { entry in
                Settings.Text(entry.value).map { (entry.key, .text($0)) }
              }, uniquingKeysWith: { first, _ in first }))
        case .group(let keys): .group(self.values(of: given, keys))
        }
    }
    return values
  }

  // MARK: Escalation

  private mutating func checkEscalation(_ entry: ReadValue.Entry, _ path: String, among names: [String]) {
    guard let target = entry.value["escalate"]?["to"], let name = target.text, !names.contains(name) else { return }
    shapes.fail(
      target.place, "\(path).escalate.to",
      "\(ShownText.name(name)) is no channel" + shapes.suggestion(for: name, among: names))
  }

  // Each loop is told once, at its first channel.
  private mutating func checkLoops(_ entries: [ReadValue.Entry]) {
    var next: [String: String] = [:]
    for entry in entries { next[entry.key] = entry.value["escalate"]?["to"]?.text }
    var seen: Set<String> = []
    for entry in entries {
      var way: [String] = []
      var name: String? = entry.key
      while let current = name, seen.insert(current).inserted {
        way.append(current)
        name = next[current]
      }
      guard let end = name, let first = way.firstIndex(of: end) else { continue }
      let loop = way[first...] + [end]
      guard let target = entries.first(where: { $0.key == end })?.value["escalate"]?["to"] else { continue }
      shapes.fail(
        target.place, "\(ShapeReader.path("channels", end)).escalate.to",
        "leads in a circle: \(loop.map(ShownText.name).joined(separator: " to ")); let it end somewhere")
    }
  }
}
