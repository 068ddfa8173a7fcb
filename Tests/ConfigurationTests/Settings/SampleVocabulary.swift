import Configuration

extension SettingsVocabulary {
  /// A little of everything that settings may name.
  static var sample: SettingsVocabulary {
    var sample = SettingsVocabulary()
    sample.metrics = [
      Metric("error_rate", unit: "rate", isShare: true), Metric("p95_ms", unit: "milliseconds", isOfSystem: false),
      Metric("lag", unit: "bytes", isOfWrappers: false),
      Metric("source_lag", unit: "bytes", isOfWrappers: false, isOfSystem: false),
    ]
    sample.builtInRules = [
      BuiltInRule("high_error_rate", metric: "error_rate"), BuiltInRule("low_error_rate", metric: "error_rate", .below),
      BuiltInRule("no_events"),
    ]
    sample.channelKinds = [
      ChannelKind("slack", "Slack", keys: [ChannelKey("url", .url, isRequired: true, isSensitive: true, "Where")]),
      ChannelKind(
        "email", "E-mail",
        keys: [
          ChannelKey(
            "smtp",
            .group([
              ChannelKey("host", .text, isRequired: true, "The server"),
              ChannelKey("port", .number(1...65535), "The port"),
              ChannelKey("tls", .choice(["starttls", "none"]), "How"),
              ChannelKey("password", .text, isSensitive: true, "The password"),
            ]), isRequired: true, "The server"), ChannelKey("to", .texts, isRequired: true, "Whom"),
          ChannelKey("headers", .map, isSensitive: true, "Headers"),
        ]),
      ChannelKind("bell", "The bell", keys: []),
    ]
    sample.formats = ["litellm", "otlp"]
    sample.wrapperKeys = ["model_group", "service"]
    sample.themes = ["dark", "light"]
    return sample
  }
}

/// What is wrong with a settings file called `w.yaml`, as operators read it; nothing if it is fine.
func settingsFaults(_ file: Part) -> [String] {
  do throws(SettingsFaults) {
    _ = try ReadSettings(file.root(), .sample)
    return []
  } catch {
    return error.faults.map(\.description)
  }
}
