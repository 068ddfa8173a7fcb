import Glibc

/// The service manager that started this process and wants to know how it fares, such as systemd (sd_notify(3)).
package struct ServiceManager: Sendable, Equatable {
  /// What it is told.
  package enum Notice: Sendable, Equatable {
    /// Everything is open, and work begins.
    case ready(String)
    /// What was configured is read again; `ready` says when that is done.
    case reloading
    /// The process is ending well.
    case stopping
    /// The process works; to be told again before `watchdog` is over.
    case alive

    /// The lines of the message.
    fileprivate var lines: [String] {
      switch self {
      case .ready(let status): ["READY=1", "STATUS=\(status)"]
      case .reloading:
        ["RELOADING=1", "MONOTONIC_USEC=\(monotonicMicroseconds())", "STATUS=Reading settings and configuration again"]
      case .stopping: ["STOPPING=1", "STATUS=Storing what is left"]
      case .alive: ["WATCHDOG=1"]
      }
    }
  }

  /// Where it listens: a path, or with @ before it a name without a file.
  private let address: String
  /// Within which time it expects to hear `alive` each time; nil if it does not watch for that.
  package let watchdog: Duration?

  /// Reads from the environment who it is; nil if there is none.
  ///
  /// - Parameter process: the number of this process.
  package init?(environment: [String: String], process: Int32) {
    guard let address = environment["NOTIFY_SOCKET"], address.hasPrefix("/") || address.hasPrefix("@"),
      address.utf8.count <= 107
    else { return nil }
    self.address = address
    let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(process)" } ?? true
    let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
    watchdog = isMeant ? microseconds.map { .microseconds($0) } : nil
  }

  /// Tells it. That nobody listens is no fault of this process.
  package func tell(_ notice: Notice) {
    let kind = SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue
    guard let socket = Descriptor(socket(AF_UNIX, Int32(kind), 0)) else { return }
    var name = Array(address.utf8)
    if name.first == UInt8(ascii: "@") { name[0] = 0 }
    var target = sockaddr_un()
    target.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: name) }
    // A name without a file is as long as it is said to be.
    let length = MemoryLayout<sa_family_t>.size + name.count + (address.hasPrefix("/") ? 1 : 0)
    let message = Array(notice.lines.joined(separator: "\n").utf8)
    withUnsafePointer(to: &target) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        _ = sendto(socket.number, message, message.count, Int32(MSG_NOSIGNAL), address, socklen_t(length))
      }
    }
  }
}

private func monotonicMicroseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}
