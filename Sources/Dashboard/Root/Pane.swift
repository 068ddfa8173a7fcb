import Canvas
import Configuration
import Events
import Monitoring
import Snapshots

/// The type of a pane, by which others open it.
package struct PaneID: Sendable, Hashable {
  private let type: ObjectIdentifier

  /// Identifies the panes of a type.
  init(_ type: any Pane.Type) { self.type = ObjectIdentifier(type) }
}

/// One thing that fills the screen or lies over it, with all its state: cursor, scroll offset, what is open.
///
/// A pane is a value. `DashboardState` keeps a stack of them and lets the one on top have the keys; what all share is in
/// `SharedState`. To add a pane:
///
/// 1. Make a folder for it below `Panes`, with a value that conforms to this protocol and names its modes.
/// 2. List it in `PaneRegistry`, with a digit if it is a view.
///
/// Dispatch, footer, help and the list of keys follow from its `bindings` and `openings`; what the core is asked for
/// follows from `addNeeds`.
protocol Pane: Sendable, Equatable {
  /// The actions that no other pane has; `Never` for none.
  associatedtype Own: Sendable & Equatable = Never

  /// How the pane stands on those below it.
  static var layer: PaneLayer { get }
  /// True if it is drawn over the header as well.
  static var fillsScreen: Bool { get }
  /// All modes that its keys can be in, at least one; the first gives the pane its title.
  static var modes: [KeyMode] { get }
  /// Its keys, in the order of the help.
  static var bindings: [Binding] { get }
  /// The keys that open it from other panes.
  ///
  /// - Parameter digit: the key that the registry gives to the pane.
  static func openings(_ digit: Key) -> [Binding]
  /// True if it stays below panes that are opened by their keys, so that Esc leads back to it.
  static var staysBelow: Bool { get }

  /// The mode that its keys are in; by default the first.
  var mode: KeyMode { get }

  /// Handles a key that goes to the pane; by default one without actions of its own moves, and closes.
  mutating func update(_ input: PaneInput<Own>, _ context: inout PaneContext) -> [PaneEffect]
  /// Moves the cursor, or scrolls; what `update` does by default.
  mutating func move(_ movement: Movement, _ context: inout PaneContext)
  /// Takes over what has changed outside, before anything is settled. Of the effects, those on the stack of panes count.
  mutating func follow(_ context: inout PaneContext) -> [PaneEffect]
  /// Restores what must hold after a snapshot, a resize or a key: cursors are on what they hold, and nothing is
  /// scrolled past its end.
  mutating func settle(_ context: inout PaneContext)
  /// Adds what it needs to what is asked of the core.
  func addNeeds(to request: inout SnapshotRequest, _ context: PaneContext)
  /// The parts of it that are drawn each by itself when something in them has changed; by default all of it is one.
  func parts(_ frame: Frame, in area: Rect) -> [PicturePart]
  /// Draws it into a rectangle of the grid.
  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid)

  /// Prepares the pane to be opened by a key.
  ///
  /// - Returns: false if it cannot be; the message says why.
  mutating func enter(_ origin: PaneOrigin, _ context: inout PaneContext) -> Bool
  /// The name of the wrapper that it is about, or that is under its cursor; nil if there is none.
  func wrapper(_ context: PaneContext) -> String?
  /// What it hands to the pane below when it closes.
  var result: PaneAction? { get }
  /// The line that is typed in the title of the pane below; nil if none is.
  var line: LineEditor? { get }
  /// What the footer says behind the keys; nil for nothing.
  func remark(_ shared: SharedState) -> Line?
  /// What characters mean that no binding has; nil for nothing.
  func action(forText text: String) -> Action?
  /// Handles an answer to a `ConfigurationRequest`; nil if it is for another pane.
  mutating func answer(_ reply: ConfigurationReply, _ context: inout PaneContext)
    -> [PaneEffect]?
  /// What is done instead of ending the program, such as asking the operator; nil to let it end.
  ///
  /// - Parameter isOnTop: false if a pane other than a dialog of its own has the keys.
  func effectsInsteadOfQuitting(isOnTop: Bool) -> [PaneEffect]?
}

extension Pane {
  /// Identifies the pane.
  static var id: PaneID { PaneID(Self.self) }
  var mode: KeyMode { Self.modes[0] }
  static var layer: PaneLayer { .view }
  static var fillsScreen: Bool { false }
  static var bindings: [Binding] { [] }
  static var staysBelow: Bool { false }
  static func openings(_ digit: Key) -> [Binding] { [] }
  var result: PaneAction? { nil }
  var line: LineEditor? { nil }

  mutating func move(_ movement: Movement, _ context: inout PaneContext) {}
  mutating func follow(_ context: inout PaneContext) -> [PaneEffect] { [] }
  mutating func settle(_ context: inout PaneContext) {}
  func addNeeds(to request: inout SnapshotRequest, _ context: PaneContext) {}
  func parts(_ frame: Frame, in area: Rect) -> [PicturePart] {
    [PicturePart(area) { draw($0, in: area, on: &$1) }]
  }
  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {}
  mutating func enter(_ origin: PaneOrigin, _ context: inout PaneContext) -> Bool { true }
  func wrapper(_ context: PaneContext) -> String? { context.chosen?.name }
  func remark(_ shared: SharedState) -> Line? { nil }
  func action(forText text: String) -> Action? { mode.isTyping ? .edit(.insert(text)) : nil }
  mutating func answer(
    _ reply: ConfigurationReply, _ context: inout PaneContext
  ) -> [PaneEffect]? { nil }
  func effectsInsteadOfQuitting(isOnTop: Bool) -> [PaneEffect]? { nil }

