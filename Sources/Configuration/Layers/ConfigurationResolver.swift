/// Reads the meaning of all layers out of their parts, and gathers everything that is wrong on the way.
struct ConfigurationResolver {
  let environment: [String: String]
  /// What the credential store holds; nil if that is not known.
  let credentials: Set<CredentialName>?
  /// The layer that is being read.
  var layer = Layer.file
  /// The kinds that wrappers may be of.
  var kinds = KnownKinds()
  /// In the order in which they are first told of.
  var wrappers: [WrapperInput] = []
  /// Where each stands among them.
  var indices: [String: Int] = [:]
  /// There are more of them than are told apart.
  var hasTooMany = false
  /// Where the layer that is being read tells of each.
  var places: [String: SourceLocation] = [:]
  var overall = OverallBudget()
  var zone: ZoneName?
  /// Variables that set something, with the wrapper and the value that they set.
  var variables: [FoundVariable] = []
  /// Variables that hold secrets.
  var secretVariables: Set<String> = []
  /// Variables and options that would set something, but are empty.
  var emptyOrigins: Set<Origin> = []
  /// The wrapper whose secrets are wanted; nil for none, which is the rule.
  var wrapperOfTexts: String?
  /// The texts of its secrets that hold.
  var texts: [FieldPath: String] = [:]
  /// Findings with the number of what was told when they were made.
  private(set) var notes: [(finding: Finding, number: Int)] = []
  /// The names of the files in their order.
  private(set) var files: [String: Int] = [:]
  private var count = 0
  /// How many unknown names are still compared with known ones, which takes its time.
  private var suggestionsLeft = 1000

  init(environment: [String: String], credentials: Set<CredentialName>?) {
    self.environment = environment
    self.credentials = credentials
  }

  /// Whether the texts of a wrapper's secrets are wanted.
  func keepsTexts(of index: Int) -> Bool { wrapperOfTexts != nil && wrappers[index].name == wrapperOfTexts }

  // MARK: Findings

  /// The next number of what is told.
  mutating func next() -> Int {
    count += 1
    return count
  }

  mutating func note(_ finding: Finding, number: Int? = nil) { notes.append((finding, number ?? next())) }

  mutating func note(
    _ severity: Finding.Severity, _ origin: Origin, _ subject: Subject, _ message: String, number: Int? = nil
  ) {
    note(
      Finding(
        severity, origin, layer: layer, wrapper: subject.wrapper,
        path: subject.path.isEmpty ? nil : FieldPath(subject.path), subject: subject.words, message), number: number)
  }

  mutating func fail(_ place: SourceLocation, _ subject: Subject, _ message: String) {
    note(.error, .place(place), subject, message)
  }

  /// What someone may have meant, as the end of a message.
  mutating func suggestion(for word: String, among known: @autoclosure () -> [String]) -> String {
    guard suggestionsLeft > 0 else { return "" }
    suggestionsLeft -= 1
    guard let nearest = Suggestion.nearest(to: word, among: known()) else { return "" }
    return "; did you mean \(ShownText.name(nearest))?"
  }

  mutating func remember(file: String) {
    if files[file] == nil { files[file] = files.count }
  }

  // MARK: Mappings

  /// The entries of a mapping, each key once, without those that are null; none for what is null itself.
  mutating func entries(of node: ConfigurationNode, _ subject: Subject) -> [ConfigurationNode.Entry] {
    allEntries(of: node, subject).filter { !$0.value.isNull }
  }

  /// The entries of a mapping, each key once, those that are null included.
  mutating func allEntries(of node: ConfigurationNode, _ subject: Subject) -> [ConfigurationNode.Entry] {
    if node.isNull { return [] }
    guard case .mapping(let all) = node.content else {
      fail(node.place, subject, "has to be a mapping of names to values, not \(node.shapeInWords)")
      return []
    }
    var places: [String: SourceLocation] = [:]
    var entries: [ConfigurationNode.Entry] = []
    entries.reserveCapacity(all.count)
    for entry in all {
      if let first = places[entry.key] {
        fail(entry.keyPlace, subject.part(entry.key), "stands here again, after line \(first.line)")
      } else {
        places[entry.key] = entry.keyPlace
        entries.append(entry)
      }
    }
    return entries
  }

  /// The values of a mapping that has only known keys, by key, without those that are null.
  mutating func values(
    of node: ConfigurationNode, known: [String], _ subject: Subject
  ) -> [String: ConfigurationNode] {
    allValues(of: node, known: known, subject).filter { !$0.value.isNull }
  }

  /// The values of a mapping that has only known keys, by key, those that are null included.
  mutating func allValues(
    of node: ConfigurationNode, known: [String], _ subject: Subject
  ) -> [String: ConfigurationNode] {
    var values: [String: ConfigurationNode] = [:]
    for entry in allEntries(of: node, subject) {
      if known.contains(entry.key) {
        values[entry.key] = entry.value
      } else {
        failUnknown(entry, known: known, subject)
      }
    }
    return values
  }

  /// Says that a key is unknown. Its value is not told: it may be a secret under a wrong name.
  mutating func failUnknown(
    _ entry: ConfigurationNode.Entry, known: @autoclosure () -> [String], _ subject: Subject
  ) {
    let nearest = suggestion(for: entry.key, among: known())
    fail(entry.keyPlace, subject.part(entry.key), "is not known here" + nearest)
  }

  /// A text that is not empty; nil if there is none, or what is there is none, which is a fault.
  mutating func text(_ node: ConfigurationNode, _ subject: Subject) -> String? {
    guard !node.isNull else { return nil }
    guard case .scalar(let scalar) = node.content, !scalar.text.isEmpty else {
      fail(node.place, subject, "has to be a text, not \(node.inWords)")
      return nil
    }
    return scalar.text
  }
}

extension ConfigurationNode {
  /// What it is, for a message that must not tell what it holds.
  var shapeInWords: String {
    switch content {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar(let scalar): scalar.isNull ? "nothing" : "a single value"
    }
  }
}

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
