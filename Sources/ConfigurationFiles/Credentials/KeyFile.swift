import SystemFiles

/// A file with 32 random bytes that opens a credential store.
enum KeyFile {
  /// Its bytes.
  static func read(_ path: String) throws -> LockedMemory {
    guard let file = try PrivateFile.open(path) else {
      throw CredentialStoreError(
        .missing, path, "there is no such key file; make one: umask 077; head -c 32 /dev/urandom > FILE")
    }
    let length = StoreKey.length
    let number = file.number
    return try LockedMemory(count: length) { memory in
      let (count, isWhole) = try whileUsing(path) { () throws(SystemError) in
        let count = try Descriptor.read(number, into: memory)
        var more: UInt8 = 0
        return (
          count,
          try withUnsafeMutableBytes(of: &more) { (more) throws(SystemError) in
            try Descriptor.read(number, into: more) == 0
          }
        )
      }
      guard count == length, isWhole else {
        throw CredentialStoreError(
          .noKey, path,
          "a key file has exactly \(length) bytes, and this one has not; name the right one, or make one: "
            + "umask 077; head -c 32 /dev/urandom > FILE")
      }
    }
  }
}
