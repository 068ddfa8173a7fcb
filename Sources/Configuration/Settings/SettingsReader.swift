/// Settings as they were read from a file.
package struct ReadSettings: Sendable {
  package var settings = Settings()
  /// What is worth a warning.
  package var warnings: [ConfigurationFault] = []
  /// Where keys stand, by their paths, such as `input.otlp`.
  package var places: [String: SourceLocation] = [:]

  package init() {}

  /// Reads a file.
  ///
  /// - Parameter root: nil if there is nothing in it.
  /// - Throws: everything that is wrong, in the order of the lines.
  package init(_ root: ConfigurationNode?, _ vocabulary: SettingsVocabulary) throws(SettingsFaults) {
    guard let root else { return }
    var reader = SettingsReader(vocabulary)
    settings = reader.settings(root)
    warnings = reader.shapes.warnings
    places = reader.places
    let faults = reader.shapes.sortedFaults
    if !faults.isEmpty { throw SettingsFaults(faults: faults) }
  }
}

/// Everything that is wrong with a settings file.
package struct SettingsFaults: Error, Equatable {
  package var faults: [ConfigurationFault]
}

/// Makes settings of what a file holds, once it has the right shape, and checks what has to hold between its parts.
struct SettingsReader {
  let vocabulary: SettingsVocabulary
  var shapes = ShapeReader()
  private(set) var places: [String: SourceLocation] = [:]

  init(_ vocabulary: SettingsVocabulary) { self.vocabulary = vocabulary }

  mutating func settings(_ node: ConfigurationNode) -> Settings {
    let root = shapes.read(node, as: Settings.shape(vocabulary))
    var settings = Settings()
    if let value = root["input"] { settings.input = input(value) }
    if let value = root["log"] { settings.log = .init(file: value["file"]?.text, level: value["level"]?.text) }
    if let value = root["screen"] {
      settings.screen = .init(color: value["color"]?.text, glyphs: value["glyphs"]?.text)
    }
    if let value = root["serve"] {
      settings.api = value["api"]?.text
      settings.serve = .init(
        http: value["http"]?.text, tokenFile: value["token_file"]?.text, metrics: value["metrics"]?.text,
        ingestGroup: value["ingest_group"]?.text, viewGroup: value["view_group"]?.text,
        adminGroup: value["admin_group"]?.text)
    }
    settings.runtime = root["runtime"]?.text
    settings.store = root["store"]?.text
    settings.wrappers = root["wrappers"]?.text
    settings.environment = root["environment"]?.text
    settings.prices = root["prices"]?.text
    settings.theme = root["theme"]?.text
    settings.heartbeat = root["heartbeat"].flatMap(heartbeat)
    if let value = root["health"] { settings.health = health(value) }
    if let value = root["limits"] { settings.limits = limits(value, root["input"]) }
    let channelNames = root["channels"].map { $0.entries.map(\.key) } ?? []
    settings.rules = rules(root["rules"]?.list ?? [], channelNames)
    settings.channels = channels(root["channels"]?.entries ?? [])
    for entry in root.entries {
      places[entry.key] = entry.value.place
      for inner in entry.value.entries { places["\(entry.key).\(inner.key)"] = inner.value.place }
    }
    return settings
  }

  private func input(_ value: ReadValue) -> Settings.Input {
    Settings.Input(
      tail: value["tail"]?.texts ?? [], socket: value["socket"]?.text, stdin: value["stdin"]?.flag ?? false,
      otlp: value["otlp"]?.text, from: value["from"]?.text, format: value["format"]?.text,
      wrapperBy: value["wrapper_by"]?.text, dedupe: value["dedupe"]?.flag ?? false,
      maxLine: value["max_line"]?.integer.map { Int($0) }, rejects: value["rejects"]?.text)
  }

  private func heartbeat(_ value: ReadValue) -> Settings.Heartbeat? {
    value["url"].flatMap(Settings.Text.init).map { Settings.Heartbeat(url: $0, seconds: value["every"]?.integer ?? 60) }
  }

  private mutating func limits(_ value: ReadValue, _ input: ReadValue?) -> Settings.Limits {
    if let line = value["line"], input?.gives("max_line") == true {
      shapes.fail(line.place, "limits.line", "is the same as input.max_line; keep one of them")
    }
    func number(_ key: String) -> Int? { value[key]?.integer.map { Int($0) } }
    return Settings.Limits(
      wrappers: number("wrappers"), connections: number("connections"), store: number("store"), line: number("line"))
  }

  // MARK: Health

  private mutating func health(_ value: ReadValue) -> Settings.Health {
    var health = Settings.Health()
    health.windowSeconds = value["window"]?.integer
    health.recentFailureSeconds = value["recent_failure"]?.integer
    health.fallbackRates = rising(value, "fallback_rate", "health")
    health.errorRates = rising(value, "error_rate", "health")
    health.grades = rising(value, "grades", "health")
    health.system = rising(value, "system", "health")
    guard let factors = value["factors"] else { return health }
    health.recentFailureFactor = factors["recent_failure"]?.number
    health.fallbackFactors = falling(factors, "fallback", "health.factors")
    health.errorFactors = falling(factors, "error", "health.factors")
    return health
  }

  private mutating func rising(_ value: ReadValue, _ key: String, _ path: String) -> [Double]? {
    ordered(value, key, path, "each has to be above the one before") { $0 < $1 }
  }

  // A higher rate must not do less harm.
  private mutating func falling(_ value: ReadValue, _ key: String, _ path: String) -> [Double]? {
    ordered(value, key, path, "none may be above the one before, since it belongs to a higher rate") { $0 >= $1 }
  }

  private mutating func ordered(
    _ value: ReadValue, _ key: String, _ path: String, _ rule: String, by isOrdered: (Double, Double) -> Bool
  ) -> [Double]? {
    guard let list = value[key] else { return nil }
    let numbers = list.numbers
    guard numbers.count == list.list.count else { return nil }
    guard zip(numbers, numbers.dropFirst()).allSatisfy(isOrdered) else {
      shapes.fail(list.place, "\(path).\(key)", rule)
      return nil
    }
    return numbers
  }
}

extension Settings.Text {
  init?(_ value: ReadValue) {
    switch value.content {
    case .text(let text): self = .plain(text)
    case .reference(let reference): self = .reference(reference)
    default: return nil
    }
  }
}
