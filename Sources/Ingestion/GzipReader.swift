import CZlib
import Glibc
import SystemFiles

/// Decompresses a gzip file from its beginning to its end, one member after the other, in bounded memory.
///
/// A file that ends within a member may still be growing: reading goes on where it left off. Zero bytes behind the last
/// member are padding, as gzip takes them.
final class GzipReader {
  private enum Phase {
    /// Before the first member.
    case beginning
    case member
    /// Behind a member.
    case between
    case padding
  }

  private let file: OpenFile
  private let inflater: Inflater
  private var input: [UInt8]
  private var unread = 0..<0
  private var place = Phase.beginning
  private var damage: ContentFailure?
  private var lastByte: UInt8?
  /// Bytes of the file that were used.
  private(set) var consumed: UInt64 = 0
  /// Decompressed bytes that came of them.
  private(set) var produced: UInt64 = 0

  /// Reads the file, which must be open whenever it is read; its own reading position is left alone.
  ///
  /// - Parameter bufferSize: how much is read from the file at once.
  init(_ file: OpenFile, bufferSize: Int = 1 << 16) throws(ContentFailure) {
    self.file = file
    inflater = try Inflater()
    input = [UInt8](repeating: 0, count: bufferSize)
  }

  /// True if it is behind a member or before the first one, where a file may end.
  var isBetween: Bool { place != .member }

  /// True if what comes next is the beginning of a line.
  var isAtLine: Bool { lastByte.map { $0 == 10 } ?? true }

  /// Decompresses into the space as much as fits; less only at the end of what is there or before damage.
  ///
  /// - Throws: if the file cannot be read, and for damage once everything before it was handed out.
  func read(into space: UnsafeMutableRawBufferPointer) throws(ContentFailure) -> Int {
    var filled = 0
    while filled < space.count, damage == nil {
      if unread.isEmpty, try !refill() { break }
      guard begins() else { continue }
      filled += try inflate(into: UnsafeMutableRawBufferPointer(rebasing: space[filled...]))
    }
    if filled == 0, let damage { throw damage }
    if filled > 0 { lastByte = space[filled - 1] }
    produced += UInt64(filled)
    return filled
  }

  private func refill() throws(ContentFailure) -> Bool {
    let count = try input.withUnsafeMutableBufferPointer { (space) throws(ContentFailure) in
      try file.read(into: [UnsafeMutableRawBufferPointer(space)], at: consumed)
    }
    unread = 0..<count
    return count > 0
  }

  // Settles what the next byte is part of; false if nothing is to be decompressed there.
  private func begins() -> Bool {
    switch place {
    case .member: return true
    case .beginning:
      place = .member
      return true
    case .between:
      if input[unread.lowerBound] == 0x1f {
        cz_inflater_reset(inflater.pointer)
        place = .member
        return true
      }
      place = .padding
      return false
    case .padding:
      let padding = input[unread].prefix { $0 == 0 }.count
      use(padding)
      if !unread.isEmpty {
        damage = .damaged(offset: consumed, problem: "has something else behind its compressed data")
      }
      return false
    }
  }

  private func inflate(into space: UnsafeMutableRawBufferPointer) throws(ContentFailure) -> Int {
    var taken = unread.count
    var given = min(space.count, 1 << 30)
    let outcome = input.withUnsafeBufferPointer { bytes in
      cz_inflate(
        inflater.pointer, bytes.baseAddress.map { $0 + unread.lowerBound }, &taken,
        space.baseAddress?.assumingMemoryBound(to: UInt8.self), &given)
    }
    let isFirst = consumed == 0
    use(taken)
    switch outcome {
    case CZ_MEMBER_END: place = .between
    case CZ_GOING_ON: break
    case CZ_NO_MEMORY: throw .system(SystemError(code: ENOMEM))
    default:
      let isNone = isFirst && produced == 0 && given == 0 && consumed <= 10
      damage = .damaged(offset: consumed, problem: isNone ? "is no gzip file" : "is damaged")
    }
    return given
  }

  private func use(_ count: Int) {
    unread = (unread.lowerBound + count)..<unread.upperBound
    consumed += UInt64(count)
  }
}

/// One owner of an inflater.
private struct Inflater: ~Copyable {
  let pointer: UnsafeMutablePointer<cz_inflater>

  init() throws(ContentFailure) {
    guard let made = cz_inflater_new(CZ_GZIP) else { throw .system(SystemError(code: ENOMEM)) }
    pointer = made
  }

  deinit { cz_inflater_free(pointer) }
}
