import DequeModule
import Events
import Ingestion
import Synchronization

/// The chunks of one client between the task that reads and decodes them and the one that applies them: a bounded queue,
/// in the order in which the client sent them, so that the next chunk is decoded while the one before it is applied.
///
/// Room for a chunk is taken before it is read, so that a client that sends faster than its events are applied waits. The
/// first chunk of a client always has room. Those beyond it share an allowance with all other clients: a thousand of them
/// at full speed hold little more than a chunk each.
final class DecodedChunks: Sendable {
  private struct State {
    var waiting: Deque<DecodedChunk> = []
    /// Chunks that have taken room: read, decoded, waiting or being applied.
    var count = 0
    /// How many of those are in the allowance.
    var extra = 0
    var isApplying = false
    var hasEnded = false
    var reader: CheckedContinuation<Bool, Never>?
    var applier: CheckedContinuation<DecodedChunk?, Never>?
  }

  private let state = Mutex(State())
  private let core: Core
  private let allowance: ChunkAllowance

  /// The maximum number of chunks that wait behind the one that is applied.
  static let limit = 4

  /// Makes an empty queue.
  ///
  /// - Parameters:
  ///   - core: counts the chunks that wait.
  ///   - allowance: is shared with all other clients.
  init(core: Core, allowance: ChunkAllowance) {
    self.core = core
    self.allowance = allowance
  }

  deinit {
    state.withLock { state in
      allowance.giveBack(state.extra)
      core.countPendingChunks(-state.waiting.count)
    }
  }

  // MARK: The task that reads

  /// Reads and decodes the chunks of a client until it ends, or the task is cancelled.
  func read(_ connection: SocketConnection, decoder: DecodeWorker) async {
    var chunks = connection.makeAsyncIterator()
    while await waitForRoom(), let chunk = await chunks.next() {
      append(await decoder.decode(chunk, now: core.now))
    }
    finish()
  }

  /// Waits until there is room for another chunk, and takes it. Returns false without room if the task is cancelled.
  func waitForRoom() async -> Bool {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let hasRoom: Bool? = state.withLock { state in
          if Task.isCancelled { return false }
          if takeRoom(in: &state) { return true }
          state.reader = continuation
          return nil
        }
        if let hasRoom { continuation.resume(returning: hasRoom) }
      }
    } onCancel: {
      state.withLock { exchange(&$0.reader, with: nil) }?.resume(returning: false)
    }
  }

  /// Appends a chunk for which room was taken.
  func append(_ chunk: DecodedChunk) {
    let applier = state.withLock { state in
      guard let applier = exchange(&state.applier, with: nil) else {
        state.waiting.append(chunk)
        core.countPendingChunks(1)
        return nil as CheckedContinuation<DecodedChunk?, Never>?
      }
      state.isApplying = true
      return applier
    }
    applier?.resume(returning: chunk)
  }

  /// Ends the queue: nothing will be appended any more.
  func finish() {
    let applier = state.withLock { state in
      state.hasEnded = true
      return exchange(&state.applier, with: nil)
    }
    applier?.resume(returning: nil)
  }

  private func takeRoom(in state: inout State) -> Bool {
    if state.count > 0 {
      guard state.count <= Self.limit, allowance.take() else { return false }
      state.extra += 1
    }
    state.count += 1
    return true
  }

  // MARK: The task that applies

  /// Returns the next chunk, after the one before it was applied; waits for it. Nil at the end.
  func next() async -> DecodedChunk? {
    await withCheckedContinuation { continuation in
      let (reader, chunk) = state.withLock { state in
        if exchange(&state.isApplying, with: false) { giveRoomBack(in: &state) }
        let reader = state.reader != nil && takeRoom(in: &state) ? exchange(&state.reader, with: nil) : nil
        if let chunk = state.waiting.popFirst() {
          core.countPendingChunks(-1)
          state.isApplying = true
          return (reader, DecodedChunk??.some(chunk))
        }
        if state.hasEnded { return (reader, .some(nil)) }
        state.applier = continuation
        return (reader, nil)
      }
      reader?.resume(returning: true)
      if let chunk { continuation.resume(returning: chunk) }
    }
  }

  private func giveRoomBack(in state: inout State) {
    state.count -= 1
    guard state.extra > 0 else { return }
    state.extra -= 1
    allowance.giveBack(1)
  }
}

/// How many chunks all clients together may have read ahead, beyond the first one of each.
final class ChunkAllowance: Sendable {
  private let left: Atomic<Int>

  /// Allows so many chunks.
  init(_ count: Int = 64) { left = Atomic(count) }

  /// Takes one; false if none is left.
  func take() -> Bool {
    if left.wrappingSubtract(1, ordering: .relaxed).oldValue > 0 { return true }
    giveBack(1)
    return false
  }

  /// Gives some back.
  func giveBack(_ count: Int) { left.wrappingAdd(count, ordering: .relaxed) }
}
