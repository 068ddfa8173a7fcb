import Configuration

/// What the runtime layer says, as far as it may be known.
struct RuntimeLayer {
  let resolved: ResolvedConfiguration
  private let root: ConfigurationNode?

  init(_ read: ReadConfiguration, _ cache: ResolutionCache) {
    resolved = cache.resolve(read.sources)
    root = read.sources.runtime
  }

  /// Its value; nil if it has none. A reference is the reference, whatever it stands for.
  func value(_ path: FieldPath, of wrapper: String) -> FieldValue? {
    if let text = text(["wrappers", wrapper] + path.parts), let reference = Reference(text) {
      return .reference(reference)
    }
    return resolved.wrappers[wrapper]?.given[path]?.first { $0.layer == .runtime }?.value
  }

  /// The same change, with what the layer says at present as its old value.
  func change(_ change: FieldChange) -> FieldChange {
    var change = change
    change.old = value(change.path, of: change.wrapper)
    return change
  }

  /// What a wrapper is, or is going to be.
  func kind(of wrapper: String, newKind: String?) -> Kind {
    resolved.wrappers[wrapper].map { resolved.kind(of: $0) } ?? newKind.flatMap { resolved.kind(named: $0) }
      ?? .external
  }

  /// The path that a field is written as, such as in the audit trail; nil if no kind that the wrapper can be of knows it.
  func path(_ text: String, of wrapper: String) -> FieldPath? {
    if let known = resolved.wrappers[wrapper] { return resolved.kind(of: known).path(text) }
    return resolved.kinds.lazy.compactMap { $0.path(text) }.first
  }

  private func text(_ keys: [String]) -> String? {
    var node = root
    for key in keys {
      guard case .mapping(let entries) = node?.content else { return nil }
      node = entries.first { $0.key == key }?.value
    }
    guard case .scalar(let scalar) = node?.content else { return nil }
    return scalar.text
  }
}
