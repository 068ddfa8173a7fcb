import Canvas
import Configuration
import Dashboard
import Events
import Service
import Snapshots
import Terminal

/// The one loop of the dashboard: waits for keys, sizes, snapshots and seconds, lets `reduce` change the state, and
/// draws the `Picture` of it. Everything it meets is passed in, so that tests can run it without a terminal.
struct DashboardLoop {
  private let screen: any Screen
  private let feed: any SnapshotFeed
  private let themes: [Theme]
  private let glyphs: GlyphSet
  private let clock: () -> Timestamp
  private let hasFailed: () -> Bool
  private let replies: () -> [Action]
  private let configure: (ConfigurationRequest) -> Void
  private let alert: (AlertRequest) -> Void
  private var state: DashboardState
  private var snapshot: Snapshot?
  private var edition = 0
  private var picture = Picture()
  private var pacer = RowPacer()
  private let began = ContinuousClock.now
  /// Why the next frame is drawn.
  private var reason = RowPacer.Reason.urgent
  /// Until when figures count as what the operator waits for.
  private var answersUntil = answerTime

  /// How long the core may take to answer a key, so that the answer is shown at once.
  private static let answerTime = Duration.milliseconds(300)
  private var isOver = false
  private var counters = ScreenCounters()

  init(
    screen: any Screen, feed: any SnapshotFeed, themes: [Theme], glyphs: GlyphSet,
    clock: @escaping () -> Timestamp, hasFailed: @escaping () -> Bool = { false },
    replies: @escaping () -> [Action] = { [] },
    configure: @escaping (ConfigurationRequest) -> Void = { _ in },
    alert: @escaping (AlertRequest) -> Void = { _ in }
  ) {
    self.screen = screen
    self.feed = feed
    self.themes = themes
    self.glyphs = glyphs
    self.clock = clock
    self.hasFailed = hasFailed
    self.replies = replies
    self.configure = configure
    self.alert = alert
    state = DashboardState(themes: themes.map(\.name), theme: screen.theme.name)
  }

  /// Runs until the operator quits, a signal asks for it, the terminal is gone, or nothing can feed it.
  mutating func run() {
    dispatch(.refresh)
    draw()
    while !isOver {
      reason = .time
      for event in screen.wait(timeout: untilNextChange) where !isOver { take(event) }
      if !isOver { draw() }
    }
  }

  private var uptime: Duration { ContinuousClock.now - began }

  private mutating func take(_ event: TerminalEvent) {
    switch event {
    case .key(let key): if let action = state.action(for: key) { operate(action) }
    case .paste(let text): if let action = state.action(forPasted: text) { operate(action) }
    case .wake where hasFailed(): isOver = true
    case .wake:
      if let newest = feed.takeNewest() {
        snapshot = newest
        edition += 1
        if reason == .time { reason = uptime < answersUntil ? .urgent : .figures }
      }
      for reply in replies() { operate(reply) }
      dispatch(.refresh)
    case .resize, .timeout: dispatch(.refresh)
    case .signal(.suspend): screen.suspend()
    case .signal, .hangup: isOver = true
    }
  }

  // Does what the operator waits to see.
  private mutating func operate(_ action: Action) {
    dispatch(action)
    reason = .urgent
    answersUntil = uptime + Self.answerTime
  }

  private mutating func dispatch(_ action: Action) {
    for effect in reduce(&state, action, in: surroundings) {
      switch effect {
      case .quit: isOver = true
      case .beep: screen.beep()
      case .suspend: screen.suspend()
      case .request(let request): feed.setRequest(request)
      case .theme(let name): if let theme = themes.first(where: { $0.name == name }) { screen.theme = theme }
      case .redraw: screen.redraw()
      case .configure(let request): configure(request)
      case .alert(let request): alert(request)
      }
    }
  }

  private mutating func draw() {
    let began = ContinuousClock.now
    picture.update(state, in: surroundings, glyphs: glyphs)
    screen.draw(pacer.pass(picture.grid, at: uptime, for: reason), cursor: nil)
    counters.drawing.add(ContinuousClock.now - began)
    counters.bytes = screen.bytesSent
  }

  private var surroundings: UpdateContext {
    // Read first: what holds until the next second of the clock must not seem to hold longer.
    let wallTime = SystemClock.now()
    return UpdateContext(
      snapshot: snapshot, edition: edition, size: screen.size, now: clock(), wallTime: wallTime, screen: counters)
  }

  // Ages wait for the whole second, at which the clock on the screen changes as well: so there is one wake-up for all. A
  // little late is better than a wake-up too early.
  private var untilNextChange: Duration {
    let second: Int64 = 1_000_000
    let change = (picture.holdsUntil.microseconds + second - 1) / second * second + 2000
    let next = min(change, state.message?.until.microseconds ?? change)
    let wait = Duration.microseconds(max(0, next - SystemClock.now().microseconds))
    return min(wait, pacer.due.map { max(.zero, $0 - uptime) } ?? wait)
  }
}
