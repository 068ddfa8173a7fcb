import CLinux
import Glibc

/// Tells which files and folders changed, through inotify; where that is not to be had, by a look once a second.
final class ChangeWatch {
  /// What changed since the last look.
  struct Changes: Equatable {
    /// Names came, went or changed in the watched folders.
    var folders = false
    /// The watches of the files that changed.
    var files: Set<Int32> = []
    /// Anything may have changed.
    var everything = false
  }

  /// Why changes are looked for once a second; nil while inotify reports them all.
  private(set) var fallback: String?
  /// The descriptor that becomes readable with a change; nil if there is none.
  let descriptor: Int32?
  private var folders: [Int32: Set<String>] = [:]
  private var files: Set<Int32> = []

  private static let folderMask = UInt32(
    IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)
  private static let fileMask = UInt32(IN_MODIFY | IN_ATTRIB)
  private static let wholeFolderMask = UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT)

  /// - Parameter checksEverySecond: uses no inotify.
  init(checksEverySecond: Bool) {
    let opened = checksEverySecond ? -1 : inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    descriptor = opened >= 0 ? opened : nil
    if checksEverySecond {
      fallback = "inotify is not used"
    } else if opened < 0 {
      fallback = Self.reason(errno)
    }
  }

  deinit { if let descriptor { close(descriptor) } }

  /// Watches names in folders, and nothing else in any folder from then on.
  ///
  /// - Parameter wanted: per folder the names, as patterns of fnmatch(3).
  func watchFolders(_ wanted: [String: Set<String>]) {
    guard let descriptor else { return }
    var kept: [Int32: Set<String>] = [:]
    for (folder, names) in wanted {
      let watch = inotify_add_watch(descriptor, folder, Self.folderMask)
      if watch >= 0 {
        kept[watch, default: []].formUnion(names)
      } else if errno != ENOENT, errno != ENOTDIR {
        fallback = fallback ?? "\(folder): \(Self.reason(errno))"
      }
    }
    for watch in folders.keys where kept[watch] == nil { inotify_rm_watch(descriptor, watch) }
    folders = kept
  }

  /// Watches the content of an open file, wherever it is moved to; nil if that cannot be done.
  func watchFile(_ file: Int32) -> Int32? {
    guard let descriptor else { return nil }
    if cl_is_remote(file) != 0 { fallback = fallback ?? "a file is on a file system shared with other machines" }
    // The link leads to the open file itself, so that a rename in between cannot put another file in its place.
    let watch = inotify_add_watch(descriptor, "/proc/self/fd/\(file)", Self.fileMask)
    guard watch >= 0 else {
      fallback = fallback ?? Self.reason(errno)
      return nil
    }
    files.insert(watch)
    return watch
  }

  /// Stops watching the file that has the watch.
  func unwatchFile(_ watch: Int32) {
    guard let descriptor, files.remove(watch) != nil else { return }
    inotify_rm_watch(descriptor, watch)
  }

  /// What changed since the last call, without waiting.
  func changes() -> Changes {
    var changes = Changes()
    guard let descriptor else { return changes }
    while true {
      let more = withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 8) { bytes -> Bool in
        let count = read(descriptor, bytes.baseAddress, bytes.count)
        guard count > 0 else { return false }
        note(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<count]), in: &changes)
        return true
      }
      if !more { return changes }
    }
  }

  private func note(_ bytes: UnsafeRawBufferPointer, in changes: inout Changes) {
    var position = 0
    var event = cl_inotify_event()
    while cl_inotify_next(bytes.baseAddress, bytes.count, &position, &event) != 0 {
      if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
        changes.everything = true
      } else if let names = folders[event.watch] {
        if event.mask & Self.wholeFolderMask != 0 {
          changes.folders = true
        } else if !changes.folders, let name = event.name {
          changes.folders = names.contains { fnmatch($0, name, 0) == 0 }
        }
      } else if files.contains(event.watch) {
        changes.files.insert(event.watch)
      }
    }
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOSPC: "all inotify watches are in use (raise fs.inotify.max_user_watches)"
    case EMFILE: "all inotify instances are in use (raise fs.inotify.max_user_instances)"
    default: "inotify: \(systemMessage(code))"
    }
  }
}
