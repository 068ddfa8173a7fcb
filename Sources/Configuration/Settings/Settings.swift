/// What an operator sets up for wraptop itself, as the settings file says it (article Settings). What it does not say is
/// nil, or empty: the program's own default holds. References stay references.
package struct Settings: Sendable, Equatable {
  /// Where events come from.
  package struct Input: Sendable, Equatable {
    /// Files and patterns to follow.
    package var tail: [String] = []
    /// The socket to listen on.
    package var socket: String?
    package var stdin = false
    /// The address at which telemetry is received.
    package var otlp: String?
    /// `checkpoint`, `beginning` or `end`.
    package var from: String?
    /// The name of a format, or a mapping file.
    package var format: String?
    /// What names the wrappers of foreign formats.
    package var wrapperBy: String?
    package var dedupe = false
    /// The maximum length of a line, in bytes.
    package var maxLine: Int?
    /// Where rejected lines are kept.
    package var rejects: String?
  }

  /// Where the log goes, and what is in it.
  package struct Log: Sendable, Equatable {
    package var file: String?
    package var level: String?
  }

  /// How the screen looks.
  package struct Screen: Sendable, Equatable {
    package var color: String?
    package var glyphs: String?
  }

  /// The dead-man's switch that is told that the core lives.
  package struct Heartbeat: Sendable, Equatable {
    package var url: Text
    package var seconds: Int64 = 60
  }

  /// A text, or the place of one.
  package enum Text: Sendable, Equatable {
    case plain(String)
    case reference(Reference)
  }

  /// How the score of a wrapper comes about, and what it means. Lists go from the lowest threshold to the highest.
  package struct Health: Sendable, Equatable {
    package var windowSeconds: Int64?
    package var recentFailureSeconds: Int64?
    /// Two rates, each with its factor in `fallbackFactors`.
    package var fallbackRates: [Double]?
    package var fallbackFactors: [Double]?
    package var errorRates: [Double]?
    package var errorFactors: [Double]?
    package var recentFailureFactor: Double?
    /// From which scores on a wrapper is unhealthy, degraded and healthy.
    package var grades: [Double]?
    /// From which scores on the system is degraded and healthy.
    package var system: [Double]?
  }

  /// What is bounded, and by how much.
  package struct Limits: Sendable, Equatable {
    /// Wrappers that are told apart.
    package var wrappers: Int?
    /// Connections to the socket at the same time.
    package var connections: Int?
    /// The size of the store, in bytes.
    package var store: Int?
    /// The length of a line, in bytes.
    package var line: Int?
  }

  /// What is offered to other programs, besides the socket of the API.
  package struct Serve: Sendable, Equatable {
    /// The address of the API over HTTP.
    package var http: String?
    /// The file of the tokens that clients need there.
    package var tokenFile: String?
    /// The address of the metrics.
    package var metrics: String?
    package var ingestGroup: String?
    package var viewGroup: String?
    package var adminGroup: String?
  }

  package var input = Input()
  package var log = Log()
  package var screen = Screen()
  /// The socket of the API.
  package var api: String?
  package var serve = Serve()
  /// The runtime file.
  package var runtime: String?
  package var heartbeat: Heartbeat?
  /// Where figures are kept; `none` for nowhere.
  package var store: String?
  /// The operator's wrappers file or folder.
  package var wrappers: String?
  /// The environment whose profile is used.
  package var environment: String?
  package var prices: String?
  /// The name of a theme, or a theme file.
  package var theme: String?
  package var health = Health()
  /// In the order of the file.
  package var rules: [Rule] = []
  /// In the order of the file.
  package var channels: [Channel] = []
  package var limits = Limits()

  package init() {}
}

extension Settings {
  /// How much an alert matters.
  package enum Severity: String, Sendable, CaseIterable { case info, warning, error, critical }

