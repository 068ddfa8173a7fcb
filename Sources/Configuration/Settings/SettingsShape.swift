/// The keys of the settings file. Everything that it may hold is in these tables: the reader, the schema and the article
/// Settings follow them.
extension Settings {
  /// The whole file.
  package static func shape(_ vocabulary: SettingsVocabulary) -> Shape {
    .keys([
      ShapeKey("input", input(vocabulary), "Where events come from"),
      ShapeKey("serve", serve, "What is offered to other programs"),
      ShapeKey("log", log, "Where the log goes"),
      ShapeKey("screen", screen, "How the screen looks"),
      ShapeKey("runtime", path, "The file of the values that operators set through wraptop"),
      ShapeKey("heartbeat", heartbeat, "An address that is called for as long as wraptop runs"),
      ShapeKey("store", path, "The file that keeps figures across restarts, or none"),
      ShapeKey("wrappers", path, "The configuration of the wrappers: a file, or a folder of NAME.json files"),
      ShapeKey("environment", .text(.line), "The environment whose profile of the wrappers is used"),
      ShapeKey("prices", path, "Prices for estimating costs, in LiteLLM's format"),
      ShapeKey("theme", .text(.known(vocabulary.themes, orFile: [themeEnding])), "A built-in theme, or a theme file"),
      ShapeKey("health", health, "How scores come about and what they mean"),
      ShapeKey("rules", .list(.mapping(rule(vocabulary))), "When to alert"),
      ShapeKey("channels", .table(names: .name, .mapping(channel(vocabulary))), "Where alerts are sent, by name"),
      ShapeKey("limits", limits, "What is bounded, and by how much"),
      ShapeKey("keys", .later, "Keys of actions"),
      ShapeKey("columns", .later, "Columns of the list of wrappers"),
      ShapeKey("layouts", .later, "Panes that share the screen"),
      ShapeKey("views", .later, "Filters, orders and columns by name"),
    ])
  }

  /// The schema of the whole file.
  package static func schema(_ vocabulary: SettingsVocabulary) -> JSONSchema {
    JSONSchema(
      title: "wraptop settings", summary: "The settings file of wraptop, config.yaml: every key is optional",
      shape(vocabulary))
  }

  static let logLevels = ["debug", "info", "notice", "warning", "error"]
  static let colors = ["auto", "direct", "256", "16", "mono"]
  static let glyphs = ["auto", "braille", "block", "ascii"]

  // What a path is, only the system knows.
  private static let path = Shape.text(.line)
  private static let globs = Shape.list(.text(.line))
  private static let severity = Shape.choice(Severity.allCases.map(\.rawValue))
  private static let day: Int64 = 86_400

  private static func input(_ vocabulary: SettingsVocabulary) -> Shape {
    .keys([
      ShapeKey("tail", .list(path), "Files and patterns of files to follow"),
      ShapeKey("socket", path, "The Unix socket to listen on"),
      ShapeKey("stdin", .flag, "Whether standard input is read"),
      ShapeKey("otlp", .text(.line), "The address at which OpenTelemetry is received, such as localhost:4318"),
      ShapeKey("from", .choice(["checkpoint", "beginning", "end"]), "Where to start reading existing files"),
      ShapeKey(
        "format", .text(.known(["auto", "native"] + vocabulary.formats, orFile: mappingEndings)),
        "The format of the input, or a mapping file"),
      ShapeKey("wrapper_by", .choice(vocabulary.wrapperKeys), "What names the wrappers of foreign formats"),
      ShapeKey("dedupe", .flag, "Whether duplicates are looked for in files, too"),
      ShapeKey("max_line", lineLength, "The maximum length of a line; 1MiB by default, and 64MiB in foreign formats"),
      ShapeKey("rejects", path, "The file that keeps every rejected line"),
    ])
  }

  private static let lineLength = Shape.size(1...(1 << 30))

  private static let serve = Shape.keys([
    ShapeKey("api", path, "The Unix socket of the API"),
    ShapeKey("http", .text(.line), "The address of the API over HTTP"),
    ShapeKey("token_file", path, "The file of the tokens that clients need"),
    ShapeKey("metrics", .text(.line), "The address of the metrics for Prometheus"),
    ShapeKey("ingest_group", .text(.line), "The group that may send events"),
    ShapeKey("view_group", .text(.line), "The group that may look"),
    ShapeKey("admin_group", .text(.line), "The group that may change"),
    ShapeKey("nats", .later, "The server of a stream of events"),
    ShapeKey("stream", .later, "The name of the stream"),
    ShapeKey("partition", .later, "The part of the stream"),
  ])

  private static let log = Shape.keys([
    ShapeKey("file", path, "The file that the log is appended to"),
    ShapeKey("level", .choice(logLevels), "The least urgent that is logged; info by default"),
  ])

  private static let screen = Shape.keys([
    ShapeKey("color", .choice(colors), "The colors to use; auto by default"),
    ShapeKey("glyphs", .choice(glyphs), "The characters to draw bars and charts with; auto by default"),
    ShapeKey("mouse", .later, "Whether the mouse is used"),
  ])

