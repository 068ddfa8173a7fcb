/// What an alert is about.
package enum AlertSubject: Hashable, Codable, Sendable {
  /// A wrapper, by name.
  case wrapper(String)
  /// All wrappers together.
  case system
  /// A source of events, by name.
  case source(String)
  /// The store of the core.
  case store

  /// The name of the wrapper; nil if it is about none.
  package var wrapper: String? {
    if case .wrapper(let name) = self { name } else { nil }
  }

  /// What it is called: the name of the wrapper or the source, or "all wrappers" or "store".
  package var name: String {
    switch self {
    case .wrapper(let name), .source(let name): name
    case .system: "all wrappers"
    case .store: "store"
    }
  }
}
