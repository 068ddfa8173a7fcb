import Configuration
import ConfigurationFiles
import Glibc

/// A process that writes files of the configuration, for tests that kill it, run several of it, or leave it no room.
///
///     configuration-probe count PATH NUMBER    counts the file up and tells each count, NUMBER times or until it is killed
///     configuration-probe append PATH NUMBER   appends so many records, and tells the head after each
///     configuration-probe limited PATH BYTES   counts up once, where no file may be longer than BYTES
///     configuration-probe audited PATH BYTES   appends one record, where no file may be longer than BYTES
///     configuration-probe verify PATH BYTES    counts the faults of a trail with no more memory than BYTES
@main
struct Probe {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let number = Int(arguments[3]) else {
      fail("configuration-probe count|append|limited|audited|verify PATH NUMBER", 64)
    }
    let path = arguments[2]
    do throws(ConfigurationFileError) {
      switch arguments[1] {
      case "count": for _ in 0..<number { say("\(try count(RuntimeFile(path: path)))") }
      case "append":
        for part in 0..<number { say("\(try AuditFile(path: path).append([entry(part)], at: time).number)") }
      case "limited":
        limitFiles(number)
        say("\(try count(RuntimeFile(path: path)))")
      case "audited":
        limitFiles(number)
        say("\(try AuditFile(path: path).append([entry(0)], at: time).number)")
      case "verify":
        limit(RLIMIT_DATA, to: number)
        say("\(try AuditFile(path: path).verify(heads: []).count)")
      default: fail("no such mode", 64)
      }
    } catch {
      fail("\(error)", error.exitCode)
    }
  }

  private static let time = "2026-03-01T00:00:00.000000Z"

  /// Writes the next number at both ends of the file, tried again as often as another writer was faster.
  private static func count(_ file: RuntimeFile) throws(ConfigurationFileError) -> Int {
    while true {
      let (root, version) = try file.read()
      let next = (root.flatMap(Self.number) ?? 0) + 1
      let place = SourceLocation(file: file.path, line: 1)
      func entry(_ key: String, _ text: String) -> ConfigurationNode.Entry {
        let value = ConfigurationNode(.scalar(.init(text, isQuoted: false)), at: place)
        return ConfigurationNode.Entry(key: key, keyPlace: place, value: value)
      }
      // Long enough that more than one page is written.
      let filling = String(repeating: "x", count: 20_000 + next % 7 * 5000)
      let entries = [entry("first", "\(next)"), entry("filling", filling), entry("last", "\(next)")]
      do throws(ConfigurationFileError) {
        _ = try file.write(ConfigurationNode(.mapping(entries), at: place), replacing: version)
        return next
      } catch .conflict {
        continue
      }
    }
  }

  private static func number(_ root: ConfigurationNode) -> Int? {
    guard case .mapping(let entries) = root.content, case .scalar(let scalar)? = entries.first?.value.content else {
      return nil
    }
    return Int(scalar.text)
  }

  private static func entry(_ part: Int) -> AuditEntry {
    AuditEntry(
      actor: AuditActor(uid: 1, user: "probe", from: "\(getpid())"), action: .change, wrapper: "w",
      field: "daily_budget", old: .integer(Int64(part)), new: .integer(Int64(part) + 1), layer: "runtime")
  }

  private static func limitFiles(_ bytes: Int) {
    signal(SIGXFSZ, SIG_IGN)
    limit(RLIMIT_FSIZE, to: bytes)
  }

  private static func limit(_ resource: __rlimit_resource, to bytes: Int) {
    var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
    setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
  }

  private static func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
  }

  private static func fail(_ reason: String, _ code: Int32) -> Never {
    let bytes = Array("configuration-probe: \(reason)\n".utf8)
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    exit(code)
  }
}
