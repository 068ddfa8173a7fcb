import Glibc

/// A listening socket that was open when this process began, since a service manager such as systemd opened it
/// (sd_listen_fds(3)).
package struct PassedSocket: Sendable, Equatable {
  package let descriptor: Int32
  /// What the manager calls it; empty if it has no name.
  package let name: String
  /// Where it listens in the file system; nil if it is no Unix stream socket with a path.
  package let path: String?

  /// Takes over those that are meant for this process. Programs that this one starts do not get them.
  ///
  /// - Parameter process: the number of this process.
  package static func take(environment: [String: String], process: Int32) -> [PassedSocket] {
    guard environment["LISTEN_PID"] == "\(process)", let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }),
      (1...64).contains(count)
    else { return [] }
    let names = (environment["LISTEN_FDNAMES"] ?? "").split(separator: ":", omittingEmptySubsequences: false)
    return (0..<count).map { index in
      // The first three are those of every process.
      let number = index + 3
      _ = fcntl(number, F_SETFD, FD_CLOEXEC)
      let flags = fcntl(number, F_GETFL)
      if flags >= 0 { _ = fcntl(number, F_SETFL, flags | O_NONBLOCK) }
      let name = names.indices.contains(Int(index)) ? String(names[Int(index)]) : ""
      return PassedSocket(descriptor: number, name: name, path: path(of: number))
    }
  }

  private static func path(of number: Int32) -> String? {
    func option(_ name: Int32) -> Int32 {
      var value: Int32 = 0
      var length = socklen_t(MemoryLayout<Int32>.size)
      return getsockopt(number, SOL_SOCKET, name, &value, &length) == 0 ? value : -1
    }
    guard option(SO_DOMAIN) == AF_UNIX, option(SO_TYPE) == Int32(SOCK_STREAM.rawValue), option(SO_ACCEPTCONN) == 1
    else { return nil }
    var address = sockaddr_un()
    var length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let isKnown = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &length) == 0 }
    }
    guard isKnown else { return nil }
    let bytes = withUnsafeBytes(of: address.sun_path) { Array($0.prefix { $0 != 0 }) }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
