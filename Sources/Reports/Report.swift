import Snapshots

/// A way to put a snapshot into bytes: one type, in a file of its own, per format.
///
/// The bytes are UTF-8 and end with a line feed. The same snapshot always gives the same bytes.
package protocol Report: Sendable {
  /// Appends the snapshot in this format.
  func write(_ snapshot: Snapshot, to output: inout [UInt8])
}

extension Report {
  /// The snapshot in this format.
  package func bytes(of snapshot: Snapshot) -> [UInt8] {
    var output: [UInt8] = []
    write(snapshot, to: &output)
    return output
  }
}
