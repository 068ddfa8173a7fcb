import Events
import Monitoring
import Snapshots

/// What the operator has set up on the screen: everything that is shown and does not come from a `Snapshot`.
///
/// `reduce` is all that changes it. What is derived from a snapshot (`Listing.rows`) is derived there, once per snapshot.
package struct DashboardState: Sendable, Equatable {
  /// Which view fills the screen.
  package internal(set) var view = ViewName.overview
  /// The chosen wrapper fills the overview.
  package internal(set) var isDetailOpen = false
  /// What lies over the view, if anything.
  package internal(set) var overlay: Overlay?
  /// The wrappers as they are listed: filter, order, cursor.
  package internal(set) var listing = Listing()
  /// How far lists other than that of the wrappers are scrolled.
  package internal(set) var scroll = Scroll()
  /// How far back charts, rates and breakdowns are to look; what is on the screen says itself how far it looks.
  package internal(set) var range = TimeRange.hour
  /// Set while the screen stands still; events are taken in all the same.
  package internal(set) var pause: PinnedSnapshot?
  /// The instant that is looked back at; nil for the present. What is on the screen follows as it comes in.
  package internal(set) var past: Timestamp?
  /// With what all figures are compared; nil without a mark.
  package internal(set) var mark: PinnedSnapshot?
  /// The last operations as they are listed.
  package internal(set) var operations = OperationsList()
  /// What is set up on the cost pane.
  package internal(set) var costs = CostsState()
  /// What is set up in the inspector of configurations.
  package internal(set) var inspector = InspectorState()
  /// A line for the operator that goes away with the next key or after a while.
  package internal(set) var message: Message?
  /// Which snapshot came last, and when: ages go on between two snapshots, whatever the core's clock says.
  package internal(set) var arrival: Arrival?
  /// Themes to choose from.
  package internal(set) var themes: ThemeChoice
  /// When Ctrl-C was pressed once; a second one quits while the message stands.
  package internal(set) var interrupted = false
  /// By which scores were reckoned: gauges mark its limits, and a score is explained by it.
  package let policy: HealthPolicy
  /// What was last asked of the core.
  package internal(set) var request: SnapshotRequest?
  /// Which live snapshot came last, and when: it tells the present while the past is on the screen.
  package internal(set) var present: Arrival?

  /// The state in which the dashboard starts.
  ///
  /// - Parameters:
  ///   - themes: the names of all themes, in the order in which the key cycles through them.
  ///   - theme: the one in force; the first if it is none of them.
  ///   - policy: by which scores were reckoned.
  package init(themes: [String] = [], theme: String = "", policy: HealthPolicy = HealthPolicy()) {
    self.policy = policy
    self.themes = ThemeChoice(names: themes, index: themes.firstIndex(of: theme) ?? 0)
  }

  /// The place whose keys are in force.
  package var place: Place {
    switch overlay {
    case .help: .help
    case .sortChooser: .sortChooser
    case .filter: .filter
    case nil:
      switch view {
      case .overview: isDetailOpen ? .detail : .overview
      case .sources: .sources
      case .rejected: .rejected
      case .operations: operations.open == nil ? .operations : .operation
      case .metrics: .metrics
      case .groups: .groups
      case .trends: .trends
      case .costs: costs.open == nil ? .costs : .costItem
      case .configuration: inspector.place
      }
    }
  }

  /// What is on the screen: the frozen snapshot while paused, else the newest one.
  package func shown(_ newest: Snapshot?) -> Snapshot? { pause?.snapshot ?? newest }
}

/// The views that fill the screen, in the order of their digits.
package enum ViewName: Int, Sendable, CaseIterable {
  case overview = 1
  case sources, rejected, operations, metrics, groups, trends, costs, configuration

  /// What the title of the view says.
  package var title: String {
    switch self {
    case .overview: "overview"
    case .sources: "sources"
    case .rejected: "rejected lines"
    case .operations: "operations"
    case .metrics: "metrics"
    case .groups: "templates and routes"
    case .trends: "trends"
    case .costs: "costs"
    case .configuration: "configuration"
    }
  }

  /// True for the views of the wrapper that is chosen in the overview.
  package var isOfWrapper: Bool { self == .metrics || self == .groups }
}

/// What can lie over a view.
package enum Overlay: Sendable, Equatable {
  /// All keys; scrolled by that many lines.
  case help(offset: Int)
  /// The columns to sort by; the cursor stands on one.
  case sortChooser(cursor: Int)
  /// The line in which the filter of the view is typed.
  case filter(LineEditor)
}

/// How far a list is scrolled, in lines.
package struct Scroll: Sendable, Equatable {
  package internal(set) var failures = 0
  package internal(set) var sources = 0
  package internal(set) var rejected = 0
  package internal(set) var metrics = 0
  package internal(set) var groups = 0
  /// The row of the cursor.
  package internal(set) var trends = 0
}

/// When a snapshot came.
package struct Arrival: Sendable, Equatable {
  /// The instant that the snapshot shows.
  package internal(set) var snapshot: Timestamp
  /// The time by the wall clock when it came.
  package internal(set) var time: Timestamp
}

/// A line that goes away by itself.
package struct Message: Sendable, Equatable {
  package internal(set) var text: String
  /// When it goes, by `UpdateContext.time`.
  package internal(set) var until: Timestamp

  /// How long a message stands, in seconds.
  static let duration: Int64 = 4
  /// How long Ctrl-C waits to be pressed again, in seconds.
  static let interruptDuration: Int64 = 2
}

/// The themes there are and the one in force.
package struct ThemeChoice: Sendable, Equatable {
  package internal(set) var names: [String]
  package internal(set) var index: Int

  /// The theme in force; nil if there is none to choose.
  package var current: String? { names.indices.contains(index) ? names[index] : nil }
}
