import Events
import Ingestion
import Monitoring
import Snapshots
import Storage

/// A core that runs: what it reads, and the store that it goes on from and writes.
package final class Host: Sendable {
  package let core: Core
  private let intake: Intake
  private let storage: Storage?

  private struct Storage: Sendable {
    var store: any Store
    var path: String
  }

  /// Prepares to run. The store is opened here, so that it is known early whether it can be.
  ///
  /// - Parameters:
  ///   - plan: what to read.
  ///   - store: where figures are kept, with its path; nil to keep them in memory only.
  ///   - seed: under which ids are fingerprinted: that of the store.
  ///   - clock: the present.
  package init(
    plan: IntakePlan, store: (any Store, path: String)?, seed: UInt64, clock: @escaping @Sendable () -> Timestamp
  ) throws {
    core = Core(seed: seed, clock: clock)
    storage = store.map { Storage(store: $0.0, path: $0.path) }
    intake = try Intake(core: core, plan: plan, seed: seed)
  }

  /// Opens the socket of the plan, if it has one; clients wait from then on until `run` takes them in.
  package func listen() throws -> SocketListener? { try intake.listen() }

  /// Goes on from what is stored, and follows all sources until the task is cancelled; then stores what is left.
  package func run(listener: SocketListener?) async {
    guard let storage else { return await intake.follow(listener: listener) }
    do {
      let content = try storage.store.load()
      core.restore(content)
    } catch {
      core.notice("what was stored cannot be read: \(error)")
    }
    let recorder = Recorder(core: core, store: storage.store, path: storage.path)
    recorder.start()
    await intake.follow(listener: listener)
    recorder.close()
  }
}
