import Events
import Glibc

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
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT { return .nothing }
      throw StorageError(path: path, code: errno)
    }
    defer { close(file) }
    var about = stat()
    guard fstat(file, &about) == 0 else { throw StorageError(path: path, code: errno) }
    guard about.st_mode & S_IFMT == S_IFREG else { return .notAStore }
    var header = [UInt8](repeating: 0, count: 100)
    let count = pread(file, &header, header.count, 0)
    guard count >= 0 else { throw StorageError(path: path, code: errno) }
    if count == 0 { return .nothing }
    let id = header[68..<72].reduce(into: UInt32(0)) { $0 = $0 << 8 | UInt32($1) }
    let isStore = count == 100 && header.starts(with: "SQLite format 3\0".utf8) && id == UInt32(Schema.applicationID)
    return isStore ? .store : .notAStore
  }

  /// Makes an empty file that is for its user alone, and the folders that it is in; a file that is there is made so.
  static func prepare(_ path: String) throws(StorageError) {
    try makeFolders(for: path)
    var file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if file < 0, errno == EEXIST { file = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK) }
    guard file >= 0 else { throw StorageError(path: path, code: errno) }
    defer { close(file) }
    var about = stat()
    guard fstat(file, &about) == 0 else { throw StorageError(path: path, code: errno) }
    if about.st_mode & 0o777 != 0o600, fchmod(file, 0o600) != 0 { throw StorageError(path: path, code: errno) }
  }

  /// Makes the folders of a path that are not there, for the user alone.
  static func makeFolders(for path: String) throws(StorageError) {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    let folder = String(path[..<slash])
    if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT else { throw StorageError(path: folder, code: errno) }
    try makeFolders(for: folder)
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw StorageError(path: folder, code: errno) }
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
      throw StorageError(path: from, code: errno)
    }
    return name
  }

  /// Removes the files of a database, if there are any; never those of a store that is of use.
  static func remove(_ path: String) throws(StorageError) {
    for name in [log(of: path), index(of: path), path] where unlink(name) != 0 && errno != ENOENT {
      throw StorageError(path: name, code: errno)
    }
  }

  /// Puts a database that is closed in the place of one that is empty or missing, whose log must not meet the new one.
  static func move(_ from: String, to path: String) throws(StorageError) {
    guard Version(of: log(of: from)).map({ $0.size == 0 }) ?? true else {
      throw .unusable(path: from, reason: "its log cannot be taken into it", isPermission: false)
    }
    try remove(path)
    guard rename(from, path) == 0 else { throw StorageError(path: path, code: errno) }
    // What is committed into it later has to be found there after a power cut.
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StorageError(path: folder, code: errno) }
    defer { close(descriptor) }
    // Some file systems have no such thing for folders.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw StorageError(path: folder, code: errno) }
  }

  static func exists(_ path: String) -> Bool {
    var about = stat()
    return lstat(path, &about) == 0
  }

  /// Bytes on the disk of all files of a store.
  static func size(of path: String) -> UInt64 {
    [path, log(of: path)].reduce(0) { $0 + (Version(of: $1)?.size ?? 0) }
  }

  /// Tells whether a file has changed in between.
  struct Version: Equatable {
    let device: UInt
    let inode: UInt
    let size: UInt64
    let seconds: Int
    let nanoseconds: Int

    /// Nil if there is no such file.
    init?(of path: String) {
      var about = stat()
      guard stat(path, &about) == 0 else { return nil }
      device = about.st_dev
      inode = about.st_ino
      size = UInt64(about.st_size)
      seconds = about.st_mtim.tv_sec
      nanoseconds = about.st_mtim.tv_nsec
    }
  }
}
