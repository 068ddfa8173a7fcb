import Glibc
import SystemFiles

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
  private let inotify: Inotify?
  private var folders: [Int32: Set<String>] = [:]
  private var files: Set<Int32> = []

  private static let folderMask = UInt32(
    IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)
  private static let fileMask = UInt32(IN_MODIFY | IN_ATTRIB)
  private static let wholeFolderMask = UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT)

  /// - Parameter checksEverySecond: uses no inotify.
  init(checksEverySecond: Bool) {
    guard !checksEverySecond else {
      inotify = nil
      descriptor = nil
      fallback = "inotify is not used"
      return
    }
    do throws(SystemError) {
      let opened = try Inotify()
      descriptor = opened.number
      inotify = consume opened
    } catch {
      inotify = nil
      descriptor = nil
      fallback = Self.reason(error)
    }
  }

  /// The descriptor that becomes readable with a change; nil if there is none.
  let descriptor: Int32?

  /// Watches names in folders, and nothing else in any folder from then on.
  ///
  /// - Parameter wanted: per folder the names, as patterns of fnmatch(3).
  func watchFolders(_ wanted: [String: Set<String>]) {
    var kept: [Int32: Set<String>] = [:]
    for (folder, names) in wanted {
      do throws(SystemError) {
        guard let watch = try inotify?.watch(folder, Self.folderMask) else { return }
        kept[watch, default: []].formUnion(names)
      } catch  where error.isMissing {
        // It is looked for again with the next look at all folders.
      } catch {
        fallback = fallback ?? "\(folder): \(Self.reason(error))"
      }
    }
    for watch in folders.keys where kept[watch] == nil { inotify?.unwatch(watch) }
    folders = kept
  }

  /// Watches the content of an open file, wherever it is moved to; nil if that cannot be done.
  func watchFile(_ file: Int32) -> Int32? {
    if inotify != nil, Descriptor.isShared(file) {
      fallback = fallback ?? "a file is on a file system shared with other machines"
    }
    // The link leads to the open file itself, so that a rename in between cannot put another file in its place.
    do throws(SystemError) {
      guard let watch = try inotify?.watch("/proc/self/fd/\(file)", Self.fileMask) else { return nil }
      files.insert(watch)
      return watch
    } catch {
      fallback = fallback ?? Self.reason(error)
      return nil
    }
  }

  /// Stops watching the file that has the watch.
  func unwatchFile(_ watch: Int32) {
    if files.remove(watch) != nil { inotify?.unwatch(watch) }
  }

  /// What changed since the last call, without waiting.
  func changes() -> Changes {
    var changes = Changes()
    inotify?.drain { event in
      if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
        changes.everything = true
      } else if let names = folders[event.watch] {
        if event.mask & Self.wholeFolderMask != 0 {
          changes.folders = true
        } else if !changes.folders {
          changes.folders = names.contains { fnmatch($0, event.name, 0) == 0 }
        }
      } else if files.contains(event.watch) {
        changes.files.insert(event.watch)
      }
    }
    return changes
  }

  private static func reason(_ error: SystemError) -> String {
    switch error.code {
    case ENOSPC: "all inotify watches are in use (raise fs.inotify.max_user_watches)"
    case EMFILE: "all inotify instances are in use (raise fs.inotify.max_user_instances)"
    default: "inotify: \(error)"
    }
  }
}
