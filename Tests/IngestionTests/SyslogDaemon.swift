import Foundation
import SystemFiles
import TestSupport

/// rsyslog, writing what it is sent to a file in a test's folder, which it holds open until it is told to open it anew.
final class SyslogDaemon {
  private let process: RunningProgram
  private let socketPath: String
  // With this the name of the log begins, also once it is rotated.
  private let logName: String

  init(in folder: TemporaryFolder, writingTo name: String) throws {
    socketPath = folder("syslog.socket")
    logName = String(name.prefix { $0 != "." })
    try folder.append(
      """
      module(load="imuxsock" SysSock.Use="off")
      input(type="imuxsock" Socket="\(socketPath)" RateLimit.Interval="0")
      template(name="line" type="string" string="%msg:R,ERE,1,DFLT:^ ?(.*)$--end%\\n")
      *.* action(type="omfile" file="\(folder(name))" template="line" flushOnTXEnd="on")

      """, to: "syslog.conf")
    process = try RunningProgram(
      "/usr/sbin/rsyslogd", ["-n", "-f", folder("syslog.conf"), "-i", folder("syslog.pid")],
      environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], errorsPath: folder("syslog.errors"))
  }

  /// Sends lines, waiting while the daemon does not listen yet.
  func send(_ lines: [String]) async throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socketPath.utf8) }
    let isConnected = await eventually {
      withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
        }
      }
    }
    guard isConnected else { throw Failure() }
    for line in lines {
      let message = "<14>jobs: " + line
      guard Foundation.send(descriptor, message, message.utf8.count, 0) == message.utf8.count else { throw Failure() }
    }
  }

  /// Tells it to open its files anew, as logrotate's `postrotate` does, and waits until it has closed the old one. It makes
  /// the new one when it has a line for it.
  func reopen() async -> Bool {
    kill(process.identifier, SIGHUP)
    return await eventually { !openFiles.contains { $0.contains("/\(logName).") || $0.contains("/\(logName)-") } }
  }

  private var openFiles: [String] {
    let descriptors = "/proc/\(process.identifier)/fd"
    guard var names = try? FolderEntries(of: descriptors) else { return [] }
    var paths: [String] = []
    while let name = names.nextBytes() {
      let path = try? FileManager.default.destinationOfSymbolicLink(
        atPath: "\(descriptors)/\(String(decoding: name, as: UTF8.self))")
      if let path { paths.append(path) }
    }
    return paths
  }

  struct Failure: Error {
    let reason = String(cString: strerror(errno))
  }
}
