import Glibc

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
    let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let numbers = bytes[..<count].split(separator: UInt8(ascii: " "))
    return numbers.count > 1 ? UInt64(String(decoding: numbers[1], as: UTF8.self)) : nil
  }
}
