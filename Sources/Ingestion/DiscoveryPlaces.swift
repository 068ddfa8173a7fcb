import Events

/// Where inputs are looked for (article Inputs, Discovery).
struct DiscoveryPlaces {
  /// Files that belong together.
  struct Place {
    /// What they are, in words; nil to say it by their format and folder.
    var title: String?
    var patterns: [String]
    /// What has to be done before events can be read from them; nil for logs.
    var advice: String?
    /// What a file has to hold to be meant; empty for one that has events.
    var marks: [String] = []
  }

  /// In the order in which they are told where they are equally new.
  let all: [Place]

  /// - Parameters:
  ///   - environment: of the process, which can name other folders.
  ///   - home: the user's folder.
  ///   - folder: the working directory.
  init(environment: [String: String], home: String, folder: String) {
    func named(_ variable: String, _ otherwise: [String]) -> [String] {
      guard let value = environment[variable], !value.isEmpty else { return otherwise }
      return value.split(separator: ",").map(String.init)
    }
    let claude = named("CLAUDE_CONFIG_DIR", ["\(home)/.claude", "\(home)/.config/claude"])
    let codex = named("CODEX_HOME", ["\(home)/.codex"])
    let state = named("XDG_STATE_HOME", ["\(home)/.local/state"])
    all = [
      Place(title: "Claude Code sessions", patterns: claude.map { "\($0)/projects/**/*.jsonl" }),
      Place(
        title: "Codex sessions",
        patterns: codex.flatMap { ["\($0)/sessions/**/*.jsonl", "\($0)/archived_sessions/**/*.jsonl"] }),
      Place(
        title: "Copilot CLI telemetry",
        patterns: named("COPILOT_OTEL_FILE_EXPORTER_PATH", ["\(home)/.copilot/otel/*.jsonl"])),
      Place(title: "Aider analytics", patterns: named("AIDER_ANALYTICS_LOG", [])),
      Place(
        title: "container logs",
        patterns: ["/var/lib/docker/containers/*/*-json.log", "/var/log/pods/*/*/*.log"]),
      Place(
        patterns: ([folder, "\(folder)/log", "\(folder)/logs", "\(home)/log", "\(home)/logs"]
          + state.map { "\($0)/*" } + ["/var/log", "/var/log/*"]).flatMap { ["\($0)/*.jsonl", "\($0)/*.ndjson"] }
          + ["\(folder)/*.log", "/var/log/litellm/*.log"]),
      Place(
        title: "LiteLLM configuration",
        patterns: [
          "\(folder)/config.yaml", "\(folder)/litellm*.yaml", "\(home)/litellm*.yaml", "\(home)/litellm/*.yaml",
          "\(home)/.config/litellm/*.yaml", "/etc/litellm/*.yaml", "/app/config.yaml",
        ],
        advice: "set `callbacks: [\"otel\"]` under litellm_settings, OTEL_EXPORTER=otlp_http and "
          + "OTEL_ENDPOINT=http://127.0.0.1:4318/v1/traces in its environment, and start wraptop --otlp",
        marks: ["model_list:", "litellm_settings:"]),
    ]
  }
}
