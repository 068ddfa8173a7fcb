/// The panes that there are. It is the one place that names them all.
enum PaneRegistry {
  /// A pane in the list.
  struct Entry: Sendable {
    /// The type of the pane.
    let type: any Pane.Type
    /// The key that opens it as a view, mostly a digit; nil for panes that others open.
    let digit: Unicode.Scalar?
    /// Makes the pane in its initial state; nil for panes that others make.
    let make: (@Sendable () -> any Pane)?

    /// A view that is reached by a key of its own, and keeps its state while it is not on the screen.
    static func view<P: Pane>(_ digit: Unicode.Scalar, _ make: @escaping @Sendable () -> P) -> Entry {
      Entry(type: P.self, digit: digit, make: make)
    }

    /// A pane that other panes open.
    static func child<P: Pane>(_ type: P.Type, _ make: (@Sendable () -> P)? = nil) -> Entry {
      Entry(type: type, digit: nil, make: make)
    }
  }

  /// All panes, in the order of the help; the first is at the bottom of the stack.
  static let entries: [Entry] = [
    .view("1") { OverviewPane() },
    .child(DetailPane.self) { DetailPane() },
    .view("2") { SourcesPane() },
    .view("3") { RejectedPane() },
    .view("4") { OperationsPane() },
    .child(OperationPane.self),
    .view("5") { MetricsPane() },
    .view("6") { GroupsPane() },
    .view("7") { TrendsPane() },
    .view("8") { CostsPane() },
    .child(CostItemPane.self),
    .view("9") { InspectorPane() },
    .view("A") { AlertsPane() },
    .child(AlertPane.self),
    .child(AcknowledgePane.self),
    .child(SilencePane.self),
    .view("0") { AboutPane() },
    .child(FormPane.self),
    .child(EntryPane.self),
    .child(PassphrasePane.self),
    .child(ReviewPane.self),
    .child(ConflictPane.self),
    .child(LeavePane.self),
    .child(HistoryPane.self),
    .child(NewWrapperPane.self),
    .child(HelpPane.self) { HelpPane() },
    .child(SortChooserPane.self),
    .child(FilterPane.self),
  ]

  /// The views, in the order of their keys.
  static let views: [PaneID] = entries.filter { $0.digit != nil }.map { $0.type.id }
  /// The modes of all panes.
  static let modes: [KeyMode] = entries.flatMap { $0.type.modes }

  /// The pane with that name.
  static func entry(_ id: PaneID) -> Entry? { entries.first { $0.type.id == id } }
}
