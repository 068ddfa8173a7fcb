/// The configuration as it stands: what is in force, and what is on the disk but cannot be.
package struct ConfigurationState: Sendable, Equatable, Codable {
  /// The last good one.
  package var resolved: ResolvedConfiguration
  /// Why what is on the disk is not in force; empty if it is.
  package var rejected: [Finding]
  /// The entries of wrappers in the runtime file as they were last read, by wrapper.
  package var versions: [String: EntryVersion]
  /// Files and folders that it is read from, harmless to show: the layer, and the path.
  package var files: [ConfigurationFileNote]
  /// Why nothing can be changed here, such as `--read-only`; nil if it can.
  package var readOnlyReason: String?
  /// The name of the environment whose profile is used; nil for none.
  package var environmentName: String?
  /// One more with every change of what is in force.
  package var generation: Int

  package init(
    resolved: ResolvedConfiguration = ResolvedConfiguration(), rejected: [Finding] = [],
    versions: [String: EntryVersion] = [:], files: [ConfigurationFileNote] = [], readOnlyReason: String? = nil,
    environmentName: String? = nil, generation: Int = 0
  ) {
    self.resolved = resolved
    self.rejected = rejected
    self.versions = versions
    self.files = files
    self.readOnlyReason = readOnlyReason
    self.environmentName = environmentName
    self.generation = generation
  }

  /// The entry of a wrapper in the runtime file as it was last read.
  package func version(of wrapper: String) -> EntryVersion { versions[wrapper] ?? .absent }
}

/// A file that the configuration is read from.
package struct ConfigurationFileNote: Sendable, Equatable, Codable {
  package var layer: Layer
  package var path: String
  /// False for one that is not there (yet).
  package var exists: Bool

  package init(layer: Layer, path: String, exists: Bool) {
    self.layer = layer
    self.path = path
    self.exists = exists
  }
}
