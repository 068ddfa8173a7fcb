import CLinux
import Glibc

/// What the kernel handed to the program when it started.
package enum ProgramStart {
  /// The command line, the program's own name first.
  ///
  /// It is read from the kernel: Swift's `CommandLine` looks for it in memory next to the environment, which a preloaded library
  /// (libfaketime, for one) may have moved elsewhere. Where `/proc` is not mounted, Swift's own answer has to do.
  package static let arguments: [String] = {
    let bytes = (try? Descriptor(opening: "/proc/self/cmdline", O_RDONLY).readAll()) ?? []
    guard bytes.last == 0 else { return CommandLine.arguments }
    return bytes.dropLast().split(separator: 0, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }()

  /// Whether the program was started without the descriptor 0, 1 or 2. It is open on `/dev/null` since then, so that no file or
  /// socket of the program's own takes its number.
  package static func wasClosed(_ descriptor: Int32) -> Bool { cl_was_closed(descriptor) != 0 }
}
