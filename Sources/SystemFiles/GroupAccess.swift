import CLinux
import Glibc

/// Lets groups use a file or folder, and nobody else besides its owner.
package enum GroupAccess {
  /// What a member may do, as in the mode of a file.
  package enum Right: UInt16, Sendable {
    /// Pass a folder.
    case pass = 1
    /// Read and write, which is to connect where it is a socket.
    case use = 6
  }

  /// The file belongs to the first group afterwards. The others, or all of them where this user is not in the first, are in its
  /// access control list: the mode looks the same, 0710 or 0660.
  ///
  /// - Parameter path: a file of this user, in a place where nobody else can put another one.
  /// - Throws: if the file cannot belong to the group, and its file system has no access control lists.
  package static func give(_ groups: [UInt32], _ right: Right, to path: String) throws(SystemError) {
    guard let first = groups.first else { return }
    let owner: UInt16 = right == .pass ? 7 : 6
    // Nobody has it in the meantime.
    guard chmod(path, mode_t(owner) << 6) == 0 else { throw .last }
    _ = cl_set_access_list(path, nil, 0)
    let isOwnGroup = chown(path, .max, first) == 0
    guard !isOwnGroup || groups.count > 1 else {
      guard chmod(path, mode_t(owner) << 6 | mode_t(right.rawValue) << 3) == 0 else { throw .last }
      return
    }
    let list = list(owner: owner, group: isOwnGroup ? right.rawValue : 0, groups, right)
    let code = cl_set_access_list(path, list, list.count)
    guard code == 0 else { throw SystemError(code: code) }
  }

  // The form in which the kernel takes a list: a version, then entries of kind, permissions and number, in this order.
  private static func list(owner: UInt16, group: UInt16, _ groups: [UInt32], _ right: Right) -> [UInt8] {
    let nobody = UInt32.max
    var entries: [(kind: UInt16, permissions: UInt16, number: UInt32)] = [(0x01, owner, nobody), (0x04, group, nobody)]
    entries += Set(groups).sorted().map { (0x08, right.rawValue, $0) }
    entries += [(0x10, right.rawValue, nobody), (0x20, 0, nobody)]
    func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
      withUnsafeBytes(of: number.littleEndian, Array.init)
    }
    return entries.reduce(into: bytes(UInt32(2))) { list, entry in
      list += bytes(entry.kind) + bytes(entry.permissions) + bytes(entry.number)
    }
  }
}
