/// What the files say of single wrappers.
extension SettingsReader {
  /// The most wrappers that are told apart (SPEC 6).
  static let wrapperLimit = 10_000

  mutating func wrappers(_ node: ConfigurationNode) {
    guard case .mapping(let all) = node.content else {
      _ = entries(of: node, ["wrappers"])
      return
    }
    // A wrapper of which nothing is said is known all the same.
    for entry in all { wrapper(entry.key, at: entry.keyPlace, entry.value) }
  }

  /// Reads a wrapper's configuration. `guessesKind` is for the folder form, where `kind` may be left out.
  mutating func wrapper(_ name: String, at place: Place, _ node: ConfigurationNode, guessesKind: Bool = false) {
    let subject = ["wrapper \(ShownText.name(name))"]
    guard isName(name, place, subject) else { return }
    if let first = wrapperPlaces[name] {
      let there = first.file == place.file ? "line \(first.line)" : "\(first)"
      fail(place, subject, "stands here again, after \(there)")
      return
    }
    wrapperPlaces[name] = place
    guard wrapperPlaces.count <= Self.wrapperLimit else {
      if wrapperPlaces.count == Self.wrapperLimit + 1 {
        fail(place, subject, "is one too many: no more than 10,000 wrappers are told apart")
      }
      return
    }
    let fields = entries(of: node, subject).filter { !guessesKind || !$0.key.hasPrefix("_") }
    guard let kind = kind(of: fields, at: place, subject, guesses: guessesKind) else { return }
    settings.wrappers[name] = wrapperSettings(fields.filter { $0.key != "kind" }, of: kind, subject)
  }

  private mutating func wrapperSettings(
    _ fields: [ConfigurationNode.Entry], of kind: Kind, _ subject: [String]
  ) -> WrapperSettings {
    var values: [String: ConfigurationNode] = [:]
    for field in fields {
      if kind.knows(field.key) {
        values[field.key] = field.value
      } else if let other = kinds.first(where: { $0.knows(field.key) }) {
        fail(
          field.keyPlace, subject + [ShownText.name(field.key)],
          "is no field of kind \(kind.name), but of \(other.name); say `kind: \(other.name)` if it is one")
      } else {
        failUnknown(field, known: ["kind"] + kind.fields.map(\.name), subject)
      }
    }
    var wrapper = WrapperSettings()
    wrapper.kind = kind.name
    wrapper.budget = budget(values, .ofWrapper, subject)
    wrapper.tracksCosts = flag(
      values["cost_tracking_enabled"], default: true, subject + ["cost_tracking_enabled"])
    wrapper.disablesOnExceed = flag(
      values["auto_disable_on_exceed"], default: false, subject + ["auto_disable_on_exceed"])
    return wrapper
  }

  // MARK: Kinds

  private mutating func kind(
    of fields: [ConfigurationNode.Entry], at place: Place, _ subject: [String], guesses: Bool
  ) -> Kind? {
    guard let node = fields.first(where: { $0.key == "kind" })?.value else {
      return guesses ? guessedKind(of: fields.map(\.key), at: place, subject) : .external
    }
    guard let name = text(node, subject + ["kind"]) else { return nil }
    if let kind = kinds.first(where: { $0.name == name }) { return kind }
    let known = kinds.map(\.name)
    fail(
      node.place, subject + ["kind"],
      "\(ShownText.name(name)) is not known" + Suggestion.text(for: name, among: known)
        + "; known are \(known.joined(separator: ", "))")
    return nil
  }

  private mutating func guessedKind(of fields: [String], at place: Place, _ subject: [String]) -> Kind {
    let fitting = kinds.filter { kind in fields.allSatisfy { kind.knows($0) } }
    if fitting.count == 1 { return fitting[0] }
    warn(
      place, subject,
      "has no kind and "
        + (fitting.isEmpty ? "no kind knows all of its fields" : "\(fitting.count) kinds know all of its fields")
        + "; it is taken for \(Kind.external.name)")
    return .external
  }
}