  private static let heartbeat = Shape.keys([
    ShapeKey("url", .text(.url, mayRefer: true), isRequired: true, "What is called"),
    ShapeKey("every", .duration(10...day), "How often; 1m by default"),
  ])

  private static let health = Shape.keys([
    ShapeKey("window", .duration(60...day), "What a score looks back at; 1h by default"),
    ShapeKey("recent_failure", .duration(1...day), "How long a failure counts as recent; 10m by default"),
    ShapeKey(
      "fallback_rate", .list(.rate, count: 2...2),
      "Rates of fallbacks over which a factor applies; [0.2, 0.5] by default"),
    ShapeKey(
      "error_rate", .list(.rate, count: 2...2), "Rates of errors over which a factor applies; [0.05, 0.1] by default"),
    ShapeKey("factors", factors, "What the score is multiplied by"),
    ShapeKey(
      "grades", .list(.rate, count: 3...3),
      "Scores from which on a wrapper is unhealthy, degraded and healthy; [0.5, 0.7, 0.9] by default"),
    ShapeKey(
      "system", .list(.rate, count: 2...2),
      "Scores from which on the system is degraded and healthy; [0.6, 0.8] by default"),
  ])

  private static let factors = Shape.keys([
    ShapeKey("fallback", .list(.rate, count: 2...2), "For the two rates of fallbacks; [0.9, 0.8] by default"),
    ShapeKey("recent_failure", .rate, "For a recent failure; 0.7 by default"),
    ShapeKey("error", .list(.rate, count: 2...2), "For the two rates of errors; [0.8, 0.6] by default"),
  ])

  private static func rule(_ vocabulary: SettingsVocabulary) -> MappingShape {
    MappingShape(
      [
        ShapeKey("name", .text(.name), isRequired: true, "A name of its own, or that of a built-in rule to change"),
        ShapeKey("metric", .choice(vocabulary.metrics.map(\.key)), "The figure that it looks at"),
        ShapeKey("above", .number(NumberRange()), "The figure over which it holds"),
        ShapeKey("below", .number(NumberRange()), "The figure under which it holds"),
        ShapeKey(
          "levels", .list(.mapping(level), count: 1...4), "Several thresholds, from the least severe to the most severe"
        ),
        ShapeKey("window", .duration(10...day), "What the figure covers; by default that of health"),
        ShapeKey("for", .duration(0...day), "How long it has to hold before it fires; 60s by default"),
        ShapeKey(
          "min_operations", .integer(NumberRange(0, 1e9)), "How many operations the window has to have; 5 by default"),
        ShapeKey("wrappers", globs, "Patterns of the names of wrappers; all by default"),
        ShapeKey("system", .flag, "Whether it looks at the whole rather than at each wrapper"),
        ShapeKey("severity", severity, "How much it matters; warning by default"),
        ShapeKey("cooldown", .duration(0...30 * day), "How long it is quiet after it has ended; 15m by default"),
        ShapeKey("channels", .list(.text(.name)), "Where it goes; by default every channel that takes its severity"),
        ShapeKey("enabled", .flag, "Whether it is looked at"),
      ], alternatives: ["above", "below", "levels"])
  }

  private static let level = MappingShape(
    [
      ShapeKey("above", .number(NumberRange()), "The figure over which it holds"),
      ShapeKey("below", .number(NumberRange()), "The figure under which it holds"),
      ShapeKey("severity", severity, isRequired: true, "How much it matters then"),
    ], alternatives: ["above", "below"], needsAlternative: true)

  private static func channel(_ vocabulary: SettingsVocabulary) -> MappingShape {
    MappingShape(
      [
        ShapeKey("min_severity", severity, "The least severe that it takes; info by default"),
        ShapeKey("wrappers", globs, "Patterns of the names of wrappers that it takes; all by default"),
        ShapeKey("group_wait", .duration(0...3600), "What fires within it is one message; 10s by default"),
        ShapeKey(
          "repeat", .duration(0...30 * day),
          "After how long it is told again of what still fires; 4h by default, 0s for never"),
        ShapeKey("send_resolved", .flag, "Whether it is told of the end; true by default"),
        ShapeKey("escalate", escalation, "Whom to tell if nobody acknowledges"),
      ],
      variants: ShapeVariants(
        "type", "What kind of channel it is", vocabulary.channelKinds.map { .init($0.name, $0.keys.map(\.shapeKey)) }))
  }

  private static let escalation = Shape.keys([
    ShapeKey("after", .duration(1...30 * day), isRequired: true, "How long it waits for someone to acknowledge"),
    ShapeKey("to", .text(.name), isRequired: true, "The name of another channel"),
  ])

  private static let limits = Shape.keys([
    ShapeKey("wrappers", .integer(NumberRange(1, 10_000)), "Wrappers that are told apart; 10000 by default"),
    ShapeKey("connections", .integer(NumberRange(1, 1024)), "Connections to the socket; 1024 by default"),
    ShapeKey("store", .size((16 << 20)...(1 << 40)), "The size of the store; 1GiB by default"),
    ShapeKey("line", lineLength, "The maximum length of a line, as input.max_line"),
  ])
}
