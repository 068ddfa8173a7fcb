import PlainText
import Snapshots

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
