import Events

/// Wrappers that are known from the configuration only (article Monitoring, Health score). They are shown, and nothing
/// is kept of them.
extension MonitorState {
  /// Adds to shown wrappers, which are in the order of their names, those that are configured and not among them.
  /// `make` shows a wrapper of which there is nothing.
  func addConfigured(to shown: inout [WrapperSnapshot], _ names: [String], make: (WrapperState) -> WrapperSnapshot) {
    guard !names.isEmpty else { return }
    var merged: [WrapperSnapshot] = []
    merged.reserveCapacity(shown.count + names.count)
    var next = 0
    for name in names {
      while next < shown.count, shown[next].name.utf8.lexicographicallyPrecedes(name.utf8) {
        merged.append(shown[next])
        next += 1
      }
      var wrapper = make(WrapperState(name: name))
      wrapper.seen = false
      merged.append(wrapper)
    }
    merged += shown[next...]
    shown = merged
  }

  /// The names of the wrappers that are configured and of which nothing has come, in the order of their bytes; found
  /// anew when there are new wrappers or another plan only.
  mutating func unseenNames() -> [String] {
    if unseen.wrappers != wrappers.count {
      unseen = (wrappers.count, Self.sorted(budgets.configured.filter { knownNumber(of: $0) == nil }))
    }
    return unseen.names
  }

  /// Names in the order of their bytes.
  static func sorted(_ names: Set<String>) -> [String] {
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
