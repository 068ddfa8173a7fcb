/// How far a file was read, and which file that was (SPEC 8): enough to go on after a restart, a rotation or a copy.
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

  package init(device: UInt64, inode: UInt64, fingerprint: Fingerprint, offset: UInt64) {
    self.device = device
    self.inode = inode
    self.fingerprint = fingerprint
    self.offset = offset
  }
}

/// A hash of the first bytes of a file, by which its content is known again.
package struct Fingerprint: Codable, Hashable, Sendable {
  /// FNV-1a, 64 bits: the same on every machine and in every run.
  package var hash: UInt64
  /// How many bytes were hashed, 0 to `Fingerprint.most`.
  package var length: Int

  /// How many bytes of a file are looked at, at the most.
  package static let most = 1024

  /// The fingerprint of nothing.
  package static let empty = Fingerprint(of: [])

  /// The fingerprint of a file that begins with `beginning`; bytes beyond `most` do not count.
  package init(of beginning: some Sequence<UInt8>) {
    hash = 0xcbf2_9ce4_8422_2325
    length = 0
    for byte in beginning.prefix(Self.most) {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      length += 1
    }
  }

  /// True if a file that begins with `beginning` has this fingerprint; nothing is known of a file that is shorter.
  package func matches(_ beginning: some Collection<UInt8>) -> Bool {
    beginning.count >= length && Fingerprint(of: beginning.prefix(length)) == self
  }
}
