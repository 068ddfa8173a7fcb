import Foundation
import Glibc
import Secrets
import Synchronization
import SystemFiles

/// Where results go.
enum StandardOutput {
  /// Nobody reads what is written any more.
  struct ReaderHasGone: Error {}

  /// True if it is a terminal, whose user has not asked for text without colours.
  static var usesColor: Bool {
    isatty(STDOUT_FILENO) == 1 && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
  }

  /// Writes all bytes, or throws what to tell the user. A reader that has gone away is no fault of ours.
  static func write(_ bytes: [UInt8]) throws {
    do {
      try writeOrEnd(bytes)
    } catch is ReaderHasGone {}
  }

  /// The same, but throws `ReaderHasGone` where there is no use in going on.
  static func writeOrEnd(_ bytes: [UInt8]) throws {
    guard !bytes.isEmpty else { return }
    guard !ProgramStart.wasClosed(STDOUT_FILENO) else {
      throw Failure("standard output: is closed; redirect it to a file or to /dev/null", status: .inputOutput)
    }
    do throws(WriteFailure) {
      try Descriptor.writeAll(bytes, to: STDOUT_FILENO)
    } catch {
      if error.reason.code == EPIPE { throw ReaderHasGone() }
      throw Failure(
        "standard output: \(error.reason) after \(error.written) bytes; what was printed is not complete",
        status: .inputOutput)
    }
  }

  /// Writes one line.
  static func line(_ text: String) throws { try write(Array((text + "\n").utf8)) }
}

/// Where everything is said that is no result: warnings, errors, the log of `serve`. Nothing that looks like a key gets there.
enum StandardError {
  /// What goes there; returns at once, whatever becomes of it.
  static let diagnostics = Diagnostics()

  /// Says something to the user; returns at once.
  static func say(_ message: String) { diagnostics.line("wraptop: \(Redaction.redact(whole: message))") }

  /// Says something to the user of a command that ends by itself, before it goes on.
  static func warn(_ message: String) {
    say(message)
    diagnostics.flush()
  }

  /// Says something in the log of a program that goes on: returns at once.
  static func log(_ message: String) { say("\(SystemClock.now()) \(message)") }
}

/// What the program was started with and changes for itself, so that a command in its place can have it back.
enum InheritedState {
  private struct State {
    var ignoresBrokenPipes = false
    var descriptors: rlimit?
  }

  private static let state = Mutex(State())
  private static let descriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

  /// Remembers it; to be called before anything is changed.
  static func take() {
    var action = sigaction()
    sigaction(SIGPIPE, nil, &action)
    let ignored = unsafeBitCast(SIG_IGN, to: Int.self)
    let isIgnored = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == ignored
    var limit = rlimit()
    let hasLimit = getrlimit(descriptors, &limit) == 0
    state.withLock { $0 = State(ignoresBrokenPipes: isIgnored, descriptors: hasLimit ? limit : nil) }
  }

  /// Gives it back.
  static func restore() {
    let taken = state.withLock { $0 }
    if !taken.ignoresBrokenPipes { signal(SIGPIPE, SIG_DFL) }
    if var limit = taken.descriptors { setrlimit(descriptors, &limit) }
  }
}

/// A file that a command writes as a whole: who opens it finds all of it or what was there before.
struct OutputFile {
  let path: String

  /// Writes the file, which everyone may read unless the user's mask says otherwise. Throws what to tell the user.
  func write(_ bytes: [UInt8]) throws {
    let status = stat(of: path)
    if status?.isFolder == true { throw Failure("\(path): is a folder; name a file in it", status: .cannotCreate) }
    // A device or a pipe is not replaced.
    if let status, !status.isRegularFile {
      let file = try orFail(.cannotCreate) { () throws(SystemError) in try Descriptor(opening: path, O_WRONLY) }
      return try orFail(.inputOutput) { () throws(SystemError) in try file.writeDurably(bytes) }
    }
    // What a link leads to is replaced, and not the link.
    let target = FilePath.resolved(path) ?? path
    let name = ".wraptop-\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
    var file = try orFail(.cannotCreate) { () throws(SystemError) in
      try PendingFile(named: FilePath(target).sibling(name), mode: 0o644)
    }
    try orFail(.inputOutput) { () throws(SystemError) in try file.write(bytes) }
    do throws(SystemError) { try file.replace(target) } catch { throw failure(error, .cannotCreate) }
  }

  private func orFail<Value: ~Copyable>(_ status: FailureStatus, _ body: () throws(SystemError) -> Value) throws
    -> Value
  {
    do throws(SystemError) { return try body() } catch { throw failure(error, status) }
  }

  private func failure(_ error: SystemError, _ status: FailureStatus) -> Failure {
    let advice = status == .inputOutput ? "" : "; name a file in a folder that you can write with --output"
    let isForbidden = error.isPermission && status == .cannotCreate
    return Failure("\(path): \(error)\(advice)", status: isForbidden ? .noPermission : status)
  }
}
