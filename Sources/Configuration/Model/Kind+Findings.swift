// What has to hold between the values of a wrapper (SPEC 4.2).
extension Kind {
  /// What is wrong between the values of a wrapper, or missing; all of it errors.
  package func findings(of wrapper: WrapperConfiguration) -> [Finding] {
    rules.compactMap { finding(of: $0, in: wrapper) } + missing(in: wrapper)
  }

  private func finding(of rule: FieldRule, in wrapper: WrapperConfiguration) -> Finding? {
    switch rule {
    case .ordered(let first, let second, let allowsEqual):
      // Defaults are in order.
      guard wrapper.given[first] != nil || wrapper.given[second] != nil else { return nil }
      guard let a = field(first, of: wrapper), let b = field(second, of: wrapper) else { return nil }
      guard let low = a.value?.number, let high = b.value?.number else { return nil }
      guard low > high || (low == high && !allowsEqual) else { return nil }
      let said = (a.layer ?? .standard) >= (b.layer ?? .standard) ? a.candidates.first : b.candidates.first
      return finding(
        wrapper, first, said,
        (allowsEqual ? "must not be above " : "has to be below ")
          + "\(second), which is \(Self.told(b)); it is \(Self.told(a))")
    case .required(let path, let condition, let value):
      guard let held = field(condition, of: wrapper), held.value == value, lacks(path, wrapper) else { return nil }
      return finding(
        wrapper, path, held.candidates.first,
        "is required while \(condition) is \(Self.told(held)) (kind \(ShownText.name(name))); set it, or "
          + (value == .flag(true) ? "set \(condition) to false" : "choose another \(condition)"))
    }
  }

  private func missing(in wrapper: WrapperConfiguration) -> [Finding] {
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
      finding(wrapper, $0, nil, "is required by kind \(ShownText.name(name)); set it")
    }
  }

  // An empty text is no value where one is required.
  private func lacks(_ path: FieldPath, _ wrapper: WrapperConfiguration) -> Bool {
    let value = value(path, of: wrapper)
    return value == nil || value == .text("")
  }

  private func finding(
    _ wrapper: WrapperConfiguration, _ path: FieldPath, _ said: GivenValue?, _ message: String
  ) -> Finding {
    Finding(
      .error, said?.origin ?? wrapper.origin, layer: said?.layer, wrapper: wrapper.name, path: path, message)
  }

  private static func told(_ field: ResolvedField) -> String {
    let value = field.description.isSensitive ? FieldValue.mask : field.value?.toldPlainly ?? "nothing"
    return value + (field.layer == .standard ? " by default" : "")
  }
}

extension FieldValue {
  fileprivate var toldPlainly: String { ShownText.name(written) }
}
