import Glibc

/// A file with 32 random bytes that opens a credential store.
enum KeyFile {
  /// Its bytes.
  static func read(_ path: String) throws -> LockedMemory {
    guard let file = try PrivateFile.open(path) else {
      throw CredentialStoreError(
        .missing, path, "there is no such key file; make one: umask 077; head -c 32 /dev/urandom > FILE")
    }
    let length = StoreKey.length
    return try LockedMemory(count: length) { memory in
      guard let count = file.read(into: memory) else { throw CredentialStoreError.system(path, errno, .failed) }
      var more: UInt8 = 0
      guard count == length, Glibc.read(file.number, &more, 1) == 0 else {
        throw CredentialStoreError(
          .noKey, path,
          "a key file has exactly \(length) bytes, and this one has not; name the right one, or make one: "
            + "umask 077; head -c 32 /dev/urandom > FILE")
      }
    }
  }
}
