import Glibc

/// The folder of a socket: the user's own, and nobody else may write to it (article Security).
struct SocketFolder: ~Copyable {
  private let path: String
  private let descriptor: Descriptor

  /// Opens the folder of the socket at `socketPath`; makes it, with mode 0700, if it is missing.
  init(of socketPath: String) throws(IngestionError) {
    let path = Self.path(of: socketPath)
    if mkdir(path, 0o700) != 0, errno != EEXIST {
      let code = errno
      throw IngestionError(
        code == EACCES || code == EPERM ? .noPermission : .cannotCreate, path,
        "the socket's folder cannot be made: \(systemMessage(code))", advice: "make it: mkdir -p -m 700 \(path)")
    }
    try Self.checkLink(path)
    guard let descriptor = Descriptor(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else {
      throw IngestionError(
        errno == EACCES ? .noPermission : .cannotCreate, path, "cannot be opened: \(systemMessage(errno))",
        advice: "check the socket's path")
    }
    var about = stat()
    guard fstat(descriptor.number, &about) == 0 else { throw .outOfDescriptors(errno) }
    guard about.st_uid == geteuid() else { throw Self.unsafe(path, about, "chown \(geteuid()) \(path)") }
    guard about.st_mode & 0o022 == 0 else { throw Self.unsafe(path, about, "chmod 700 \(path)") }
    self.path = path
    self.descriptor = descriptor
  }

  /// Keeps other processes from making sockets in this folder until the folder is closed.
  func lock() throws(IngestionError) {
    let deadline = ContinuousClock.now + .seconds(5)
    while flock(descriptor.number, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < deadline else {
        throw IngestionError(
          .cannotCreate, path, "another process holds the folder locked",
          advice: "end it (lsof \(path)), then try again")
      }
      usleep(10_000)
    }
  }

  /// The folder in which a socket is.
  static func path(of socketPath: String) -> String {
    let slash = socketPath.lastIndex(of: "/")
    return slash.map { $0 == socketPath.startIndex ? "/" : String(socketPath[..<$0]) } ?? "."
  }

  /// Whether a client may trust the folder of a socket that nobody named: it is the user's own or the superuser's, and
  /// nobody else can put another socket there.
  ///
  /// - Returns: false if there is no such folder.
  /// - Throws: if it may not be trusted.
  static func isTrusted(of socketPath: String) throws(IngestionError) -> Bool {
    let path = path(of: socketPath)
    var about = stat()
    for look in [lstat, stat] {
      guard look(path, &about) == 0 else { return false }
      guard about.st_uid == geteuid() || about.st_uid == 0 else {
        throw IngestionError(
          .noPermission, path,
          "belongs to user \(about.st_uid), so nothing is sent to a socket there (you are \(geteuid()))",
          advice: "name the socket of your wraptop with --socket, or have the folder removed")
      }
    }
    guard about.st_mode & 0o022 == 0 else {
      throw IngestionError(
        .noPermission, path, "others may write to it, so nothing is sent to a socket there",
        advice: "chmod 700 \(path), or name the socket with --socket")
    }
    return true
  }

  // A link that another user made could lead elsewhere a moment later.
  private static func checkLink(_ path: String) throws(IngestionError) {
    var about = stat()
    guard lstat(path, &about) == 0, about.st_mode & S_IFMT == S_IFLNK else { return }
    guard about.st_uid == geteuid() || about.st_uid == 0 else {
      throw unsafe(path, about, "rm \(path), or choose another path with --socket")
    }
  }

  private static func unsafe(_ path: String, _ about: stat, _ advice: String) -> IngestionError {
    let mode = String(about.st_mode & 0o7777, radix: 8)
    let others = about.st_mode & 0o022 != 0 ? ", others may write to it" : ""
    return IngestionError(
      .noPermission, path,
      "the socket's folder is not safe: it belongs to user \(about.st_uid) (you are \(geteuid())), mode 0\(mode)\(others)",
      advice: advice)
  }
}
