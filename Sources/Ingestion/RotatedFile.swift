import Glibc
import SystemFiles

/// A file that rotation may have made of a followed one: beside it, or in a folder beside it.
struct RotatedFile {
  let path: String
  let about: stat
  /// What its name tells.
  let part: RotationName.Part
  /// The folder that it is in is another one than that of the followed file.
  let isElsewhere: Bool

  var identity: FileIdentity { FileIdentity(about) }
  /// When it was last written to, in nanoseconds since the epoch. Renaming and gzip keep it.
  var modified: Int64 { about.modified }
  var isCompressed: Bool { part.isCompressed }

  /// True if it is compressed in a way that is not read.
  var isUnreadable: Bool { RotationName.foreignCompressions.contains { path.hasSuffix($0) } }

  // Which of the rotations it is, where those are numbered: the higher, the older.
  private var index: Int? { part.text.utf8.count <= 5 ? Int(part.text) : nil }

  /// The files beside `path` that rotation may have made of it, the oldest first.
  ///
  /// - Parameters:
  ///   - elsewhere: also those in folders beside it, such as logrotate's `olddir`.
  ///   - isOther: tells of a path that it is no rotated file.
  static func of(
    _ path: String, elsewhere: Bool, in folders: FolderNames, isOther: (String) -> Bool = { _ in false }
  ) -> [RotatedFile] {
    let (folder, name) = RotationName.split(path)
    let rotation = RotationName(name)
    var found: [RotatedFile] = []
    func look(into folder: String, isElsewhere: Bool) {
      for text in folders.names(in: folder, beginningWith: rotation.prefixes) {
        guard let part = rotation.part(of: text), part.scheme != .same || isElsewhere || part.isCompressed,
          !isOther(folder + text)
        else { continue }
        var about = stat()
        guard stat(folder + text, &about) == 0, about.isRegularFile else { continue }
        found.append(RotatedFile(path: folder + text, about: about, part: part, isElsewhere: isElsewhere))
      }
    }
    look(into: folder, isElsewhere: false)
    if elsewhere {
      for other in folders.folders(in: folder) { look(into: folder + other + "/", isElsewhere: true) }
    }
    return found.sorted { $0.isOlder(than: $1) }
  }

  // By the time of the last change, then by number. A file stands behind its compressed copy, so that it is preferred.
  private func isOlder(than other: RotatedFile) -> Bool {
    if modified != other.modified { return modified < other.modified }
    if part.text == other.part.text { return isCompressed && !other.isCompressed }
    if let index, let otherIndex = other.index { return index > otherIndex }
    return part.text.utf8.lexicographicallyPrecedes(other.part.text.utf8)
  }
}
