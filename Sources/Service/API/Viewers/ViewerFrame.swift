import Monitoring
import Reports
import Snapshots

/// What goes to a viewer at a time.
enum ViewerFrame {
  /// The bytes that say how many names of keys, and how many bytes of a snapshot follow.
  static let headBytes = 8

  /// For a dashboard: names of keys that are new to it, and a snapshot.
  static func bytes(_ additions: [UInt8], _ body: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headBytes + additions.count + body.count)
    for count in [additions.count, body.count] {
      for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
    }
    return bytes + additions + body
  }

  /// Nothing new: only that the core is there.
  static func empty(_ encoding: ViewerHub.Encoding) -> [UInt8] {
    switch encoding {
    case .compact: bytes([], [])
    case .events: Array(": still here\n\n".utf8)
    }
  }

  /// A server-sent event: the document of a snapshot, or what changed in it. A wrapper that is gone makes it a whole one.
  static func event(_ snapshot: Snapshot, from base: Snapshot?, range: TimeRange?, edition: UInt64) -> [UInt8] {
    let base = base.flatMap { Set($0.names).isSubset(of: snapshot.names) ? $0 : nil }
    var bytes = Array("event: \(base == nil ? "snapshot" : "change")\nid: \(edition)\ndata: ".utf8)
    StatusJSON(range: range).write(snapshot, since: base, to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// The numbers in a head; nil if there are not enough bytes for one.
  static func counts(_ head: some Collection<UInt8>) -> (additions: Int, body: Int)? {
    guard head.count >= headBytes else { return nil }
    func number(_ bytes: some Sequence<UInt8>) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }
    return (number(head.prefix(4)), number(head.dropFirst(4).prefix(4)))
  }
}

extension Snapshot {
  fileprivate var names: [String] { monitor.wrappers.map(\.name) }
}
