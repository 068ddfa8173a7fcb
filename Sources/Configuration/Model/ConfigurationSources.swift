/// All that a configuration is made of, as it was read. It may hold secrets and therefore goes nowhere but into
/// `ResolvedConfiguration(_:)`.
package struct ConfigurationSources: Sendable, Hashable {
  /// The operator's wrappers file or folder; nil without one.
  package var file: WrappersSource?
  /// The one of the environment that was chosen; nil without one.
  package var profile: WrappersSource?
  /// wraptop's own environment, by name.
  package var environment: [String: String]
  /// The runtime file, of the shape of a wrappers file; nil if there is none yet.
  package var runtime: ConfigurationNode?
  /// The texts of `--set`, `NAME.FIELD=VALUE`, in their order: later ones win.
  package var overrides: [String]
  /// What the credential store holds; nil if it could not be asked.
  package var credentials: Set<CredentialName>?

  package init(
    file: WrappersSource? = nil, profile: WrappersSource? = nil, environment: [String: String] = [:],
    runtime: ConfigurationNode? = nil, overrides: [String] = [], credentials: Set<CredentialName>? = nil
  ) {
    self.file = file
    self.profile = profile
    self.environment = environment
    self.runtime = runtime
    self.overrides = overrides
    self.credentials = credentials
  }
}

/// A wrappers file in one of its two forms (article Configuration, Layers).
package enum WrappersSource: Sendable {
  /// One file of all wrappers; nil if it is empty.
  case file(ConfigurationNode?)
  /// A folder of files of one wrapper each, with the name that each has without its ending, and a `wrappers.json` of
  /// several; nil without one.
  case folder([(name: String, root: ConfigurationNode)], shared: ConfigurationNode?)
}

extension WrappersSource: Hashable {
  package static func == (one: WrappersSource, other: WrappersSource) -> Bool {
    switch (one, other) {
    case (.file(let one), .file(let other)): one == other
    case (.folder(let one, let oneShared), .folder(let other, let otherShared)):
      oneShared == otherShared && one.elementsEqual(other, by: ==)
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .file(let root): hasher.combine(root)
    case .folder(let files, let shared):
      hasher.combine(files.count)
      for file in files {
        hasher.combine(file.name)
        hasher.combine(file.root)
      }
      hasher.combine(shared)
    }
  }
}