  /// A rule of alerts: one of the operator's own, or what is changed of a built-in one. What is nil is not changed, or has
  /// the default that the article Settings names.
  package struct Rule: Sendable, Equatable {
    /// On which side of a threshold a rule holds.
    package enum Side: String, Sendable { case above, below }

    /// A threshold.
    package struct Level: Sendable, Equatable {
      package var threshold: Double
      /// Nil for that of the rule.
      package var severity: Severity?
    }

    package var name: String
    /// Whether it changes a built-in rule.
    package var isBuiltIn = false
    package var metric: String?
    package var side: Side?
    /// The least severe first; each threshold lies beyond the one before. Empty if the file names none.
    package var levels: [Level] = []
    package var windowSeconds: Int64?
    /// How long it has to hold before it fires.
    package var forSeconds: Int64?
    package var minOperations: Int?
    /// Globs of the names of wrappers.
    package var wrappers: [String]?
    /// Whether it looks at the whole rather than at each wrapper.
    package var isOfSystem = false
    package var severity: Severity?
    package var cooldownSeconds: Int64?
    package var channels: [String]?
    package var isEnabled: Bool?
  }

  /// Where alerts are sent.
  package struct Channel: Sendable, Equatable {
    /// A setting of the channel's own kind. It may hold a secret.
    package indirect enum Value: Sendable, Equatable {
      case text(Text)
      case number(Int)
      case list([Text])
      /// Names with texts, or a group of settings.
      case group([String: Value])
    }

    /// Whom to tell if nobody acknowledges an alert.
    package struct Escalation: Sendable, Equatable {
      package var afterSeconds: Int64
      /// The name of another channel.
      package var channel: String
    }

    package var name: String
    package var kind: String
    /// The settings of its kind.
    package var values: [String: Value] = [:]
    package var minSeverity = Severity.info
    /// Globs of the names of wrappers.
    package var wrappers = ["*"]
    package var groupWaitSeconds: Int64 = 10
    /// After how long it is told again of what still fires; 0 for never.
    package var repeatSeconds: Int64 = 4 * 3600
    package var sendsResolved = true
    package var escalation: Escalation?
  }
}

extension Settings {
  /// The same with each path of a file in the form that `whole` gives it.
  package func mapPaths(_ whole: (String) -> String) -> Settings {
    var settings = self
    settings.input.tail = input.tail.map(whole)
    settings.input.socket = input.socket.map(whole)
    settings.input.rejects = input.rejects.map(whole)
    settings.input.format = input.format.map { Self.isMappingFile($0) ? whole($0) : $0 }
    settings.log.file = log.file.map(whole)
    settings.api = api.map(whole)
    settings.serve.tokenFile = serve.tokenFile.map(whole)
    settings.runtime = runtime.map(whole)
    settings.store = store.map { $0 == "none" ? $0 : whole($0) }
    settings.wrappers = wrappers.map(whole)
    settings.prices = prices.map(whole)
    settings.theme = theme.map { $0.hasSuffix(Self.themeEnding) ? whole($0) : $0 }
    return settings
  }

  /// What the name of a mapping file ends in.
  static let mappingEndings = [".yaml", ".yml", ".json"]
  /// What the name of a theme file ends in.
  static let themeEnding = ".theme"

  private static func isMappingFile(_ format: String) -> Bool { mappingEndings.contains { format.hasSuffix($0) } }

  /// The settings that differ from others and take effect at the next start only, as the file names them.
  package func restartKeys(since others: Settings) -> [String] {
    func differs<Value: Equatable>(_ key: KeyPath<Settings, Value>) -> Bool {
      self[keyPath: key] != others[keyPath: key]
    }
    let keys: [(String, Bool)] = [
      ("input", differs(\.input)), ("serve", differs(\.api) || differs(\.serve)), ("log", differs(\.log)),
      ("screen", differs(\.screen)), ("runtime", differs(\.runtime)), ("store", differs(\.store)),
      ("wrappers", differs(\.wrappers)),
      ("environment", differs(\.environment)), ("prices", differs(\.prices)), ("theme", differs(\.theme)),
      ("limits", differs(\.limits)),
    ]
    return keys.filter(\.1).map(\.0)
  }
}
