import Dispatch
import Glibc
import Synchronization

/// What a program has to say beside its results: lines on standard error.
///
/// A thread of its own writes them, so that nothing that happens to the descriptor holds up or ends what the program is for: a
/// reader that does not read or is gone, a full disk. What cannot be written is counted, and the count is written as
/// soon as writing works again.
package final class Diagnostics: Sendable {
  private struct State {
    var waiting: [String] = []
    var waitingBytes = 0
    var isWriting = false
    /// How many texts found no room since the writer last looked.
    var refused = 0
    /// How many texts are lost and not reported yet.
    var lost = 0
    /// The last text was written in part.
    var isCut = false
  }

  private let descriptor: Int32
  private let limit: Int
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "wraptop.diagnostics")
  private let outstanding = DispatchGroup()

  /// - Parameters:
  ///   - descriptor: where texts go; stays open.
  ///   - limit: the maximum number of bytes that wait; texts beyond it are lost.
  package init(descriptor: Int32 = STDERR_FILENO, limit: Int = 1 << 20) {
    self.descriptor = descriptor
    self.limit = limit
  }

  /// Whether nothing waits to be written.
  package var isIdle: Bool { state.withLock { !$0.isWriting } }

  /// Writes a line as soon as that is possible; returns at once.
  package func line(_ text: String) { write(text + "\n") }

  /// Writes text as it is as soon as that is possible; returns at once.
  package func write(_ text: String) {
    let starts: Bool = state.withLock { state in
      guard state.waitingBytes + text.utf8.count <= limit else {
        state.refused += 1
        return false
      }
      outstanding.enter()
      state.waiting.append(text)
      state.waitingBytes += text.utf8.count
      defer { state.isWriting = true }
      return !state.isWriting
    }
    if starts { queue.async { self.writeWaiting() } }
  }

  /// Waits until everything is written or lost.
  ///
  /// - Parameter limit: how long to wait; nil for as long as it takes.
  package func flush(within limit: Duration? = nil) {
    let deadline = limit.map { DispatchTime.now() + .milliseconds(Int($0 / .milliseconds(1))) }
    _ = outstanding.wait(timeout: deadline ?? .distantFuture)
  }

  private func writeWaiting() {
    while true {
      let texts = state.withLock { state in
        state.isWriting = !state.waiting.isEmpty
        state.waitingBytes = 0
        return exchange(&state.waiting, with: [])
      }
      guard !texts.isEmpty else { return }
      for text in texts {
        put(text)
        outstanding.leave()
      }
      let hasRefused = state.withLock { state in
        state.lost += exchange(&state.refused, with: 0)
        return state.lost > 0
      }
      if hasRefused { put("") }
    }
  }

  // A whole line in one call of the system, so that lines of processes that share the file do not mix.
  private func put(_ text: String) {
    let (lost, isCut) = state.withLock { ($0.lost, $0.isCut) }
    let report = lost > 0 ? "wraptop: \(lost) line\(lost == 1 ? "" : "s") could not be written here\n" : ""
    do throws(WriteFailure) {
      try Descriptor.writeAll(Array(((isCut ? "\n" : "") + report + text).utf8), to: descriptor)
      state.withLock { state in
        state.lost -= lost
        state.isCut = false
      }
    } catch {
      state.withLock { state in
        if !text.isEmpty { state.lost += 1 }
        if error.written > 0 { state.isCut = true }
      }
    }
  }
}
