import CLinux
import Glibc

/// What the kernel handed to the program when it started.
package enum ProgramStart {
  /// The command line, the program's own name first.
  ///
  /// It is read from the kernel: Swift's `CommandLine` looks for it in memory next to the environment, which a preloaded library
  /// (libfaketime, for one) may have moved elsewhere. Where `/proc` is not mounted, Swift's own answer has to do.
  package static let arguments: [String] = {
    let bytes = (try? contents(of: "/proc/self/cmdline")) ?? []
    guard bytes.last == 0 else { return CommandLine.arguments }
    return bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }()

  /// Whether the program was started without the descriptor 0, 1 or 2. It is open on `/dev/null` since then, so that no file or
  /// socket of the program's own takes its number.
  package static func wasClosed(_ descriptor: Int32) -> Bool { cl_was_closed(descriptor) != 0 }

  private static func contents(of path: String) throws(SystemError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw SystemError(code: errno) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count > 0 { bytes += buffer[..<count] } else if count == 0 { return bytes }
      if count < 0, errno != EINTR { throw SystemError(code: errno) }
    }
  }
}
