import Events
import Glibc
import SystemFiles

/// The files of a store: the database and the two that SQLite keeps beside it while it is open.
enum StoreFile {
  /// What a path names.
  enum Kind { case nothing, store, notAStore }

  /// Where SQLite has what is not in the database yet, and the index of that.
  static func log(of path: String) -> String { path + "-wal" }
  static func index(of path: String) -> String { path + "-shm" }

  /// Looks at the beginning of the file. Not to be called while this process has the database open: closing a file
  /// gives up the locks that SQLite has on it.
  static func kind(of path: String) throws(StorageError) -> Kind {
    do throws(SystemError) {
      let file = try Descriptor(opening: path, O_RDONLY | O_NONBLOCK)
      guard try file.status().isRegularFile else { return .notAStore }
      let header = try file.read(upTo: 100)
      if header.isEmpty { return .nothing }
      guard header.count == 100 else { return .notAStore }
      let id = header[68..<72].reduce(into: UInt32(0)) { $0 = $0 << 8 | UInt32($1) }
      let isStore = header.starts(with: "SQLite format 3\0".utf8) && id == UInt32(Schema.applicationID)
      return isStore ? .store : .notAStore
    } catch {
      if error.code == ENOENT { return .nothing }
      throw StorageError(path: path, error)
    }
  }

  /// Makes an empty file that is for its user alone, and the folders that it is in; a file that is there is made so.
  static func prepare(_ path: String) throws(StorageError) {
    try makeFolders(for: path)
    do throws(SystemError) {
      let file = try openOrMake(path)
      if try file.status().st_mode & 0o777 != 0o600, fchmod(file.number, 0o600) != 0 { throw .last }
    } catch {
      throw StorageError(path: path, error)
    }
  }

  private static func openOrMake(_ path: String) throws(SystemError) -> Descriptor {
    do throws(SystemError) {
      return try Descriptor(opening: path, O_RDWR | O_CREAT | O_EXCL)
    } catch {
      guard error.code == EEXIST else { throw error }
      return try Descriptor(opening: path, O_RDWR | O_NONBLOCK)
    }
  }

  /// Makes the folders of a path that are not there, for the user alone.
  static func makeFolders(for path: String) throws(StorageError) {
    do throws(PrivateFolder.Failure) {
      try PrivateFolder.make(FilePath(path).folder)
    } catch {
      throw StorageError(path: error.path, error.reason)
    }
  }

  /// Gives the files of a damaged store another name, so that SQLite could still open them under that. Nothing is
  /// overwritten. The log goes first: were this cut short, it must never meet a new database.
  static func setAside(_ path: String, at now: Timestamp) throws(StorageError) -> String {
    let stamp = "\(now)".prefix(19).replacing(":", with: "") + "Z"
    var name = "\(path).damaged-\(stamp)"
    var more = 1
    while exists(name) || exists(log(of: name)) || exists(index(of: name)) {
      more += 1
      name = "\(path).damaged-\(stamp)-\(more)"
    }
    for (from, to) in [(log(of: path), log(of: name)), (index(of: path), index(of: name)), (path, name)]
    where rename(from, to) != 0 && errno != ENOENT {
      throw StorageError(path: from, .last)
    }
    return name
  }

  /// Removes the files of a database, if there are any; never those of a store that is of use.
  static func remove(_ path: String) throws(StorageError) {
    for name in [log(of: path), index(of: path), path] where unlink(name) != 0 && errno != ENOENT {
      throw StorageError(path: name, .last)
    }
  }

  /// Puts a database that is closed in the place of one that is empty or missing, whose log must not meet the new one.
  static func move(_ from: String, to path: String) throws(StorageError) {
    guard Version(of: log(of: from)).map({ $0.size == 0 }) ?? true else {
      throw .unusable(path: from, reason: "its log cannot be taken into it", isPermission: false)
    }
    try remove(path)
    guard rename(from, path) == 0 else { throw StorageError(path: path, .last) }
    // What is committed into it later has to be found there after a power cut.
    let folder = FilePath(path).folder
    do throws(SystemError) {
      try Descriptor(folder: folder).sync()
    } catch {
      // Some file systems have no such thing for folders.
      if error.code != EINVAL { throw StorageError(path: folder, error) }
    }
  }

  /// Makes a copy that is for the user alone; `write` fills an empty file of another name, so that nobody meets half of one.
  static func copy(
    to path: String, write: (_ unfinished: String) throws(StorageError) -> Void
  ) throws(StorageError) {
    let unfinished = path + ".new"
    do throws(StorageError) {
      try remove(unfinished)
      try prepare(unfinished)
      try write(unfinished)
      try move(unfinished, to: path)
    } catch {
      try? remove(unfinished)
      throw error
    }
  }

  static func exists(_ path: String) -> Bool { stat(of: path, followsLinks: false) != nil }

  /// Bytes on the disk of all files of a store.
  static func size(of path: String) -> UInt64 {
    [path, log(of: path)].reduce(0) { $0 + (Version(of: $1)?.size ?? 0) }
  }

  /// Tells whether a file has changed in between.
  struct Version: Equatable {
    let identity: FileIdentity
    let size: UInt64
    let modified: Int64

    /// Nil if there is no such file.
    init?(of path: String) {
      guard let about = stat(of: path) else { return nil }
      identity = FileIdentity(about)
      size = UInt64(about.st_size)
      modified = about.modified
    }
  }
}
