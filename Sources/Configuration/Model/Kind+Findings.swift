// What has to hold between the values of a wrapper (article Configuration, Kinds and fields).
extension Kind {
  /// What is wrong between the values of a wrapper, or missing; all of it errors.
  ///
  /// - Parameter changes: values that someone is about to set. What they break is told of them, and not of the place in
  /// a file   that was in order before.
  package func findings(of wrapper: WrapperConfiguration, changes: Set<FieldPath> = []) -> [Finding] {
    rules.compactMap { finding(of: $0, in: wrapper, changes) } + missing(in: wrapper, changes)
  }

  private func finding(of rule: FieldRule, in wrapper: WrapperConfiguration, _ changes: Set<FieldPath>) -> Finding? {
    switch rule {
    case .ordered(let first, let second, let allowsEqual):
      // Defaults are in order.
      guard wrapper.given[first] != nil || wrapper.given[second] != nil else { return nil }
      guard let low = field(first, of: wrapper), let high = field(second, of: wrapper) else { return nil }
      guard let a = low.value?.number, let b = high.value?.number else { return nil }
      guard a > b || (a == b && !allowsEqual) else { return nil }
      if changes.contains(second), !changes.contains(first) {
        return finding(
          wrapper, second, nil, changes,
          (allowsEqual ? "must not be below " : "has to be above ")
            + "\(first), which is \(Self.told(low, withOrigin: true)); it is \(Self.told(high))")
      }
      let said = (low.layer ?? .standard) >= (high.layer ?? .standard) ? low.candidates.first : high.candidates.first
      return finding(
        wrapper, first, said, changes,
        (allowsEqual ? "must not be above " : "has to be below ")
          + "\(second), which is \(Self.told(high, withOrigin: changes.contains(first) && !changes.contains(second))); "
          + "it is \(Self.told(low))")
    case .required(let path, let condition, let value):
      guard let held = field(condition, of: wrapper), held.value == value, lacks(path, wrapper) else { return nil }
      return finding(
        wrapper, path, held.candidates.first, changes.contains(condition) ? changes.union([path]) : changes,
        "is required while \(condition) is \(Self.told(held)) (kind \(ShownText.name(name))); set it, or "
          + (value == .flag(true) ? "set \(condition) to false" : "choose another \(condition)"))
    }
  }

  private func missing(in wrapper: WrapperConfiguration, _ changes: Set<FieldPath>) -> [Finding] {
    var paths: [FieldPath] = []
    for field in fields {
      switch field.type {
      case .record(let parts):
        paths += parts.filter(\.isRequired).map { FieldPath([field.name, $0.name]) }
      case .table(let parts):
        let required = parts.filter(\.isRequired)
        guard !required.isEmpty else { continue }
        paths += keys(of: field.name, of: wrapper).flatMap { key in
          required.map { FieldPath([field.name, key, $0.name]) }
        }
      default:
        if field.isRequired { paths.append(FieldPath(field.name)) }
      }
    }
    return paths.filter { lacks($0, wrapper) }.map {
      finding(wrapper, $0, nil, changes, "is required by kind \(ShownText.name(name)); set it")
    }
  }

  // An empty text is no value where one is required.
  private func lacks(_ path: FieldPath, _ wrapper: WrapperConfiguration) -> Bool {
    let value = value(path, of: wrapper)
    return value == nil || value == .text("")
  }

  // What is about to be set stands in no file yet.
  private func finding(
    _ wrapper: WrapperConfiguration, _ path: FieldPath, _ said: GivenValue?, _ changes: Set<FieldPath>,
    _ message: String
  ) -> Finding {
    let isChanged = changes.contains(path)
    return Finding(
      .error, isChanged ? .standard : said?.origin ?? wrapper.origin, layer: isChanged ? .runtime : said?.layer,
      wrapper: wrapper.name, path: path, message)
  }

  private static func told(_ field: ResolvedField, withOrigin: Bool = false) -> String {
    guard let given = field.candidates.first else { return "not set" }
    // A field that is emptied shows its default.
    let said = given.value == .null ? field.value?.shown ?? "not set" : given.told
    let value = field.description.isSensitive ? FieldValue.mask : said
    if field.layer == .standard { return value + " by default" }
    if case .variable = given.origin { return value }
    return withOrigin && given.origin != .standard ? "\(value) (\(given.origin))" : value
  }
}
