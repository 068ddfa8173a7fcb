import Events
import Monitoring
import Snapshots

@testable import Dashboard

// What tests look at. Each scene is made once.
extension Scene {
  /// The twelve: critical, unhealthy, degraded, fallback-heavy, expensive, slow, idle, never seen, and healthy ones.
  static let dozen = Scene(loads, lines: underway, budgets: Scene.plan([:], in: .utc), prices: prices)

  /// The dozen against budgets: near and past the day's, past the month's, of the month only, tiny, untracked, none.
  static let budgets = dozen.with(
    budgets: {
      var plan = Scene.plan(
        [
          "support-bot": (50, 1_000), "rag-search": (80, nil), "summarize-v2": (120, 3_000), "checkout-copy": (40, nil),
          "codegen": (1_200, nil), "translate": (nil, 400), "router": (49.5, 25), "embed": (0.01, nil),
          "ocr-batch": (15, nil), "newsletter": (20, nil),
        ], in: berlin)
      plan.overall = BudgetLimits(daily: Money(dollars: 1_900))
      plan.untracked = ["moderation"]
      return plan
    }())

  /// Nothing has come in.
  static let empty = Scene(sources: SourceSamples.fresh)
  /// A wrapper that is known from the configuration only.
  static let unseen = Scene([], budgets: Scene.plan([:], in: .utc))
  /// The first three of the dozen.
  static let few = Scene(Array(loads.prefix(3)))
  /// So many wrappers, every hundredth of them failing.
  static let forty = many(40)
  static let fiveHundred = many(500)
  static let tenThousand = many(10_000)

  static let catchingUp = few.with { snapshot in
    snapshot.catchUp = CatchUp(
      bytesRead: 1_288_490_188, bytesTotal: 3_113_851_289, eventsPerSecond: 812_400, secondsLeft: 12)
    snapshot.sources[0].state = .catchingUp
  }

  /// Sources in trouble, lines rejected, something to say.
  static let troubled = dozen.with { snapshot in
    snapshot.sources = SourceSamples.usual + SourceSamples.troubled
    snapshot.notices = [
      "120 wrappers beyond the limit of 10,000 are counted together as (other)",
      "the folder /srv/old can be written by others: chmod go-w it",
    ]
    snapshot.rejected = SourceSamples.rejectedLines
  }

