import Dispatch

/// Runs an actor on a thread of its own, so that the actor may block in system calls without holding up the threads
/// that all other tasks share.
package final class BlockingExecutor: SerialExecutor {
  private let queue: DispatchQueue

  /// Makes an executor whose thread shows as `label` to debuggers.
  package init(label: String) { queue = DispatchQueue(label: label) }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedSerialExecutor()
    queue.async { job.runSynchronously(on: executor) }
  }
}
