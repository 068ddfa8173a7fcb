/// Where keys are read: each place has its own.
package enum Place: Sendable, Hashable, CaseIterable {
  case overview, detail, sources, rejected, operations, operation, metrics, groups, trends, costs, costItem, inspector
  case help, sortChooser, filter
  case form, formText, formChoice, formLine, entryQuestion, passphrase, review, conflict, leaving
  case history, historyRecord, rollback, wrapperName, wrapperKind

  /// The views proper: what works in one of them mostly works in all.
  static let views: Set<Place> = [
    .overview, .detail, .sources, .rejected, .operations, .operation, .metrics, .groups, .trends,
    .costs, .costItem, .inspector,
  ]
  /// Where configurations are filled in and characters are keys all the same.
  static let filling: Set<Place> = [
    .form, .formChoice, .entryQuestion, .conflict, .leaving, .history, .historyRecord, .wrapperKind,
  ]
  /// The views of one wrapper, in which the same keys go to the next one.
  static let wrapper: Set<Place> = [.detail, .metrics, .groups]

  /// The places of the cost pane.
  static let ofCosts: Set<Place> = [.costs, .costItem]

  /// The places of the form.
  static let ofForm: Set<Place> = [
    .form, .formText, .formChoice, .formLine, .entryQuestion, .passphrase, .review, .conflict, .leaving,
  ]

  /// Where text is typed: keys that write characters do nothing else.
  static let typing: Set<Place> = [.filter, .formText, .formLine, .passphrase, .review, .rollback, .wrapperName]

  /// What the title of the configuration goes on with; nil where that is all.
  var crumb: String? {
    switch self {
    case _ where Place.ofForm.contains(self): "form"
    case .history, .rollback: "history"
    case .historyRecord: "one change"
    default: nil
    }
  }

  /// How the help calls it.
  package var title: String {
    switch self {
    case .overview: "overview"
    case .detail: "wrapper"
    case .sources: "sources"
    case .rejected: "rejected lines"
    case .operations: "operations"
    case .operation: "one operation"
    case .metrics: "metrics"
    case .groups: "templates and routes"
    case .trends: "trends"
    case .costs: "costs"
    case .costItem: "one cost"
    case .inspector: "configuration"
    case .help: "help"
    case .sortChooser: "sort column"
    case .filter: "filter line"
    case .form: "form"
    case .formText: "value"
    case .formChoice: "choice"
    case .formLine: "key of an entry"
    case .entryQuestion: "new entry"
    case .passphrase: "passphrase"
    case .review: "review"
    case .conflict: "conflict"
    case .leaving: "unwritten changes"
    case .history: "history"
    case .historyRecord: "one change"
    case .rollback: "taking back"
    case .wrapperName: "name of a wrapper"
    case .wrapperKind: "kind of a wrapper"
    }
  }
}
