/// The configuration as it stands: what is in force, and what is on the disk but cannot be.
package struct ConfigurationState: Sendable, Equatable, Codable {
  /// The last good one.
  package var resolved: ResolvedConfiguration
  /// Why what is on the disk is not in force; empty if it is.
  package var rejected: [Finding]
  /// The runtime file as it was last read.
  package var runtimeVersion: FileVersion
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
    runtimeVersion: FileVersion = .absent, files: [ConfigurationFileNote] = [], readOnlyReason: String? = nil,
    environmentName: String? = nil, generation: Int = 0
  ) {
    self.resolved = resolved
    self.rejected = rejected
    self.runtimeVersion = runtimeVersion
    self.files = files
    self.readOnlyReason = readOnlyReason
    self.environmentName = environmentName
    self.generation = generation
  }
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