  /// Hands over a key from where the type of the pane is not known.
  mutating func receive(_ input: PaneInput<PaneAction>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement): return update(.move(movement), &context)
    case .accept: return update(.accept, &context)
    case .back: return update(.back, &context)
    case .edit(let edit): return update(.edit(edit), &context)
    case .filter(let text): return update(.filter(text), &context)
    case .own(let action):
      guard let own = action.value as? Own else { return [] }
      return update(.own(own), &context)
    }
  }

  /// Compares with a pane of any type.
  func equals(_ other: any Pane) -> Bool { (other as? Self) == self }
}

extension Pane where Own == Never {
  mutating func update(_ input: PaneInput<Never>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement): move(movement, &context)
    case .back: return [.close]
    case .accept, .edit, .filter: break
    }
    return []
  }
}

/// How a pane stands on those below it.
enum PaneLayer {
  /// It is a view of its own.
  case view
  /// It shows a part of the pane below in its place; that one stays in use.
  case part
  /// It lies over the pane below, which is still seen.
  case overlay
  /// The same, and it belongs to the pane right below, which opens and closes it.
  case dialog

  /// True if the pane below is still seen.
  var liesOver: Bool { self == .overlay || self == .dialog }
}

/// What a key means to the pane that it goes to.
enum PaneInput<Own: Sendable & Equatable>: Sendable, Equatable {
  /// Moves the cursor, or scrolls where there is none.
  case move(Movement)
  /// Opens what is under the cursor; takes what is typed or chosen.
  case accept
  /// Undoes what was done last, at the end by closing the pane.
  case back
  /// Changes the text that is being typed.
  case edit(Edit)
  /// Lists what meets this filter only; the pane above has typed it.
  case filter(String)
  /// An action of the pane alone.
  case own(Own)
}

/// What is to happen outside of a pane after its update.
enum PaneEffect {
  /// Something for the program.
  case program(Effect)
  /// Opens a pane on top.
  case push(any Pane)
  /// Closes the pane, and all above it.
  case close
  /// Closes what is above the pane, and opens a dialog there; nil for none.
  case cover((any Pane)?)
  /// Opens another view in place of this one.
  case show(PaneID)
  /// Hands something to the pane below.
  case below(PaneInput<PaneAction>)

  /// Tells the operator that nothing was done.
  static var beep: PaneEffect { .program(.beep) }
  /// Asks something of whoever keeps the configuration.
  static func configure(_ request: ConfigurationRequest) -> PaneEffect { .program(.configure(request)) }
}

/// An action of one pane where the type of the pane is not known.
package struct PaneAction: Sendable, Equatable {
  /// The action, of the type `Own` of its pane.
  let value: any Sendable & Equatable

  package static func == (a: PaneAction, b: PaneAction) -> Bool {
    func isEqual<T: Equatable>(_ value: T) -> Bool { (b.value as? T) == value }
    return isEqual(a.value)
  }
}

/// From where a pane is opened.
struct PaneOrigin {
  /// True if the pane is to be about the wrapper that is chosen there.
  let isForWrapper: Bool
  /// The wrapper that is chosen there.
  let wrapper: String?
  /// True if the operator looks at that wrapper alone.
  let isOfWrapper: Bool
}

/// What a pane is told from outside with every key and every frame, and what it shares with others.
struct PaneContext {
  /// What all panes share.
  var shared: SharedState
  /// The newest snapshot, the size of the terminal and the time.
  let surroundings: UpdateContext
  /// What is on the screen: the frozen snapshot while paused, else the newest one.
  let snapshot: Snapshot?
  /// The configuration as it is now: what is in force does not stand still with the picture.
  let configuration: ConfigurationState?
  /// Where panes are drawn.
  let body: Rect
  /// True if other panes hide this one.
  let isCovered: Bool
  /// The pane right below; nil for none.
  let below: (any Pane)?
  /// What lies right above; nil for nothing.
  let above: PaneID?

  /// - Parameters:
  ///   - surroundings: what comes from outside.
  ///   - shared: what all panes share.
  ///   - isCovered: true if other panes hide the one that is told.
  ///   - below: the pane right below that one.
  ///   - above: what lies right above it.
  init(
    _ surroundings: UpdateContext, _ shared: SharedState, isCovered: Bool = false, below: (any Pane)? = nil,
    above: PaneID? = nil
  ) {
    self.surroundings = surroundings
    self.shared = shared
    snapshot = shared.shown(surroundings.snapshot)
    configuration = surroundings.snapshot?.configuration ?? shared.pause?.snapshot.configuration
    body = ScreenLayout(surroundings.size, snapshot: snapshot, alerts: surroundings.snapshot?.alerts).body
    self.isCovered = isCovered
    self.below = below
    self.above = above
  }

  /// The newest snapshot, whatever is on the screen.
  var live: Snapshot? { surroundings.snapshot }
  /// The time that the screen shows.
  var now: Timestamp { surroundings.now }
  /// The chosen wrapper; nil if there is none.
  var chosen: WrapperSnapshot? { shared.listing.selected(in: snapshot) }
  /// By how many lines a page key scrolls, give or take one.
  var page: Int { max(1, body.height - 4) }

  /// Shows a message.
  mutating func tell(_ text: String) { shared.tell(text, at: surroundings.time) }

  /// Says why something is not done.
  mutating func refuse(_ why: String) -> [PaneEffect] {
    tell(why)
    return [.beep]
  }
}
