/// The text of a secret on its way: what an operator types or pastes, until the credential store has it.
///
/// It cannot be printed, encoded or compared; `withBytes` is the only way to its text. Its memory is wiped when it goes,
/// also what it grew out of. What cannot be wiped are the `String`s that it is made from: a terminal's keys come as such,
/// a character or a paste at a time, and are gone as soon as that memory is used again.
///
/// Copies share their memory until one of them is changed.
package struct Secret: Sendable {
  /// The most bytes that a secret may have.
  package static let limit = 1 << 16

  private var bytes: WipedBytes
  // How many bytes each character has, for taking back the last one.
  private var lengths: [Int] = []

  /// An empty one.
  package init() { bytes = WipedBytes(capacity: 0) }

  /// A text that was typed or pasted; nil if it is over the limit.
  package init?(_ text: String) {
    self.init()
    guard append(text) else { return nil }
  }

  /// Bytes in UTF-8, or any others; nil if they are over the limit.
  package init?(bytes source: UnsafeRawBufferPointer) {
    guard source.count <= Self.limit else { return nil }
    bytes = WipedBytes(capacity: source.count)
    bytes.append(source)
    // A byte that goes on with a scalar belongs to what is before it.
    for byte in source {
      if byte & 0xC0 == 0x80, let last = lengths.indices.last { lengths[last] += 1 } else { lengths.append(1) }
    }
  }

  /// How many characters it has.
  package var count: Int { lengths.count }

  /// How many bytes it has.
  package var byteCount: Int { bytes.count }

  package var isEmpty: Bool { lengths.isEmpty }

  /// Adds what was typed or pasted; false, and nothing is added, if that would be over the limit.
  @discardableResult
  package mutating func append(_ text: String) -> Bool {
    let added = text.utf8.count
    guard bytes.count + added <= Self.limit else { return false }
    makeOwn(room: added)
    bytes.append(text.utf8)
    lengths += text.lazy.map(\.utf8.count)
    return true
  }

  /// Takes back the last character, if there is one.
  package mutating func removeLast() {
    guard let length = lengths.popLast() else { return }
    makeOwn(room: 0)
    bytes.cut(last: length)
  }

  /// Empties it; the memory is wiped unless a copy still needs it.
  package mutating func removeAll() { self = Secret() }

  /// Calls with the text. The bytes are there only during the call, and nobody else should keep them.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R { try bytes.withBytes(body) }

  // Makes sure that no copy sees a change, and that there is room for so many bytes more.
  private mutating func makeOwn(room: Int) {
    guard !isKnownUniquelyReferenced(&bytes) || bytes.room < room else { return }
    let larger = WipedBytes(capacity: max(bytes.count + room, min(2 * bytes.count, Self.limit)))
    bytes.withBytes { larger.append($0) }
    bytes = larger
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { FieldValue.mask }
  package var debugDescription: String { FieldValue.mask }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
