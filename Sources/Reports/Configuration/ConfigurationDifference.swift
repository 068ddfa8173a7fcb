import Configuration

/// A value of a wrapper that is not what the operator's files say: what they say, and what holds instead.
package struct ConfigurationDifference: Sendable, Equatable {
  package var wrapper: WrapperConfiguration
  package var description: FieldDescription
  package var path: FieldPath
  /// What the files, the profile among them, or the default say; nil for nothing.
  package var files: GivenValue?
  /// What holds.
  package var effective: GivenValue
}

extension ResolvedConfiguration {
  /// Where environment variables, the runtime layer or an override change what files and defaults say: by the name of the
  /// wrapper, in the order of its fields. A secret counts as changed wherever a stronger layer gives one, for nobody can
  /// compare them.
  ///
  /// - Parameter name: only of that wrapper; nil for all.
  package func differences(of name: String? = nil) -> [ConfigurationDifference] {
    let all = wrappers.values.filter { name == nil || $0.name == name }
    return all.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.flatMap { wrapper in
      fields(of: wrapper).compactMap { difference($0, of: wrapper) }
    }
  }

  private func difference(_ field: ResolvedField, of wrapper: WrapperConfiguration) -> ConfigurationDifference? {
    guard let effective = field.candidates.first, effective.layer > .profile else { return nil }
    let files = field.candidates.first { $0.layer <= .profile }
    let said = effective.value == .null ? nil : effective.value
    guard files?.value != said || effective.value == .secret else { return nil }
    return ConfigurationDifference(
      wrapper: wrapper, description: field.description, path: field.path, files: files, effective: effective)
  }
}
