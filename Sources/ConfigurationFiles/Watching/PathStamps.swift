import Glibc
import SystemFiles

/// What a set of paths looks like from outside, to be compared where the system does not tell of changes.
struct PathStamps: Equatable {
  private var stamps: [String: Stamp] = [:]

  private struct Stamp: Equatable {
    var device: dev_t
    var inode: ino_t
    var mode: mode_t
    var size: off_t
    var modified: [Int]
  }

  /// Looks at the paths, and at what is in those that are folders.
  init(of paths: [String]) {
    for path in paths {
      guard let mode = add(path), mode & S_IFMT == S_IFDIR, var entries = try? FolderEntries(of: path) else { continue }
      while let name = entries.next() {
        if !name.hasPrefix(".") { _ = add("\(path)/\(name)") }
      }
    }
  }

  private mutating func add(_ path: String) -> mode_t? {
    var about = stat()
    guard stat(path, &about) == 0 else { return nil }
    let times = [about.st_mtim.tv_sec, about.st_mtim.tv_nsec, about.st_ctim.tv_sec, about.st_ctim.tv_nsec]
    stamps[path] = Stamp(
      device: about.st_dev, inode: about.st_ino, mode: about.st_mode, size: about.st_size, modified: times)
    return about.st_mode
  }
}
