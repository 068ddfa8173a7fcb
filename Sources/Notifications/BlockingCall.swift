import CLinux
import Glibc
import SystemFiles

/// Runs one call that blocks on a thread of its own, so that the threads that all tasks share stay free.
actor BlockingCall {
  private let executor = BlockingExecutor(label: "wraptop.notify")

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private func perform<Result: Sendable>(_ body: @Sendable () -> Result) -> Result { body() }

  /// Runs `body`, and hands it a descriptor that can be read once the task is cancelled: then it has to return soon.
  static func run<Result: Sendable>(_ body: @escaping @Sendable (_ stop: Int32) -> Result) async -> Result {
    let stop = StopSignal()
    return await withTaskCancellationHandler {
      await BlockingCall().perform { body(stop.number) }
    } onCancel: {
      stop.signal()
    }
  }
}

/// Tells a thread that polls to stop.
private final class StopSignal: Sendable {
  /// A descriptor to poll; -1, which poll(2) passes over, if the process has no more of them.
  let number = cl_wakeup_open()

  deinit { if number >= 0 { close(number) } }

  func signal() { if number >= 0 { cl_wakeup_signal(number) } }
}
