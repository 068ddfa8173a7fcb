import Events
import Glibc
import Monitoring
import Storage

/// A process that writes a store, for tests that look at it from outside, kill it or measure it.
///
///     store-probe count PATH           commits one after the other and tells each on a line, until it is killed
///     store-probe hold PATH            opens it, says so, and holds it until its input ends
///     store-probe modes PATH           opens it under a umask of nothing, commits, and holds it until its input ends
///     store-probe measure PATH         commits and loads what the benchmarks measure, and tells how long that took
@main
struct Probe {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else { fail("store-probe count|hold|modes|measure PATH") }
    do throws(StorageError) {
      switch arguments[1] {
      case "count": try Counting.run(arguments[2])
      case "measure": try Measuring.run(arguments[2])
      case "hold", "modes":
        if arguments[1] == "modes" { umask(0) }
        let opening = try SQLiteStore.open(path: arguments[2], now: Timestamp(seconds: Int64(time(nil))))
        try opening.store.commit(Counting.commit(1, size: 1))
        say("open")
        while readLine() != nil {}
      default: fail("no such mode")
      }
    } catch {
      fail("\(error)")
    }
  }

  static func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
  }

  private static func fail(_ reason: String) -> Never {
    let bytes = Array("store-probe: \(reason)\n".utf8)
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    exit(1)
  }
}
