import Synchronization

/// The memory that the bodies of all requests may hold together.
final class BodyMemory: Sendable {
  private let left: Atomic<Int>

  /// Allows so many bytes.
  init(_ bytes: Int) { left = Atomic(bytes) }

  fileprivate func take(_ bytes: Int) -> Bool {
    if left.wrappingSubtract(bytes, ordering: .relaxed).newValue >= 0 { return true }
    giveBack(bytes)
    return false
  }

  fileprivate func giveBack(_ bytes: Int) { left.wrappingAdd(bytes, ordering: .relaxed) }
}

/// The part of the memory that one request holds, until it is answered.
struct BodyLease: ~Copyable {
  private let memory: BodyMemory
  private var bytes = 0

  init(_ memory: BodyMemory) { self.memory = memory }

  /// Takes more.
  ///
  /// - Throws: 503 if there is no more.
  mutating func grow(by count: Int) throws(HTTPProblem) {
    guard memory.take(count) else {
      throw .busy("too many large requests at the same time; send this one again later")
    }
    bytes += count
  }

  deinit { memory.giveBack(bytes) }
}
