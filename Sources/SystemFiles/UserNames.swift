import Glibc

/// Users and groups by the names that the system knows.
package enum UserNames {
  /// The name of a user; nil if it has none.
  package static func user(_ number: UInt32) -> String? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var bytes = [CChar](repeating: 0, count: 16 << 10)
    guard getpwuid_r(number, &entry, &bytes, bytes.count, &found) == 0, found != nil, let name = entry.pw_name else {
      return nil
    }
    return String(cString: name)
  }

  /// The number of the group with a name, or with that number; nil if there is none.
  package static func group(_ name: String) -> UInt32? {
    var entry = Glibc.group()
    var found: UnsafeMutablePointer<Glibc.group>?
    // A group can have many members.
    var bytes = [CChar](repeating: 0, count: 1 << 20)
    if getgrnam_r(name, &entry, &bytes, bytes.count, &found) == 0, found != nil { return entry.gr_gid }
    return UInt32(name).flatMap { $0 == .max ? nil : $0 }
  }
}
