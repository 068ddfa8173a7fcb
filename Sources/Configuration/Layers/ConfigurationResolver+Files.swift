/// The three layers that are files (article Configuration, Layers): what kinds, budgets and wrappers they tell of.
/// Fields are read once the kinds of all wrappers are known.
extension ConfigurationResolver {
  /// The most wrappers that are told apart (article Security).
  static let wrapperLimit = 10_000

  private static let keys = ["wrappers", "budgets", "budget_timezone", "kinds"]

  mutating func read(_ source: WrappersSource?, as layer: Layer) {
    self.layer = layer
    places = [:]
    switch source {
    case .file(let root?): file(root, isOfFolder: false)
    case .folder(let files, let shared):
      if let shared { file(shared, isOfFolder: true) }
      for file in files { fileOfFolder(file.name, file.root) }
    case .file(nil), nil: break
    }
  }

  mutating func readRuntime(_ root: ConfigurationNode?) {
    guard let root else { return }
    layer = .runtime
    places = [:]
    remember(file: root.place.file)
    for entry in entries(of: root, Subject()) {
      if entry.key == "wrappers" {
        wrappers(entry.value, isOfFolder: false)
      } else if Self.keys.contains(entry.key) {
        fail(
          entry.keyPlace, Subject(words: [ShownText.name(entry.key)]),
          "has no place in the runtime file, which holds only `wrappers`; say it in the wrappers file")
      } else {
        failUnknown(entry, known: ["wrappers"], Subject())
      }
    }
  }

  private mutating func file(_ file: ConfigurationNode, isOfFolder: Bool) {
    remember(file: file.place.file)
    let root = isOfFolder ? file.withoutNotes : file
    let parts = values(of: root, known: Self.keys, Subject())
    if let node = parts["kinds"] { declareKinds(node) }
    if let node = parts["budgets"] { readOverall(node) }
    if let node = parts["budget_timezone"], let name = text(node, Subject(words: ["budget_timezone"])) {
      zone = ZoneName(name, at: node.place)
    }
    if let node = parts["wrappers"] { wrappers(node, isOfFolder: isOfFolder) }
  }

  private mutating func fileOfFolder(_ fileName: String, _ file: ConfigurationNode) {
    remember(file: file.place.file)
    guard case .mapping = file.content else {
      let message = "has to hold a mapping with `wrapper_name` and `config`, not \(file.shapeInWords)"
      return fail(file.place, Subject(), message)
    }
    let root = file.withoutNotes
    let parts = values(of: root, known: ["wrapper_name", "config"], Subject())
    let place = parts["wrapper_name"]?.place ?? root.place
    let name = parts["wrapper_name"].map { text($0, Subject(words: ["wrapper_name"])) } ?? fileName
    guard let name else { return }
    let config = parts["config"] ?? ConfigurationNode(.mapping([]), at: place)
    wrapper(name, at: place, config, isOfFolder: true)
  }

  // MARK: Wrappers

  private mutating func wrappers(_ node: ConfigurationNode, isOfFolder: Bool) {
    guard case .mapping(let all) = (isOfFolder ? node.withoutNotes : node).content else {
      _ = entries(of: node, Subject(words: ["wrappers"]))
      return
    }
    // A wrapper of which nothing is said is known all the same.
    for entry in all { wrapper(entry.key, at: entry.keyPlace, entry.value, isOfFolder: isOfFolder) }
  }

  private mutating func wrapper(_ name: String, at place: SourceLocation, _ node: ConfigurationNode, isOfFolder: Bool) {
    let subject = Subject(wrapper: name)
    if let fault = ValueFault.ofName(name) { return fail(place, subject, fault.message) }
    if let first = places[name] {
      let there = first.file == place.file ? "line \(first.line)" : "\(first)"
      return fail(place, subject, "stands here again, after \(there)")
    }
    places[name] = place
    guard let index = index(of: name, at: place) else { return }
    let fields = allEntries(of: isOfFolder ? node.withoutNotes : node, subject)
    wrappers[index].parts.append(.init(layer: layer, place: place, fields: fields, isOfFolder: isOfFolder))
  }

  // Nil for one too many.
  private mutating func index(of name: String, at place: SourceLocation) -> Int? {
    if let index = indices[name] { return index }
    guard wrappers.count < Self.wrapperLimit else {
      if !hasTooMany {
        fail(place, Subject(wrapper: name), "is one too many: no more than 10,000 wrappers are told apart")
      }
      hasTooMany = true
      return nil
    }
    indices[name] = wrappers.count
    wrappers.append(WrapperInput(name))
    return wrappers.count - 1
  }
}

extension ConfigurationNode {
  /// The same mapping without keys that begin with `_`, which are notes where upstream writes the files.
  fileprivate var withoutNotes: ConfigurationNode {
    guard case .mapping(let entries) = content else { return self }
    return ConfigurationNode(.mapping(entries.filter { !$0.key.hasPrefix("_") }), at: place)
  }
}
