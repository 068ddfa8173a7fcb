import Synchronization

/// Numbers that no one else in the process gets.
final class Identities: Sendable {
  private let last = Atomic<UInt64>(0)

  func next() -> UInt64 { last.wrappingAdd(1, ordering: .relaxed).newValue }
}
