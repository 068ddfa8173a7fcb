import Ingestion
import SystemFiles

/// What the sockets are for that a service manager has opened for `serve`: by their names, `ingest` and `api`, or else by
/// those of their files.
struct ServiceSockets {
  private(set) var ingest: ListeningSocket?
  private(set) var api: ListeningSocket?

  /// - Throws: if one of them is of no use, or there are two for the same.
  init(_ passed: [PassedSocket]) throws(Failure) {
    for socket in passed {
      guard let listening = ListeningSocket(socket) else {
        throw Self.failure(socket, "is no Unix stream socket with a path that listens; use ListenStream=/run/wraptop/…")
      }
      let isForAPI = socket.name == "api" || socket.name != "ingest" && FilePath(listening.path).name == "api.sock"
      guard (isForAPI ? api : ingest) == nil else {
        throw Self.failure(socket, "there are two for the same; name one of them api with FileDescriptorName=api")
      }
      if isForAPI { api = listening } else { ingest = listening }
    }
  }

  private static func failure(_ socket: PassedSocket, _ why: String) -> Failure {
    let name = socket.path ?? (socket.name.isEmpty ? "descriptor \(socket.descriptor)" : socket.name)
    return Failure("socket of the service manager: \(name.withoutHarm): \(why)", status: .usage)
  }
}
