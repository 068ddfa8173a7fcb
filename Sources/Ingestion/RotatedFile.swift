import Glibc
import SystemFiles

/// A file beside a followed one, with a name that continues the name of that one: what rotation makes of a file.
struct RotatedFile {
  let path: String
  let identity: FileIdentity
  /// Bytes on disk.
  let size: UInt64
  /// When it was last written to, in nanoseconds since the epoch. Renaming and gzip keep it.
  let modified: Int64
  /// What follows the followed name and its separator, without `.gz`.
  let suffix: String
  let isCompressed: Bool

  /// The names that compression gives and that are not read.
  private static let foreignCompressions = [".bz2", ".xz", ".zst", ".lz4", ".lzma", ".Z", ".zip"]

  /// True if the suffix is a number, a date or a time, so that the name can only come from rotation.
  var isNumbered: Bool { Self.isNumber(suffix) }

  /// True if it is compressed in a way that is not read.
  var isUnreadable: Bool { Self.foreignCompressions.contains { path.hasSuffix($0) } }

  // Which of the rotations it is, where those are numbered: the higher, the older.
  private var index: Int? { suffix.utf8.count <= 5 ? Int(suffix) : nil }

  /// The files beside `path` whose names continue its name with `.` or `-`, the oldest first.
  static func beside(_ path: String) -> [RotatedFile] {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { path[...$0] } ?? ""
    let name = String(path[(slash.map { path.index(after: $0) } ?? path.startIndex)...])
    guard var entries = try? FolderEntries(of: folder.isEmpty ? "." : String(folder)) else { return [] }
    let prefix = Array(name.utf8)
    var found: [RotatedFile] = []
    while let bytes = entries.nextBytes() {
      guard bytes.starts(with: prefix), let text = String(validating: bytes, as: UTF8.self),
        let file = RotatedFile(text, of: name, in: folder)
      else { continue }
      found.append(file)
    }
    return found.sorted { $0.isOlder(than: $1) }
  }

  /// True if `path` has the name of a rotated file that goes back to the same name as `other`, or is that name itself.
  static func isRelative(_ path: String, of other: String) -> Bool {
    let root = root(of: path)
    return root != path && root == Self.root(of: other) || continues(path, other)
  }

  /// True if `path` is that of another followed by `.` or `-` and more.
  private static func continues(_ path: String, _ other: String) -> Bool {
    path.hasPrefix(other + ".") || path.hasPrefix(other + "-")
  }

  private init?(_ text: String, of name: String, in folder: Substring) {
    guard Self.continues(text, name) else { return nil }
    path = folder + text
    var about = stat()
    guard stat(path, &about) == 0, about.st_mode & S_IFMT == S_IFREG else { return nil }
    identity = FileIdentity(about)
    size = UInt64(about.st_size)
    modified = about.modified
    isCompressed = text.hasSuffix(".gz")
    let rest = text.dropFirst(name.count).dropLast(isCompressed ? 3 : 0)
    suffix = String(rest.dropFirst())
  }

  // By the time of the last change, then by number. A file stands behind its compressed copy, so that it is preferred.
  private func isOlder(than other: RotatedFile) -> Bool {
    if modified != other.modified { return modified < other.modified }
    if suffix == other.suffix { return isCompressed && !other.isCompressed }
    if let index, let otherIndex = other.index { return index > otherIndex }
    return suffix.utf8.lexicographicallyPrecedes(other.suffix.utf8)
  }

  // The path without what rotation added: `.gz`, and before it a separator and a number.
  private static func root(of path: String) -> String {
    let plain = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
    guard let separator = plain.lastIndex(where: { $0 == "." || $0 == "-" || $0 == "/" }), plain[separator] != "/",
      isNumber(plain[plain.index(after: separator)...])
    else { return plain }
    return String(plain[..<separator])
  }

  private static func isNumber(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, (48...57).contains(first) else { return false }
    return text.utf8.allSatisfy { (48...57).contains($0) || "-_.:TZ".utf8.contains($0) }
  }
}
