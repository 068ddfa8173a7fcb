/// Where keys are read: each place has its own.
package enum Place: Sendable, Hashable, CaseIterable {
  case overview, detail, sources, rejected, help, sortChooser, filter

  /// The views proper: what works in one of them mostly works in all.
  static let views: Set<Place> = [.overview, .detail, .sources, .rejected]
  /// The places that show the wrappers one by one.
  static let wrappers: Set<Place> = [.overview, .detail]

  /// How the help calls it.
  package var title: String {
    switch self {
    case .overview: "overview"
    case .detail: "wrapper"
    case .sources: "sources"
    case .rejected: "rejected lines"
    case .help: "help"
    case .sortChooser: "sort column"
    case .filter: "filter line"
    }
  }
}
