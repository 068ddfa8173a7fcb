import Canvas
import Snapshots

extension KeyMode {
  /// What wraptop itself does.
  static let about = KeyMode("about wraptop", .view)
}

/// What wraptop itself does and needs: time, memory, queues, bytes to the terminal.
struct AboutPane: Pane {
  static let modes = [KeyMode.about]

  /// The counters between which rates are taken: some seconds old, and as new as they come.
  private var earlier: Sample?
  private(set) var latest: Sample?

  /// Counters of the core and of the screen at one time.
  struct Sample: Sendable, Equatable {
    var core: CoreCounters
    var screen: ScreenCounters
  }

  /// Since when rates are told, in seconds; nil while there is nothing to compare with.
  var span: Double? {
    guard let earlier, let latest, latest.core.uptime > earlier.core.uptime else { return nil }
    return (latest.core.uptime - earlier.core.uptime) / .seconds(1)
  }

  /// Returns how much something grew per second of late; nil while there is nothing to compare with.
  func rate(of value: (Sample) -> Double?) -> Double? {
    guard let span, let earlier, let latest, let from = value(earlier), let to = value(latest) else { return nil }
    return max(0, to - from) / span
  }

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [digit], .open(id, .plain), "about",
        "What wraptop itself does: processor, memory, queues, bytes to the terminal",
        where: \.isView, .look)
    ]
  }

  mutating func update(_ input: PaneInput<Never>, _ context: inout PaneContext) -> [PaneEffect] {
    if case .back = input { return [.close] }
    return []
  }

  // Rates are taken over two to four seconds, so that they neither jump nor lag.
  mutating func settle(_ context: inout PaneContext) {
    guard let core = context.live?.counters, let screen = context.surroundings.screen, core != latest?.core else {
      return
    }
    let sample = Sample(core: core, screen: screen)
    if let earlier, core.uptime >= earlier.core.uptime, core.uptime - earlier.core.uptime < .seconds(4) {
      latest = sample
    } else {
      earlier = latest ?? sample
      latest = sample
    }
  }

  func addNeeds(to request: inout SnapshotRequest, _ context: PaneContext) { request.counters = true }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    AboutView.draw(self, in: area, on: &grid)
  }
}
