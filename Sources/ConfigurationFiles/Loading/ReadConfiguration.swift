import Configuration

/// What the files and the environment say, as it was read. It may hold secrets, as `sources` does.
package struct ReadConfiguration: Sendable {
  package var sources: ConfigurationSources
  /// The version of the runtime file that is in `sources`.
  package var version: FileVersion
  /// The files that were looked for.
  package var notes: [ConfigurationFileNote]
  /// What is worth a warning about the files themselves.
  package var warnings: [Finding]

  /// What all of it comes to.
  package var resolved: ResolvedConfiguration {
    var resolved = ResolvedConfiguration(sources)
    resolved.findings += warnings
    return resolved
  }
}
