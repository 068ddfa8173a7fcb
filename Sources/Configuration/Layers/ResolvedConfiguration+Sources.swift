extension ResolvedConfiguration {
  /// Reads and checks all layers (SPEC 4.1). What is wrong or doubtful is among `findings`, and what is wrong is left out of
  /// the rest. Secrets end here: none of them is in what comes of it.
  package init(_ sources: ConfigurationSources) {
    var reader = LayerReader(environment: sources.environment, credentials: sources.credentials)
    reader.read(sources.file, as: .file)
    reader.read(sources.profile, as: .profile)
    reader.readRuntime(sources.runtime)
    reader.readFields()
    reader.readVariables()
    reader.read(overrides: sources.overrides)
    self = reader.result()
  }
}
