import CompactCoding
import Notifications
import Snapshots

/// Makes snapshots of the bytes of a stream.
struct ViewerFrameReader {
  /// Why no more can be made; nil if they can.
  private(set) var problem: String?
  private var decoder = CompactDecoder()
  private var waiting: [UInt8] = []
  private var newest: Snapshot?

  /// The most bytes of one frame.
  private static let limit = 1 << 30

  /// Takes what has come, and returns the snapshots that it completes; nil if it is no stream of snapshots, as `problem` says.
  mutating func take(_ part: UnixHTTPClient.Part) -> [Snapshot]? {
    waiting += part.bytes
    guard part.status == 200 else {
      // The last part completes it.
      problem = APIProblem(UnixHTTPClient.Answer(status: part.status, body: waiting)).detail
      return []
    }
    var snapshots: [Snapshot] = []
    do {
      while let snapshot = try next() { snapshots += snapshot.map { [$0] } ?? [] }
    } catch {
      problem = "the core is of another version than this dashboard; start both from the same one"
      return nil
    }
    return snapshots
  }

  // The next frame: a snapshot, or none in a frame that says only that the core is there. Nil if it has not come whole.
  private mutating func next() throws -> Snapshot?? {
    guard let counts = ViewerFrame.counts(waiting.prefix(ViewerFrame.headBytes)) else { return .none }
    guard counts.additions <= Self.limit, counts.body <= Self.limit else { throw CompactDecodingError.malformed }
    let start = ViewerFrame.headBytes + counts.additions
    let end = start + counts.body
    guard waiting.count >= end else { return .none }
    defer { waiting.removeFirst(end) }
    if counts.additions > 0 { try decoder.add(Array(waiting[ViewerFrame.headBytes..<start])) }
    guard counts.body > 0 else { return .some(nil) }
    let change = try decoder.decode(SnapshotChange.self, from: Array(waiting[start..<end]))
    newest = change.applied(to: newest)
    return .some(newest)
  }
}
