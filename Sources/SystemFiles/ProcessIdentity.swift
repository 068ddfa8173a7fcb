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
