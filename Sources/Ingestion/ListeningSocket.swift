import Glibc
import SystemFiles

/// A Unix stream socket that listens under a path in the file system, made so that nobody else can connect to it or put
/// something in its place (article Security). Closed, and its path removed, when the last reference goes.
package final class ListeningSocket: Sendable {
  /// The path as it was given.
  package let path: String
  private let owned: Descriptor
  /// The file that was made for it; nil if that is the affair of another process.
  private let identity: FileIdentity?

  /// The longest path in bytes, that a socket may have.
  package static let longestPath = 107
  /// The path that is used when none is given.
  ///
  /// - Parameters:
  ///   - name: the file's name, such as `ingest.sock`.
  ///   - environment: the environment variables; `XDG_RUNTIME_DIR` decides.
  ///   - user: the number of the user.
  package static func standardPath(_ name: String, environment: [String: String], user: UInt32) -> String {
    if let folder = environment["XDG_RUNTIME_DIR"], folder.hasPrefix("/") { return "\(folder)/wraptop/\(name)" }
    return "/tmp/wraptop-\(user)/\(name)"
  }

  /// Those of the sockets nobody named that a client may send to, as their folders are the user's own or the
  /// superuser's (article Security). If none of the folders is there, the first path is as good as any.
  ///
  /// - Throws: if there are such folders and none may be trusted.
  package static func trusted(_ paths: [String]) throws(IngestionError) -> [String] {
    var trusted: [String] = []
    var refusal: IngestionError?
    for path in paths {
      do throws(IngestionError) {
        if try SocketFolder.isTrusted(of: path) { trusted.append(path) }
      } catch {
        refusal = refusal ?? error
      }
    }
    if trusted.isEmpty, let refusal { throw refusal }
    return trusted.isEmpty ? Array(paths.prefix(1)) : trusted
  }

  /// Makes the socket and listens. Its folder is made if it is missing, for the user alone. A socket file that is
  /// there already is replaced if nothing answers on it.
  ///
  /// - Parameter sharing: who may use it besides the user.
  /// - Throws: if the path is too long, the folder is not the user's or others may write to it, something else has the
  ///   path, or another process listens there.
  package static func open(
    _ path: String, sharing: SocketSharing = SocketSharing()
  ) throws(IngestionError) -> ListeningSocket {
    guard path.utf8.count <= longestPath else {
      throw IngestionError(
        .cannotCreate, path, "is \(path.utf8.count) bytes long, a socket may have \(longestPath)",
        advice: "choose a shorter path with --socket")
    }
    let folder = try SocketFolder(of: path, passing: sharing.passing)
    // Others that start at the same moment wait, so that a socket which is bound but does not listen yet never looks
    // stale. The lock goes with the folder's descriptor.
    try folder.lock()
    try clear(path)
    return try listen(SocketClient.makeSocket(isBlocking: false), path, sharing)
  }

  /// The descriptor; owned by this object, never blocking.
  package var descriptor: Int32 { owned.number }

  private init(path: String, descriptor: consuming Descriptor, about: stat?) {
    self.path = path
    owned = descriptor
    identity = about.map { FileIdentity($0) }
  }

  /// Takes over a socket that listens already, and whose file another process keeps: a service manager.
  package convenience init?(_ passed: PassedSocket) {
    guard let path = passed.path, let descriptor = Descriptor(passed.descriptor) else { return nil }
    self.init(path: path, descriptor: descriptor, about: nil)
  }

  deinit { removePath() }

  /// Whether the path still leads to this socket, as far as it has to be cared for here.
  var isInPlace: Bool {
    identity == nil || stat(of: path, followsLinks: false).map { FileIdentity($0) } == identity
  }

  /// Removes the socket file, unless the path leads to another one by now.
  package func removePath() {
    if identity != nil, isInPlace { unlink(path) }
  }

  private static func listen(
    _ socket: consuming Descriptor, _ path: String, _ sharing: SocketSharing
  ) throws(IngestionError) -> ListeningSocket {
    // The socket file takes over the mode of the socket: it is never open to others, not even for a moment.
    fchmod(socket.number, 0o600)
    let number = socket.number
    guard withUnixAddress(path, { bind(number, $0, $1) }) == 0 else { throw cannotMake(path, .last) }
    guard chmod(path, 0o600) == 0, let about = stat(of: path, followsLinks: false) else {
      throw cannotMake(path, .last)
    }
    let listening = ListeningSocket(path: path, descriptor: socket, about: about)
    do throws(SystemError) {
      try GroupAccess.give(sharing.groups, .use, to: path)
    } catch {
      throw .notShared(path, error)
    }
    try listening.listen()
    return listening
  }

  /// Lets as many clients wait to be taken in as the system allows (net.core.somaxconn). A client that does not wait
  /// itself is turned away while that many do.
  func listen() throws(IngestionError) {
    guard Glibc.listen(descriptor, .max) == 0 else { throw Self.cannotMake(path, .last) }
  }

  // Makes sure that nothing has the path: a socket on which nothing answers is removed.
  private static func clear(_ path: String) throws(IngestionError) {
    guard let about = stat(of: path, followsLinks: false) else {
      if errno == ENOENT { return }
      throw cannotMake(path, .last)
    }
    guard about.isSocket else {
      throw IngestionError(
        .cannotCreate, path, "is there already and is not a socket", advice: "remove it, or choose another path")
    }
    let probe = try SocketClient.makeSocket(isBlocking: false)
    let number = probe.number
    let answer = withUnixAddress(path) { connect(number, $0, $1) } == 0 ? 0 : errno
    guard answer == ECONNREFUSED else {
      let peer = answer == 0 ? Descriptor.peerProcess(of: number) : nil
      let who = peer.map { "process \($0)" } ?? "another process"
      throw IngestionError(
        .cannotCreate, path, "\(who) listens there", advice: "end it, or choose another path with --socket")
    }
    guard unlink(path) == 0 || errno == ENOENT else { throw cannotMake(path, .last) }
  }

  private static func cannotMake(_ path: String, _ error: SystemError) -> IngestionError {
    IngestionError(
      error.isPermission ? .noPermission : .cannotCreate, path,
      "the socket cannot be made: \(error)", advice: "check the folder, or choose another path")
  }
}

/// Calls `body` with the address of the Unix socket at `path`, which fits.
func withUnixAddress<Result>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  withUnsafeMutableBytes(of: &address.sun_path) { target in
    target.copyBytes(from: path.utf8.prefix(ListeningSocket.longestPath))
  }
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
  }
}
