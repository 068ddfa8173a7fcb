extension WrappersSettings {
  /// Reads a wrappers file (SPEC 4.1): `wrappers`, `budgets`, `budget_timezone` and `kinds`.
  ///
  /// - Parameter root: the whole file; nil if there is nothing in it.
  /// - Throws: everything that is wrong in it.
  package init(file root: ConfigurationNode?) throws(ConfigurationFaults) {
    var reader = SettingsReader()
    if let root {
      let parts = reader.values(of: root, known: ["wrappers", "budgets", "budget_timezone", "kinds"], [])
      // Wrappers may be of kinds that stand behind them.
      if let kinds = parts["kinds"] { reader.declareKinds(kinds) }
      if let node = parts["budgets"] {
        let values = reader.values(of: node, known: BudgetKeys.overall.all, ["budgets"])
        reader.settings.overall = reader.budget(values, .overall, ["budgets"])
      }
      if let node = parts["budget_timezone"], let name = reader.text(node, ["budget_timezone"]) {
        reader.settings.zone = ZoneName(name, at: node.place)
      }
      if let wrappers = parts["wrappers"] { reader.wrappers(wrappers) }
    }
    self = try reader.result()
  }

  /// Reads the files of a folder, each of which tells of one wrapper: `{"wrapper_name": …, "config": {…}}`. Keys that begin
  /// with `_` are ignored. Without a `kind` a wrapper is of the only kind that knows all its fields, else `external`, which
  /// a warning says.
  ///
  /// - Parameter files: with the name that each has without its ending, which is the wrapper's if the file says none.
  /// - Throws: everything that is wrong in them.
  package init(folder files: [(name: String, root: ConfigurationNode)]) throws(ConfigurationFaults) {
    var reader = SettingsReader()
    for file in files {
      guard case .mapping(let all) = file.root.content else {
        reader.fail(
          file.root.place, [], "has to hold a mapping with `wrapper_name` and `config`, not \(file.root.inWords)")
        continue
      }
      let root = ConfigurationNode(.mapping(all.filter { !$0.key.hasPrefix("_") }), at: file.root.place)
      let parts = reader.values(of: root, known: ["wrapper_name", "config"], [])
      let place = parts["wrapper_name"]?.place ?? root.place
      let name = parts["wrapper_name"].map { reader.text($0, ["wrapper_name"]) } ?? file.name
      guard let name else { continue }
      let config = parts["config"] ?? ConfigurationNode(.mapping([]), at: place)
      reader.wrapper(name, at: place, config, guessesKind: true)
    }
    self = try reader.result()
  }
}
