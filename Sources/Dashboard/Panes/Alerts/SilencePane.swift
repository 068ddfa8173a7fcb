import Alerting
import Canvas
import Snapshots

extension KeyMode {
  /// What is silenced, and for how long, is chosen.
  static let silencing = KeyMode("silencing", .helped)
}

/// What of an alert is to be silenced, and for how long.
struct SilencePane: Pane {
  static let layer = PaneLayer.overlay
  static let modes = [KeyMode.silencing]

  /// What can be silenced.
  enum Scope: Int, Sendable, CaseIterable {
    case ruleOfSubject, subject, rule
  }

  /// How long it can be silenced.
  enum Length: Int, Sendable, CaseIterable {
    case quarter, hour, fourHours, day

    var seconds: Int64 {
      switch self {
      case .quarter: 900
      case .hour: 3600
      case .fourHours: 14_400
      case .day: 86_400
      }
    }

    var title: String {
      switch self {
      case .quarter: "15 min"
      case .hour: "1 h"
      case .fourHours: "4 h"
      case .day: "24 h"
      }
    }
  }

  /// What can be done in the chooser alone.
  enum Own: Sendable, Equatable {
    /// Takes a longer time, or a shorter one.
    case change(by: Int)
    /// Silences for that time.
    case pick(Length)
  }

  let alert: Alert
  private(set) var scope = Scope.ruleOfSubject
  private(set) var length = Length.hour

  init(_ alert: Alert) { self.alert = alert }

  static let bindings =
    [
      Binding(
        [.character("j"), .down], .move(.down), "what", "Choose what is silenced: next", in: [.silencing], .alerts,
        footer: 2, as: "j k"),
      Binding(
        [.character("k"), .up], .move(.up), "what", "Choose what is silenced: previous", in: [.silencing], .alerts),
      Binding(
        [.character("h"), .left], .own(Own.change(by: -1)), "how long", "Shorter silence", in: [.silencing], .alerts,
        footer: 3, as: "h l"),
      Binding(
        [.character("l"), .right], .own(Own.change(by: 1)), "longer", "Longer silence", in: [.silencing], .alerts),
    ]
    + Length.allCases.map { length in
      let key = Key.character(Unicode.Scalar(UInt8(ascii: "1") + UInt8(length.rawValue)))
      return Binding(
        [key], .own(Own.pick(length)), length.title, "Silence for \(length.title)", in: [.silencing], .alerts)
    } + [
      Binding([.enter], .accept, "silence", "Silence what is chosen", in: [.silencing], .alerts, footer: 1),
      Binding([.escape], .back, "cancel", "Cancel", in: [.silencing], .alerts, footer: 4),
    ]

  mutating func update(_ input: PaneInput<Own>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement):
      let all = Scope.allCases
      scope = all[movement.row(from: scope.rawValue, page: all.count, count: all.count)]
    case .own(.change(let step)):
      guard let next = Length(rawValue: length.rawValue + step) else { return [.beep] }
      length = next
    case .own(.pick(let length)):
      self.length = length
      return send
    case .accept: return send
    case .back: return [.close]
    case .edit, .filter: return [.beep]
    }
    return []
  }

  private var send: [PaneEffect] {
    let (rule, subject) = Self.patterns(scope, alert)
    return [
      .close,
      .program(.alert(.silence(rule: rule, subject: subject, seconds: length.seconds, reason: nil))),
    ]
  }

  // Names are patterns that match themselves: what would mean something else in one stands for any character.
  private static func patterns(_ scope: Scope, _ alert: Alert) -> (rule: String?, subject: String?) {
    func literal(_ name: String) -> String { String(name.map { "*?[".contains($0) ? "?" : $0 }) }
    let rule = literal(alert.rule), subject = literal(alert.subject.name)
    return switch scope {
    case .ruleOfSubject: (rule, subject)
    case .subject: (nil, subject)
    case .rule: (rule, nil)
    }
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let width = FormBox.width(in: area) - 1
    var lines = Scope.allCases.map { scope in
      let isChosen = scope == self.scope
      let rule = scope == .subject ? nil : alert.rule, subject = scope == .rule ? nil : alert.subject.name
      var line = Line(isChosen ? "\(grid.glyphs.pointer) " : "  ", .accent, .bold)
      line.add(Silence.scope(rule: rule, subject: subject), isChosen ? .accent : .text, isChosen ? .bold : [])
      return line
    }
    var times = [Line("for", .dim)]
    for length in Length.allCases {
      var line = Line("\(length.rawValue + 1) ", .key, .bold)
      let isChosen = length == self.length
      line.add(isChosen ? "[\(length.title)]" : length.title, isChosen ? .accent : .text, isChosen ? .bold : [])
      times.append(line)
    }
    lines += [Line()] + Line.wrap(times, width: width)
    FormBox(title: "silence", lines: lines, mode: .silencing).draw(in: area, on: &grid)
  }
}
