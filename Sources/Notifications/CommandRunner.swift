import Alerting
import CLinux
import Glibc
import PlainText
import SystemFiles

/// Runs programs of the operator's own: without a shell, with nothing of the environment but PATH, HOME and LANG, and for no
/// longer than they may.
struct CommandRunner: Sendable {
  /// How much of the end of what a program prints is kept.
  private static let outputLimit = 4_096
  private static let longestLine = 200
  private static let usualPath = "/usr/local/bin:/usr/bin:/bin"
  /// How long a program has to end by itself once it is told to.
  private static let grace = Duration.seconds(2)

  let limit: Duration

  func run(_ command: CommandDelivery, stop: Int32) -> DeliveryOutcome {
    guard let program = command.arguments.first, !program.isEmpty else {
      return .refused("the channel names no program; check command")
    }
    let name = program.withoutHarm.cut(to: Self.longestLine)
    do throws(SystemError) {
      var child = try SpawnedProgram(
        command.arguments, environment: Self.environment, input: try Self.file(with: command.input))
      let end = child.wait(within: limit, stop: stop, outputLimit: Self.outputLimit)
      if end != .ended { child.end(within: Self.grace) }
      let status = child.reap()
      let line = Self.lastLine(of: child.output)
      return switch end {
      case .ended: Self.outcome(of: status, name, line)
      case .stopped: .failed("\(name) was ended before it was done", retryAfter: nil)
      case .tookTooLong:
        .failed(
          "\(name) took longer than \(NumberFormat.duration(ms: limit / .milliseconds(1))) and was ended\(line)",
          retryAfter: nil)
      }
    } catch {
      let fault = "cannot run \(name) (\(error))"
      return error.isMissing || error.isPermission || error.code == ENOEXEC
        ? .refused("\(fault); check command: the program, and that it may be run")
        : .failed("\(fault); it is tried again", retryAfter: nil)
    }
  }

  private static func outcome(of status: Int32, _ name: String, _ line: String) -> DeliveryOutcome {
    let signal = status & 0x7F
    let code = status >> 8 & 0xFF
    if signal != 0 { return .failed("\(name) was ended by signal \(signal)\(line)", retryAfter: nil) }
    return code == 0 ? .delivered : .failed("\(name) ended with status \(code)\(line)", retryAfter: nil)
  }

  private static var environment: [String] {
    ["PATH", "HOME", "LANG"].compactMap { name in
      let value = getenv(name).map { String(cString: $0) } ?? (name == "PATH" ? usualPath : nil)
      return value.map { "\(name)=\($0)" }
    }
  }

  /// A file in memory: unlike a pipe it takes any number of bytes, whether the program reads them or not.
  private static func file(with bytes: [UInt8]) throws(SystemError) -> Descriptor {
    guard let file = Descriptor(cl_memory_file("wraptop")) else { throw .last }
    do throws(WriteFailure) { try file.writeAll(bytes) } catch { throw error.reason }
    guard lseek(file.number, 0, SEEK_SET) == 0 else { throw .last }
    return file
  }

  private static func lastLine(of output: [UInt8]) -> String {
    let line = output.split { $0 == 10 || $0 == 13 }.last.map { String(decoding: $0, as: UTF8.self) } ?? ""
    return line.isEmpty ? "" : ": " + line.withoutHarm.cut(to: longestLine)
  }
}
