import CLinux
import Glibc

/// The names in a folder, one after the other, in no order and without `.` and `..`.
///
/// A name is read through a pointer to where it begins: the system may hand out an entry that ends with its name, so that the
/// 256 bytes that `dirent` declares for it may go past what can be read.
package struct FolderEntries: ~Copyable {
  /// What an entry is, as far as the folder itself tells.
  package enum Kind: Sendable {
    case file, folder, link, other
    /// The file system does not tell; stat(2) does.
    case unknown
  }

  private let listing: OpaquePointer
  /// What the entry is whose name came last.
  package private(set) var kind = Kind.unknown

  /// Opens a folder.
  ///
  /// - Throws: if it cannot be listed.
  package init(of path: String) throws(SystemError) {
    guard let listing = opendir(path) else { throw .last }
    self.listing = listing
  }

  deinit { closedir(listing) }

  /// The descriptor of the open folder, as long as this lives.
  package var descriptor: Int32 { dirfd(listing) }

  /// The bytes of the next name, without the zero byte behind it; nil behind the last one.
  package mutating func nextBytes() -> [UInt8]? {
    while let entry = readdir(listing) {
      let name = UnsafeBufferPointer(start: cl_entry_name(entry), count: strlen(cl_entry_name(entry)))
      if name.elementsEqual([46]) || name.elementsEqual([46, 46]) { continue }
      kind =
        switch Int(cl_entry_kind(entry)) {
        case Int(DT_REG): .file
        case Int(DT_DIR): .folder
        case Int(DT_LNK): .link
        case Int(DT_UNKNOWN): .unknown
        default: .other
        }
      return name.map { UInt8(bitPattern: $0) }
    }
    return nil
  }

  /// The next name; bytes that are not UTF-8 are replaced, so that such a name leads to no file. Nil behind the last one.
  package mutating func next() -> String? { nextBytes().map { String(decoding: $0, as: UTF8.self) } }

  /// All names that are left.
  package mutating func all() -> [String] {
    var names: [String] = []
    while let name = next() { names.append(name) }
    return names
  }
}
