import CSodium
import Configuration

/// Memory for what is secret: kept out of swap space as far as the system's limit on locked memory allows, and out of
/// core dumps; with pages around it that may not be touched; wiped before it is freed. It cannot be read but during
/// `withBytes`, and is never written once it was filled.
///
/// Not `Sendable`: who reads it opens it for the whole process.
package final class LockedMemory {
  package let count: Int
  private let start: UnsafeMutableRawPointer
  private var readers = 0

  /// Memory of so many bytes that `fill` has written.
  ///
  /// - Throws: what `fill` throws; if there is no memory left.
  convenience init(count: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Void) throws {
    try self.init(capacity: count) { memory in
      try fill(memory)
      return count
    }
  }

  /// Memory of at most `capacity` bytes; `fill` tells how many it has written.
  init(capacity: Int, fill: (UnsafeMutableRawBufferPointer) throws -> Int) throws {
    guard sodium_init() >= 0, let start = sodium_malloc(max(capacity, 1)) else { throw CredentialStoreError.noMemory }
    do {
      count = try fill(UnsafeMutableRawBufferPointer(start: start, count: capacity))
    } catch {
      sodium_free(start)
      throw error
    }
    self.start = start
    sodium_mprotect_noaccess(start)
  }

  /// A copy of a secret.
  package convenience init(_ secret: Secret) throws {
    try self.init(count: secret.byteCount) { memory in secret.withBytes { memory.copyMemory(from: $0) } }
  }

  deinit { sodium_free(start) }

  /// Calls with the bytes, which nobody should keep.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    if readers == 0 { sodium_mprotect_readonly(start) }
    readers += 1
    defer {
      readers -= 1
      if readers == 0 { sodium_mprotect_noaccess(start) }
    }
    return try body(UnsafeRawBufferPointer(start: start, count: count))
  }
}

extension LockedMemory: CustomStringConvertible, CustomReflectable {
  package var description: String { FieldValue.mask }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A part of memory that is secret.
struct LockedSlice {
  let memory: LockedMemory
  let range: Range<Int>

  init(_ memory: LockedMemory, _ range: Range<Int>) {
    self.memory = memory
    self.range = range
  }

  /// All of it.
  init(_ memory: LockedMemory) { self.init(memory, 0..<memory.count) }

  func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try memory.withBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }
}