  /// Names and texts as an attacker, or a careless program, would send them, with budgets.
  static let hostile: Scene = {
    let names = [
      "\u{1B}[2J\u{1B}]0;owned\u{07}", "要約サービス・本番環境・東京リージョン", "\u{202E}gnp.exe\u{2066}",
      "team-search-eu-west-1-production-reranker", "team-search-eu-west-1-production-retriever",
      "e\u{301}\u{302}\u{303}mbed👩‍💻", "a\tb\nc",
    ]
    let evil = "\u{1B}[31mred\u{9B}2J \u{202E}esrever\u{2028}next \u{FEFF}接続が切断されました"
    let lines = names.enumerated().flatMap { place, name in
      (0..<12).map { number in
        record(
          name, secondsAgo: number * 240 + place, status: place == 0 && number < 5 ? "error" : "success", ms: 800,
          dollars: 0.25,
          more: [
            ("error_message", quoted(evil)), ("error_code", quoted("\u{1B}]52;c;aGk=\u{07}")),
            ("operation_type", quoted("t\u{1B}[2J\u{202E}x")), ("user_id", quoted("u\u{1B}[31m\u{202E}")),
            ("custom_metrics", "{\"model_used\":\(quoted("m\u{1B}[2J\u{202E}長い\(place)")),\"k\u{202E}\":\(number)}"),
          ])
      }
    }
    var limits = Scene.plan(Dictionary(uniqueKeysWithValues: names.map { ($0, (3.5, nil)) }), in: .utc)
    limits.configured = []
    limits.zone = ZoneRules(
      name: "\u{1B}[2JEtc/\u{202E}X", first: ZoneRules.Offset(seconds: 3600, abbreviation: "\u{1B}[5mX"))
    return Scene([], lines: lines, budgets: limits).with { snapshot in
      snapshot.sources[0].name = "/tmp/\u{1B}[7m東京.jsonl"
      snapshot.notices = ["the folder /tmp/\u{1B}[5mx can be written by others: chmod go-w it"]
      snapshot.rejected = [
        RejectedLine(
          source: "/tmp/\u{1B}[7m東京.jsonl", lineNumber: 3, byteOffset: 412, reason: .notJSON, field: nil,
          sample: "\u{1B}[2J\u{1B}[H{\"wrapper_name\":\u{202E}", time: now)
      ]
    }
  }()

  /// Figures at the ends of their ranges: a thousand operations of a million dollars, budgets of a cent and of a
  /// trillion, durations of days.
  static let huge: Scene = {
    var lines = (0..<1_000).map {
      record("big", secondsAgo: $0 * 3, status: $0 % 2 == 0 ? "error" : "success", ms: 8.64e8, dollars: 1_000_000)
    }
    lines += (0..<300).map { record("cent", secondsAgo: $0 * 10, ms: 90, dollars: 1.375) }
    lines += (0..<7).map { record("trillion", secondsAgo: $0 * 100, ms: 0.000_001, dollars: 0.000_000_001) }
    lines += (0..<50).map { record("ends-today", secondsAgo: 40_000 + $0, ms: 90, dollars: 0.999_999_999) }
    lines += (0..<50).map { record("spent-to-the-last", secondsAgo: $0, ms: 90, dollars: 1) }
    var budgets = Scene.plan(
      [
        "big": (1, 1e12), "cent": (0.01, 0.3), "trillion": (1e12, 3e13), "ends-today": (50, 1_500),
        "spent-to-the-last": (50, 1_500),
      ], in: berlin)
    budgets.configured = []
    budgets.overall = BudgetLimits(daily: Money(dollars: 1e9))
    return Scene([], lines: lines, budgets: budgets).with { snapshot in
      snapshot.sources[0].records = .max
      snapshot.sources[0].rejected = .max / 2
      snapshot.sources[0].lagBytes = .max
      snapshot.sources[1].connections = 1_024
      snapshot.sources[1].refusedConnections = 99_999
    }
  }()

  /// Central European Time until 2026-03-29, when clocks go forward.
  static let berlin = ZoneRules(
    name: "Europe/Berlin", first: ZoneRules.Offset(seconds: 3600, abbreviation: "CET"),
    changes: [
      ZoneRules.Change(
        at: Timestamp(seconds: 1_774_746_000), offset: ZoneRules.Offset(seconds: 7200, abbreviation: "CEST"))
    ])

  /// The record of an operation of a wrapper.
  static func record(
    _ wrapper: String, secondsAgo: Int, status: String = "success", ms: Double = 100, dollars: Double = 0,
    more: [(String, String)] = []
  ) -> String {
    let end = now.advanced(seconds: -Int64(secondsAgo))
    let fields = [
      ("wrapper_name", quoted(wrapper)), ("end_time", quoted(end.description)), ("status", quoted(status)),
      ("duration_ms", "\(ms)"), ("cost_estimate", "\(dollars)"),
    ]
    return "{" + (fields + more).map { "\(quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}\n"
  }

  /// Budgets of a day and of a month, in dollars, of wrappers, beside which `newsletter` is known.
  static func plan(_ limits: [String: (daily: Double?, monthly: Double?)], in zone: ZoneRules) -> BudgetPlan {
    var plan = BudgetPlan()
    plan.zone = zone
    plan.isComplete = true
    plan.configured = ["newsletter"]
    plan.wrappers = limits.mapValues {
      BudgetLimits(daily: $0.daily.map { Money(dollars: $0) }, monthly: $0.monthly.map { Money(dollars: $0) })
    }
    return plan
  }

  private static func many(_ count: Int) -> Scene {
    var lines: [String] = []
    for index in 0..<count {
      let (ms, dollars) = (Double(index % 900 + 100), Double(index % 70) / 10), age = 7 + index % 53
      lines.append(record("tenant-\(index)", secondsAgo: age + 600, ms: ms, dollars: dollars))
      let status = index % 100 == 50 ? "error" : "success"
      lines.append(record("tenant-\(index)", secondsAgo: age, status: status, ms: ms, dollars: dollars))
    }
    return Scene([], lines: lines)
  }
}

// The twelve.
extension Scene {
  private static let loads = [
    Load(
      name: "support-bot", perMinute: 12, course: Load.Course(errors: 0.01, fallbacks: 0.12, ms: 4_000),
      lately: Load.Course(errors: 0.4, fallbacks: 0.36, ms: 9_900), cost: .reported(0.021),
      types: ["chat", "embedding", "chat"], models: ["gpt-4-1106-preview", "gpt-3.5-turbo", "gpt-4-1106-preview"],
      tokens: 1_900, templates: ["prompts/support/answer-with-citations-and-follow-ups.poml", "greeting.poml"]),
    Load(
      name: "rag-search", perMinute: 12, course: Load.Course(errors: 0.01, fallbacks: 0.2, ms: 3_000),
      lately: Load.Course(errors: 0.04, fallbacks: 0.7, ms: 3_400), cost: .reported(0.03),
      types: ["search", "rerank"], models: ["gpt-4o-2024-08-06", "gpt-4o-mini"], tokens: 2_600),
    Load(
      name: "summarize-v2", perMinute: 4, course: Load.Course(errors: 0.02, fallbacks: 0.004, ms: 7_700),
      lately: Load.Course(errors: 0.28, ms: 7_700), cost: .reported(0.1694), models: ["claude-opus-4"]),
    Load(
      name: "checkout-copy", perMinute: 9, course: Load.Course(errors: 0.002, ms: 1_200),
      lately: Load.Course(ms: 1_200), cost: .reported(0.005)),
    Load(
      name: "classify-mail", perMinute: 10, course: Load.Course(fallbacks: 0.003, ms: 400), cost: .reported(0.003)),
    Load(
      name: "codegen", perMinute: 1.5, course: Load.Course(ms: 65_000), cost: .reported(6.9), silentEvery: 6,
      models: ["gpt-4o-2024-08-06"], tokens: 9_000),
    Load(
      name: "translate", perMinute: 8, course: Load.Course(ms: 2_400),
      lately: Load.Course(errors: 0.012, ms: 1_480), cost: .reported(0.011)),
    Load(name: "moderation", perMinute: 24, course: Load.Course(ms: 210), cost: .reported(0.001)),
    Load(
      name: "router", perMinute: 6, course: Load.Course(errors: 0.004, fallbacks: 0.62, ms: 5_100),
      cost: .reported(0.03), types: ["route_request"],
      models: ["gpt-4o-2024-08-06", "gpt-4o-mini", "gpt-4o-mini"], routes: true),
    Load(
      name: "embed", perMinute: 10, course: Load.Course(ms: 88), cost: .reported(0.000_004), silentEvery: 40,
      types: ["embedding"], models: ["in-house-llama-70b"], tokens: 400),
    Load(
      name: "ocr-batch", perMinute: 5, course: Load.Course(errors: 0.02, ms: 900), cost: .reported(0.01),
      silentFor: 252 * 60),
  ]

  /// What has started and not ended.
  private static let underway =
    (0..<3).map { started("support-bot", 12 - $0 * 5) } + [started("rag-search", 2)]
    + (0..<12).map { started("codegen", 3 + $0 * 5) }

  private static func started(_ wrapper: String, _ secondsAgo: Int) -> String {
    let time = now.advanced(seconds: -Int64(secondsAgo))
    return "{\"event\":\"start\",\"operation_id\":\"run-\(wrapper)-\(secondsAgo)\",\"wrapper_name\":\"\(wrapper)\","
      + "\"operation_type\":\"chat\",\"time\":\"\(time)\"}\n"
  }

  private static let prices = PriceTable([
    "gpt-4o": TokenPrices(input: 2_500_000_000_000, output: 10_000_000_000_000, cacheRead: 1_250_000_000_000),
    "gpt-4o-mini": TokenPrices(input: 150_000_000_000, output: 600_000_000_000),
  ])
}
