import Events
import PlainText
import Snapshots

extension SourceState {
  /// Its name in documents for programs.
  package var key: String {
    switch self {
    case .waiting: "waiting"
    case .catchingUp: "catching_up"
    case .live: "live"
    case .ended: "ended"
    case .failed: "failed"
    }
  }
}

extension SourceStatus {
  /// What is wrong with the source and what to do; nil if nothing is.
  package var problem: String? {
    switch state {
    case .failed(let reason): return reason
    case .waiting where kind == .file:
      return "\(name.withoutHarm): there is no such file; it is read as soon as there is"
    default: break
    }
    return isAllRejected ? "\(name.withoutHarm): every line was rejected" : nil
  }
}

/// How far reading has come, as one line of plain ASCII: `42 %, 1.23GiB of 2.94GiB, 512k events/s, 8s left`.
package enum ProgressText {
  /// The line. Where the end is not known, as of standard input, there is neither a share nor a time left.
  package static func line(_ progress: CatchUp) -> String {
    let rate = "\(NumberFormat.quantity(progress.eventsPerSecond)) events/s"
    guard progress.bytesTotal > progress.bytesRead else { return "\(NumberFormat.bytes(progress.bytesRead)), \(rate)" }
    let share = Int(Double(progress.bytesRead) / Double(progress.bytesTotal) * 100)
    let left = progress.secondsLeft.map { ", \(NumberFormat.age(seconds: $0.rounded(.up))) left" } ?? ""
    return
      "\(share) %, \(NumberFormat.bytes(progress.bytesRead)) of \(NumberFormat.bytes(progress.bytesTotal)), \(rate)\(left)"
  }
}
