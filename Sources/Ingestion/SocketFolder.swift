import Glibc
import SystemFiles

/// The folder of a socket: the user's own, and nobody else may write to it (article Security).
struct SocketFolder: ~Copyable {
  private let path: String
  private let descriptor: Descriptor

  /// Opens the folder of the socket at `socketPath`; makes it, with mode 0700, if it is missing.
  ///
  /// - Parameter groups: may reach what is in it afterwards.
  init(of socketPath: String, passing groups: [UInt32] = []) throws(IngestionError) {
    let path = FilePath(socketPath).folder
    if mkdir(path, 0o700) != 0, errno != EEXIST {
      let error = SystemError.last
      throw IngestionError(
        error.isPermission ? .noPermission : .cannotCreate, path,
        "the socket's folder cannot be made: \(error)", advice: "make it: mkdir -p -m 700 \(path)")
    }
    try Self.checkLink(path)
    let descriptor: Descriptor
    do throws(SystemError) {
      descriptor = try Descriptor(folder: path)
    } catch {
      throw IngestionError(
        error.code == EACCES ? .noPermission : .cannotCreate, path, "cannot be opened: \(error)",
        advice: "check the socket's path")
    }
    let about: stat
    do throws(SystemError) { about = try descriptor.status() } catch { throw .outOfDescriptors(error) }
    guard about.isOwn else { throw Self.unsafe(path, about, "chown \(geteuid()) \(path)") }
    guard !about.isWritableByOthers else { throw Self.unsafe(path, about, "chmod 700 \(path)") }
    // One that everyone can pass is left as it is.
    if about.st_mode & 0o001 == 0 {
      do throws(SystemError) {
        try GroupAccess.give(groups, .pass, to: path)
      } catch {
        throw .notShared(path, error)
      }
    }
    self.path = path
    self.descriptor = descriptor
  }

  /// Keeps other processes from making sockets in this folder until the folder is closed.
  func lock() throws(IngestionError) {
    do throws(Descriptor.LockFailure) {
      try descriptor.lock()
    } catch {
      throw IngestionError(
        .cannotCreate, path, "another process holds the folder locked", advice: "end it (lsof \(path)), then try again")
    }
  }

  /// Whether a client may trust the folder of a socket that nobody named: it is the user's own or the superuser's, and
  /// nobody else can put another socket there.
  ///
  /// - Returns: false if there is no such folder.
  /// - Throws: if it may not be trusted.
  static func isTrusted(of socketPath: String) throws(IngestionError) -> Bool {
    let path = FilePath(socketPath).folder
    for followsLinks in [false, true] {
      guard let about = stat(of: path, followsLinks: followsLinks) else { return false }
      // Only the superuser makes folders in /run, and gives one to the user of the system's service.
      guard about.isTrusted || FilePath(path).folder == "/run" else {
        throw IngestionError(
          .noPermission, path,
          "belongs to user \(about.st_uid), so nothing is sent to a socket there (you are \(geteuid()))",
          advice: "name the socket of your wraptop with --socket, or have the folder removed")
      }
    }
    guard stat(of: path)?.isWritableByOthers == false else {
      throw IngestionError(
        .noPermission, path, "others may write to it, so nothing is sent to a socket there",
        advice: "chmod 700 \(path), or name the socket with --socket")
    }
    return true
  }

  // A link that another user made could lead elsewhere a moment later.
  private static func checkLink(_ path: String) throws(IngestionError) {
    guard let about = stat(of: path, followsLinks: false), about.isLink else { return }
    guard about.isTrusted else {
      throw unsafe(path, about, "rm \(path), or choose another path with --socket")
    }
  }

  private static func unsafe(_ path: String, _ about: stat, _ advice: String) -> IngestionError {
    let others = about.isWritableByOthers ? ", others may write to it" : ""
    return IngestionError(
      .noPermission, path,
      "the socket's folder is not safe: it belongs to user \(about.st_uid) (you are \(geteuid())), mode \(about.modeText)\(others)",
      advice: advice)
  }
}

extension IngestionError {
  // Groups were named, and the file system or the system does not let them in.
  static func notShared(_ path: String, _ error: SystemError) -> IngestionError {
    IngestionError(
      error.isPermission ? .noPermission : .cannotCreate, path, "groups cannot be let in there: \(error)",
      advice: "name one group of which you are a member, or a place such as /run whose files can have several groups")
  }
}
