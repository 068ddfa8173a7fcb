extension ResolvedConfiguration {
  /// Reads and checks all layers (article Configuration, Layers). What is wrong or doubtful is among `findings`, and
  /// what is wrong is left out of the rest. Secrets end here: none of them is in what comes of it.
  package init(_ sources: ConfigurationSources) {
    var reader = ConfigurationResolver(environment: sources.environment, credentials: sources.credentials)
    self = reader.result(of: sources)
  }
}

extension ConfigurationResolver {
  /// Reads all layers for the sake of the texts of one wrapper's secrets.
  init(_ sources: ConfigurationSources, keepingTextsOf wrapper: String) {
    self.init(environment: sources.environment, credentials: sources.credentials)
    wrapperOfTexts = wrapper
    _ = result(of: sources)
  }

  fileprivate mutating func result(of sources: ConfigurationSources) -> ResolvedConfiguration {
    read(sources.file, as: .file)
    read(sources.profile, as: .profile)
    readRuntime(sources.runtime)
    readFields()
    readVariables()
    read(overrides: sources.overrides)
    return result()
  }
}
