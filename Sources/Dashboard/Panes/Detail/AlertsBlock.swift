import Alerting
import Canvas
import PlainText

/// What fires for a wrapper, the worst first, each in a line: its state, the rule, since when, and why.
enum AlertsBlock {
  /// - Parameter rows: the maximum number of lines.
  static func lines(_ wrapper: String, _ frame: Frame, rows: Int) -> [Line] {
    let items = frame.shared.alerts.active(of: wrapper)
    let isPast = frame.shared.alerts.instant != nil
    var lines = items.prefix(rows).map { item in
      let alert = item.alert
      var line = isPast ? Line("FIRING", alert.severity.role, .bold) : alert.stateLine
      line.add(" \(alert.severity.word)", alert.severity.role)
      line.add(" \(alert.rule)", .accent)
      line.add(" for \(frame.moment.age(of: alert.begin)): ", .dim)
      return line.adding(AlertText.why(alert), .text)
    }
    if items.count > rows, !lines.isEmpty {
      lines[lines.count - 1] = Line("+\(items.count - rows) more  ", .notice).adding(lines[lines.count - 1])
    }
    return lines
  }

  /// The sign before the name of a wrapper; nil if nothing fires. What somebody takes care of is less loud.
  static func sign(_ wrapper: String, _ frame: Frame) -> Line? {
    guard let items = frame.shared.alerts.active[wrapper].map({ $0.map { frame.shared.alerts.items[$0].alert } })
    else { return nil }
    let isPast = frame.shared.alerts.instant != nil
    let firing = items.filter { isPast || $0.state == .firing }.map(\.severity).max()
    return firing.map { Line("!", $0.role, [.bold, .reverse]) } ?? Line(".", .text, .bold)
  }
}
