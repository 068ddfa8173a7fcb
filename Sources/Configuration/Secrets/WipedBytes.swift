import Synchronization

/// Bytes that are overwritten with zeros before their memory goes.
///
/// Whoever can be the only one to hold them may change them; `Secret` sees to that.
// The reason for the unchecked conformance: the memory and the count are written by `init`, `append` and `cut` only, which
// `Secret` calls on a storage that nobody else has a reference to (`isKnownUniquelyReferenced`), and by `deinit`. All else only
// reads. A lock, which the compiler would accept, is no way out: two secrets that share their memory are compared within
// `withBytes` of both, which would wait for itself for ever.
final class WipedBytes: @unchecked Sendable {  // No race: written only while one reference holds it, then only read.
  // Each byte is an atomic, for the sake of the wiping: an optimiser may leave out a plain store to memory that nobody
  // reads before it is freed, and does; a store with an ordering may be waited for by another thread, and stays.
  private let memory: UnsafeMutablePointer<Atomic<UInt8>>
  private let capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 16)
    memory = .allocate(capacity: self.capacity)
    for index in 0..<self.capacity { (memory + index).initialize(to: Atomic(0)) }
  }

  deinit {
    wipe(from: 0)
    memory.deinitialize(count: capacity)
    memory.deallocate()
  }

  /// How many bytes still fit in.
  var room: Int { capacity - count }

  /// Adds bytes; those that do not fit in are left out.
  func append(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      guard count < capacity else { return }
      memory[count].store(byte, ordering: .relaxed)
      count += 1
    }
  }

  /// Takes the last bytes away.
  func cut(last: Int) {
    let kept = max(0, count - last)
    wipe(from: kept)
    count = kept
  }

  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withExtendedLifetime(self) { try body(UnsafeRawBufferPointer(start: memory, count: count)) }
  }

  private func wipe(from start: Int) {
    for index in start..<count { memory[index].store(0, ordering: .sequentiallyConsistent) }
  }
}
