/// How far a file was read, and which file that was (article Inputs): enough to go on after a restart, a rotation or a
/// copy.
package struct Position: Codable, Hashable, Sendable {
  /// The device that the file is on.
  package var device: UInt64
  /// The file's number on that device.
  package var inode: UInt64
  /// The beginning of the file, of the bytes before `offset`, or of its first whole lines if nothing was taken in yet.
  /// It decides whether a file is this one; device and inode are reused by the system and only help to find it.
  package var fingerprint: Fingerprint
  /// How many bytes were taken in: the beginning of the first line that was not.
  package var offset: UInt64
  /// What stood before some of the lines, in ascending order: by which content that goes on is told from content that
  /// merely begins alike. The last one is at `offset`. Empty for a position from an older store, and where nothing was
  /// taken in.
  package var marks: [Mark]

  package init(device: UInt64, inode: UInt64, fingerprint: Fingerprint, offset: UInt64, marks: [Mark] = []) {
    self.device = device
    self.inode = inode
    self.fingerprint = fingerprint
    self.offset = offset
    self.marks = marks
  }
}

/// A place in a file where a line begins, and what stands before it.
package struct Mark: Codable, Hashable, Sendable {
  /// The place.
  package var offset: UInt64
  /// The bytes before it: a KiB, or as many as there are.
  package var before: Fingerprint

  /// The most marks that a position has.
  package static let most = 16

  package init(offset: UInt64, before: Fingerprint) {
    self.offset = offset
    self.before = before
  }
}

/// A hash of a few bytes of a file, by which they are known again.
package struct Fingerprint: Codable, Hashable, Sendable {
  /// FNV-1a, 64 bits: the same on every machine and in every run.
  package private(set) var hash: UInt64
  /// How many bytes were hashed, 0 to `Fingerprint.most`.
  package private(set) var length: Int

  /// How many bytes of a file are looked at, at the most.
  package static let most = 1024

  /// The fingerprint of nothing.
  package static let empty = Fingerprint(hash: FNV1a.basis, length: 0)

  /// A fingerprint as it was stored.
  package init(hash: UInt64, length: Int) {
    self.hash = hash
    self.length = length
  }

  /// The fingerprint of bytes, of which those beyond the first `most` do not count.
  package init(of bytes: ArraySlice<UInt8>) {
    self = .empty
    bytes.prefix(Self.most).withUnsafeBytes { add($0) }
  }

  /// The fingerprint of bytes, of which those beyond the first `most` do not count.
  package init(of bytes: [UInt8]) { self.init(of: bytes[...]) }

  /// Takes more bytes in, behind those that there are.
  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    hash = FNV1a.hash(of: bytes, continuing: hash)
    length += bytes.count
  }

  /// True if a file that begins with `beginning` has this fingerprint; nothing is known of a file that is shorter.
  package func matches(_ beginning: [UInt8]) -> Bool {
    beginning.count >= length && Fingerprint(of: beginning[..<length]) == self
  }
}
