import CLinux
import Glibc

/// Which process of this machine is meant: its number, and what tells it from another one that gets the same number later, or
/// has it on another machine.
package struct ProcessIdentity: Sendable, Equatable {
  package let number: Int32
  /// The user that it acts as.
  package let user: UInt32
  /// When it began, in ticks of the system's clock since the machine was started.
  package let start: UInt64
  /// The random name of this run of the machine.
  package let boot: String

  package init(number: Int32, user: UInt32, start: UInt64, boot: String) {
    self.number = number
    self.user = user
    self.start = start
    self.boot = boot
  }

  /// This process; nil where the system does not tell of processes.
  package static var current: ProcessIdentity? {
    guard let start = start(of: getpid()), let boot = bootName else { return nil }
    return ProcessIdentity(number: getpid(), user: geteuid(), start: start, boot: boot)
  }

  /// Whether it runs, here and now.
  package var isRunning: Bool { boot == Self.bootName && Self.start(of: number) == start }

  /// Whether it acts as the user of this process.
  package var isOfSameUser: Bool { user == geteuid() }

  /// The environment that it was started with, by name; nil if it is not running, or if that is not for this user to know.
  package var environment: [String: String]? {
    guard let bytes = Self.bytes("/proc/\(number)/environ"), isRunning else { return nil }
    var environment: [String: String] = [:]
    for entry in bytes.split(separator: 0) {
      guard let equals = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: entry[..<equals], as: UTF8.self)
      // Of a name that stands there twice the first counts, as getenv(3) has it.
      if environment[name] == nil { environment[name] = String(decoding: entry[(equals + 1)...], as: UTF8.self) }
    }
    return environment
  }

  // The 22nd field of proc_pid_stat(5). The name of the program, the 2nd, may hold anything, so that fields are counted from
  // behind it; the first of those is the state, in which `Z` and `X` are processes that have ended.
  private static func start(of number: Int32) -> UInt64? {
    guard let bytes = bytes("/proc/\(number)/stat"), let end = bytes.lastIndex(of: UInt8(ascii: ")")) else {
      return nil
    }
    let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return UInt64(fields[19])
  }

  private static var bootName: String? {
    bytes("/proc/sys/kernel/random/boot_id").map { String(decoding: $0.prefix { $0 != 10 }, as: UTF8.self) }
  }

  private static func bytes(_ path: String) -> [UInt8]? {
    try? Descriptor(opening: path, O_RDONLY).readAll()
  }
}

/// What this process uses of the machine.
package struct ProcessUsage: Sendable, Equatable {
  /// The memory that is in use, in bytes; nil if the system does not tell.
  package var residentBytes: UInt64?
  /// The time that all processors together spent on the process; nil if the system does not tell.
  package var processorTime: Duration?

  /// What it uses now.
  package static var current: ProcessUsage {
    ProcessUsage(residentBytes: residentPages.map { $0 * UInt64(sysconf(Int32(_SC_PAGESIZE))) }, processorTime: time)
  }

  private static var time: Duration? {
    var time = timespec()
    guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return nil }
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  // The second number of the file is that of the resident pages.
  private static var residentPages: UInt64? {
    guard let file = try? Descriptor(opening: "/proc/self/statm", O_RDONLY),
      let numbers = (try? file.read(upTo: 256))?.split(separator: UInt8(ascii: " "))
    else { return nil }
    return numbers.count > 1 ? UInt64(String(decoding: numbers[1], as: UTF8.self)) : nil
  }
}

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

/// How many files this process may have open, and how they are shared out, so that none of those that need them takes all.
package struct OpenFileLimit: Sendable, Equatable {
  /// How many descriptors there can be.
  package let descriptors: Int

  /// What the store, the log, the terminal and the program itself need.
  private static let reserve = 32
  /// More than this is of no use here.
  private static let most = 65536

  /// For a process that may have so many descriptors.
  package init(descriptors: Int) { self.descriptors = descriptors }

  /// The limit of this process. What it may raise by itself is raised first.
  package static func current() -> OpenFileLimit {
    var limit = rlimit()
    let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard getrlimit(kind, &limit) == 0 else { return OpenFileLimit(descriptors: 256) }
    let wanted = min(limit.rlim_max, rlim_t(most))
    if limit.rlim_cur < wanted {
      limit.rlim_cur = wanted
      if setrlimit(kind, &limit) != 0 { _ = getrlimit(kind, &limit) }
    }
    return OpenFileLimit(descriptors: Int(min(limit.rlim_cur, rlim_t(Int32.max))))
  }

  /// Files that are followed and open at once: a quarter, and no more than are worth it.
  package var followedFiles: Int { max(4, min(256, descriptors / 4)) }

  /// Connections of clients at once.
  package var connections: Int { max(8, min(1024, descriptors - followedFiles - Self.reserve)) }
}
