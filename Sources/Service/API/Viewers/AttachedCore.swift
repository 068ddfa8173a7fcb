import CompactCoding
import Events
import Foundation
import Notifications
import Snapshots
import Synchronization

/// A core in another process that is looked at over its socket (article API, Streams). It may end and begin anew meanwhile:
/// what it last showed stays, with a sign that it is lost, until it answers again.
package final class AttachedCore: SnapshotSource {
  private let paths: [String]
  private let readOnlyReason: String?
  private let clock: @Sendable () -> Timestamp
  private let notices = Mutex<[String]>([])
  // Which of the sockets is in use.
  private let place = Mutex(0)
  // How far the clock of the core is ahead of this one, in microseconds.
  private let offset = Mutex<Int64>(0)

  /// Less than this, a difference between clocks is taken for the time that snapshots are on their way.
  private static let tolerance: Int64 = 2_000_000

  /// - Parameters:
  ///   - paths: its socket, or several: when the core at one is lost, the next one is tried.
  ///   - readOnlyReason: why nothing is to be changed by this viewer; nil if it may be.
  ///   - clock: the clock of this machine.
  package init(paths: [String], readOnlyReason: String? = nil, clock: @escaping @Sendable () -> Timestamp) {
    self.paths = paths
    self.readOnlyReason = readOnlyReason
    self.clock = clock
  }

  /// The first of the sockets at which a core answers; nil if there is none to which this user may connect.
  ///
  /// - Throws: that the core there tells this user nothing.
  package static func answering(_ paths: [String]) async throws(APIClientError) -> String? {
    for path in paths {
      let answer: UnixHTTPClient.Answer
      do throws(UnixHTTPClient.Failure) {
        answer = try await UnixHTTPClient(socket: path, limit: .seconds(3)).send("GET", "/v1/alerts")
      } catch {
        if error.isNobodyThere || error.isForbidden { continue }
        return path
      }
      guard answer.status == 401 || answer.status == 403 else { return path }
      throw .forbidden("\(path): \(APIProblem(answer).detail)")
    }
    return nil
  }

  /// The socket of the core that is looked at.
  package var path: String { paths[place.withLock { $0 }] }

  /// Tries the next socket from now on, if there are several.
  func tryNext() { place.withLock { $0 = ($0 + 1) % paths.count } }

  /// The time where the core runs, as far as it is known.
  package var now: Timestamp { clock().advanced(microseconds: offset.withLock { $0 }) }

  package func post(_ notice: String) { notices.withLock { $0.append(notice) } }

  package func feed(deliver: @escaping @Sendable () -> Void) -> any SnapshotFeed {
    AttachedFeed(of: self, deliver: deliver)
  }

  /// What a screen here shows of a snapshot that has come.
  func shown(_ snapshot: Snapshot) -> Snapshot {
    var shown = snapshot
    if !snapshot.isPast {
      let ahead = snapshot.at.microseconds - clock().microseconds
      offset.withLock { $0 = abs(ahead) < Self.tolerance ? 0 : ahead }
    }
    if let readOnlyReason {
      shown.alerts.readOnlyReason = readOnlyReason
      shown.configuration?.readOnlyReason = readOnlyReason
    }
    return marked(shown, nil)
  }

  /// The same, of one that the core can no longer stand for.
  func marked(_ snapshot: Snapshot, _ loss: CoreLink.Loss?) -> Snapshot {
    var marked = snapshot
    marked.link = CoreLink(path: path, loss: loss)
    let lost = loss.map { ["core lost: \($0.reason): \(path)"] } ?? []
    marked.notices = lost + snapshot.notices + notices.withLock { $0 }
    return marked
  }
}
