import Glibc
import SystemFiles

/// What all clients of the ingest socket have in common.
enum SocketClient {
  /// Connects to the socket at `path`.
  ///
  /// - Throws: if nothing listens there, or this user may not connect. Only an `inputOutput` error may pass by itself.
  static func connect(to path: String, isBlocking: Bool) throws(IngestionError) -> Descriptor {
    guard path.utf8.count <= ListeningSocket.longestPath else {
      throw IngestionError(
        .unreadable, path,
        "is \(path.utf8.count) bytes long, a socket's path has at most \(ListeningSocket.longestPath)",
        advice: "check the path")
    }
    let descriptor = try makeSocket(isBlocking: isBlocking)
    let number = descriptor.number
    while withUnixAddress(path, { Glibc.connect(number, $0, $1) }) != 0 {
      if errno != EINTR { throw cannotConnect(to: path, .last) }
    }
    return descriptor
  }

  /// A new Unix stream socket.
  ///
  /// - Parameter isBlocking: calls on it wait.
  static func makeSocket(isBlocking: Bool) throws(IngestionError) -> Descriptor {
    let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | (isBlocking ? 0 : SOCK_NONBLOCK.rawValue)
    guard let descriptor = Descriptor(socket(AF_UNIX, Int32(flags), 0)) else { throw .outOfDescriptors(.last) }
    return descriptor
  }

  /// What an answer of the other side means that begins with `{"error"`; nil if it is another answer.
  static func refusal(by path: String, _ reply: String) -> IngestionError? {
    guard reply.hasPrefix("{\"error\"") else { return nil }
    let reason = reply.split(separator: "\"").dropFirst(3).first.map(String.init) ?? reply
    return reason.hasPrefix("permission denied")
      ? IngestionError(.noPermission, path, "refused: \(reason)", advice: "run as the user that wraptop runs as")
      : IngestionError(.inputOutput, path, "refused: \(reason)", advice: "close other connections, then try again")
  }

  private static func cannotConnect(to path: String, _ error: SystemError) -> IngestionError {
    switch error.code {
    case ENOENT, ECONNREFUSED, ENOTDIR:
      IngestionError(.unreadable, path, "nothing listens there", advice: "start one with: wraptop --socket \(path)")
    case EACCES, EPERM:
      IngestionError(
        .noPermission, path, "this user may not connect\(whose(path))", advice: "run as the user that wraptop runs as")
    case EAGAIN:
      IngestionError(.inputOutput, path, "too many clients wait to be let in", advice: "try again")
    default:
      IngestionError(.unreadable, path, "cannot connect: \(error)", advice: "check the path")
    }
  }

  // Whose the socket is, or its folder, if that may not be looked into.
  private static func whose(_ path: String) -> String {
    for (what, place) in [("it", path), ("its folder", FilePath(path).folder)] {
      guard let about = stat(of: place) else { continue }
      return ": \(what) belongs to user \(about.st_uid), and you are \(geteuid())"
    }
    return ""
  }
}
