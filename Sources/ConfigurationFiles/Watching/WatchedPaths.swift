import Glibc
import SystemFiles

/// Which watches of inotify it takes to hear of everything that can change what a set of paths leads to.
///
/// Of each path every link on the way is watched, by its name in its folder, and so is the first name that is missing; the
/// folders in between only for being moved or removed. So what else happens in those folders is hardly heard of.
struct WatchedPaths: ~Copyable {
  private let inotify: Inotify
  /// Why changes may go unheard; nil if all are.
  private(set) var blindness: String?
  private let paths: [String]
  private var interests: [Int32: Interest] = [:]
  private var wanted: [Int32: Interest] = [:]

  // What is to be heard of a watched file or folder.
  private struct Interest {
    // Names in the folder.
    var names: Set<String> = []
    // All names in the folder that are not hidden.
    var isWhole = false
    // Whatever happens to it is of interest.
    var isFile = false
  }

  private static let selfMask = UInt32(IN_MOVE_SELF | IN_DELETE_SELF | IN_ONLYDIR)
  private static let nameMask = UInt32(IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB)
  private static let contentMask = UInt32(IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB)

  /// Nil if the system has no inotify to give.
  init?(_ paths: [String]) {
    guard let inotify = try? Inotify() else { return nil }
    self.inotify = inotify
    self.paths = paths
  }

  /// The descriptor that becomes readable with an event.
  var descriptor: Int32 { inotify.number }

  /// Watches what the paths lead to now, and nothing else. What happens from then on is heard of.
  mutating func arm() {
    wanted = [:]
    blindness = nil
    for path in paths { follow(path, links: 0) }
    for watch in interests.keys where wanted[watch] == nil { inotify.unwatch(watch) }
    interests = wanted
  }

  /// Takes the events that are there; true if any is about the paths.
  borrowing func drain() -> Bool {
    var isOfInterest = false
    inotify.drain { if isAboutPaths($0) { isOfInterest = true } }
    return isOfInterest
  }

  private borrowing func isAboutPaths(_ event: Inotify.Event) -> Bool {
    if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return true }
    guard let interest = interests[event.watch] else { return false }
    let name = String(cString: event.name)
    // Of the folder itself: that it was moved, removed or cut off. A change of its mode may make it unsafe.
    if name.isEmpty || interest.isFile { return true }
    return interest.names.contains(name) || interest.isWhole && !name.hasPrefix(".")
  }

  // MARK: Following a path

  // Goes down the names of a path from the root, through every link.
  private mutating func follow(_ path: String, links: Int) {
    guard links <= FilePath.linkLimit else { return }
    let names = path.split(separator: "/").map(String.init)
    var folder = path.hasPrefix("/") ? "/" : "."
    watch(folder, Self.selfMask, Interest())
    for (index, name) in names.enumerated() where name != "." {
      let place = FilePath(folder == "/" ? "/x" : folder + "/x").sibling(name)
      let isLast = index == names.count - 1
      var about = stat()
      if isLast || lstat(place, &about) != 0 || about.st_mode & S_IFMT != S_IFDIR {
        // Looked at only once the folder is watched, so that no change falls in between.
        watch(folder, Self.nameMask | Self.selfMask, Interest(names: [name]))
        guard lstat(place, &about) == 0 else { return }
      }
      switch about.st_mode & S_IFMT {
      case S_IFLNK:
        guard let link = FilePath.link(at: place) else { return }
        let rest = names[(index + 1)...]
        follow(([FilePath(place).sibling(link)] + rest).joined(separator: "/"), links: links + 1)
        return
      case S_IFDIR:
        folder = place
        watch(folder, Self.selfMask, Interest())
      default:
        if isLast { watch(place, Self.contentMask, Interest(isFile: true)) }
        return
      }
    }
    watchWhole(folder, links: links)
  }

  // A folder that a path leads to: all files in it, and what links in it lead to.
  private mutating func watchWhole(_ folder: String, links: Int) {
    watch(folder, Self.nameMask | Self.contentMask | Self.selfMask, Interest(isWhole: true))
    guard var entries = try? FolderEntries(of: folder) else { return }
    if Descriptor.isShared(entries.descriptor) {
      blindness = "\(folder) is on a file system shared with other machines"
    }
    var linked: [String] = []
    while let name = entries.next() {
      let place = FilePath(folder + "/x").sibling(name)
      if !name.hasPrefix("."), FilePath.link(at: place) != nil { linked.append(place) }
    }
    // A link to a folder is one more place where names matter to nobody.
    for place in linked where !leadsToFolder(place) { follow(place, links: links + 1) }
  }

  private func leadsToFolder(_ place: String) -> Bool {
    stat(of: place)?.isFolder == true
  }

  private mutating func watch(_ place: String, _ mask: UInt32, _ interest: Interest) {
    let watch: Int32
    do throws(SystemError) {
      watch = try inotify.watch(place, mask | UInt32(IN_MASK_ADD))
    } catch {
      if error.code != ENOENT, error.code != ENOTDIR { blindness = "\(place): \(error)" }
      return
    }
    wanted[watch, default: Interest()].names.formUnion(interest.names)
    if interest.isWhole { wanted[watch]?.isWhole = true }
    if interest.isFile { wanted[watch]?.isFile = true }
    if interest.isFile || !interest.names.isEmpty { noteRemote(place) }
  }

  private mutating func noteRemote(_ place: String) {
    guard blindness == nil, let file = try? Descriptor(opening: place, O_RDONLY | O_NONBLOCK) else { return }
    if Descriptor.isShared(file.number) { blindness = "\(place) is on a file system shared with other machines" }
  }
}

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
