import CLinux
import Configuration
import Glibc
import SystemFiles

/// Asks for secrets without showing what is typed.
package enum SecretPrompt {
  /// Whether `value` asks on the terminal.
  package static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 }

  /// A secret from the terminal, or where standard input is none from there: one line, without its line feed.
  package static func value(_ label: String) throws(SecretPromptError) -> Secret {
    isInteractive ? try typed(label) : try line(of: STDIN_FILENO)
  }

  /// A secret from the terminal of the session, whatever standard input is.
  package static func typed(_ label: String) throws(SecretPromptError) -> Secret {
    guard let terminal = SilentTerminal() else { throw .noTerminal }
    let typed = try terminal.ask(label)
    guard !typed.isEmpty else { throw .nothing }
    return typed
  }

  /// A secret that nobody knows yet, so a slip of the finger must not go unnoticed: asked for twice.
  package static func typedTwice(_ label: String, again: String) throws(SecretPromptError) -> Secret {
    let first = try typed(label)
    let second = try typed(again)
    let isSame = first.withBytes { first in second.withBytes { first.elementsEqual($0) } }
    guard isSame else { throw .notTheSame }
    return first
  }

  /// Forbids the system to write an image of this process to a disk should it crash: for commands that handle secrets.
  package static func forbidCoreDumps() { cl_forbid_core_dumps() }

  // All there is, so that a second line is noticed.
  static func line(of input: Int32) throws(SecretPromptError) -> Secret {
    do {
      let memory = try LockedMemory(capacity: Secret.limit + 2) { memory in
        do throws(SystemError) {
          return try Descriptor.read(input, into: memory)
        } catch {
          throw SecretPromptError.system(error)
        }
      }
      return try memory.withBytes { bytes throws(SecretPromptError) in
        let text = bytes.last == UInt8(ascii: "\n") ? UnsafeRawBufferPointer(rebasing: bytes.dropLast()) : bytes
        guard !text.contains(UInt8(ascii: "\n")) else { throw .severalLines }
        guard !text.isEmpty else { throw .nothing }
        guard let secret = Secret(bytes: text) else { throw .tooLong(Secret.limit) }
        return secret
      }
    } catch {
      throw error as? SecretPromptError ?? .system(SystemError(code: ENOMEM))
    }
  }
}

/// Why there is no secret.
package enum SecretPromptError: CommandError, Equatable {
  /// The session has no terminal to ask on.
  case noTerminal
  case nothing
  /// Over so many bytes.
  case tooLong(Int)
  case severalLines
  case notTheSame
  /// A signal asked the program to end, and it has been told to end by that.
  case interrupted(Int32)
  case system(SystemError)

  package var description: String {
    switch self {
    case .noTerminal:
      "there is no terminal to ask on; use a key file (--key-file), and pipe a secret into standard input"
    case .nothing: "nothing was given; type the secret, or pipe it into standard input"
    case .tooLong(let limit): "the secret is over \(limit) bytes; pipe a shorter one into standard input"
    case .severalLines: "standard input has several lines; a secret is one, so pipe in that line alone"
    case .notTheSame: "the two were not the same; nothing was changed, try again"
    case .interrupted(let number): "ended by signal \(number)"
    case .system(let error): "cannot be asked for: \(error)"
    }
  }

  package var report: String { "secret: \(self)" }

  package var status: FailureStatus {
    switch self {
    case .noTerminal, .nothing: .noInput
    case .tooLong, .severalLines, .notTheSame: .badData
    case .interrupted, .system: .inputOutput
    }
  }
}

/// The terminal of the session while it does not show what is typed.
///
/// It is given back as it was on every way out. Signals that end the program do so after that, and one that stops it
/// gives the terminal back too until the program goes on. For that they are caught, of the whole process: a signal may
/// come to any of its threads.
struct SilentTerminal: ~Copyable {
  private let terminal: Int32
  private let former: termios

  /// Nil if the session has no terminal.
  init?() {
    let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard terminal >= 0 else { return nil }
    var former = termios()
    guard tcgetattr(terminal, &former) == 0 else {
      close(terminal)
      return nil
    }
    self.terminal = terminal
    self.former = former
  }

  deinit { close(terminal) }

  // So many bytes the system keeps of a line that is typed; it drops the rest without a word.
  private static let lineLimit = 4095

  /// Shows a text and takes a line.
  borrowing func ask(_ label: String) throws(SecretPromptError) -> Secret {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .system(.last) }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    cl_signals_catch(ends[1])
    silence(TCSAFLUSH)
    write(ShownText.path(label))
    let answer = Result { try line(signals: ends[0], label) }
    restore(TCSAFLUSH)
    write("\n")
    cl_signals_release()
    for end in ends { close(end) }
    switch answer {
    case .success(let secret): return secret
    case .failure(let error):
      // Whoever waits for us is to see what ended us.
      if case SecretPromptError.interrupted(let number) = error { raise(number) }
      throw error as? SecretPromptError ?? .system(SystemError(code: ENOMEM))
    }
  }

  private borrowing func line(signals: Int32, _ label: String) throws -> Secret {
    let memory = try LockedMemory(capacity: Self.lineLimit + 1) { memory in
      while true {
        var both = [
          pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
          pollfd(fd: terminal, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&both, 2, -1) >= 0 || errno == EINTR else { throw SecretPromptError.system(.last) }
        if both[0].revents != 0 { try heed(signals, label) }
        guard both[1].revents != 0 else { continue }
        let count = read(terminal, memory.baseAddress, memory.count)
        if count >= 0 { return count }
        // In the background it is not ours to read.
        guard errno == EINTR || errno == EAGAIN else { throw SecretPromptError.system(.last) }
      }
    }
    return try memory.withBytes { bytes in
      let text = bytes.last == UInt8(ascii: "\n") ? UnsafeRawBufferPointer(rebasing: bytes.dropLast()) : bytes
      guard text.count < Self.lineLimit, let secret = Secret(bytes: text) else {
        throw SecretPromptError.tooLong(Self.lineLimit - 1)
      }
      return secret
    }
  }

  // Does what the signals ask for that came.
  private borrowing func heed(_ signals: Int32, _ label: String) throws {
    var number: UInt8 = 0
    while read(signals, &number, 1) == 1 {
      switch Int32(number) {
      case SIGTSTP:
        restore(TCSANOW)
        raise(SIGSTOP)
      case SIGCONT:
        // The shell had the terminal meanwhile.
        silence(TCSANOW)
        write(ShownText.path(label))
      default: throw SecretPromptError.interrupted(Int32(number))
      }
    }
  }

  private borrowing func silence(_ when: Int32) {
    var silent = former
    silent.c_lflag &= ~tcflag_t(ECHO | ECHONL)
    silent.c_lflag |= tcflag_t(ICANON | ISIG)
    silent.c_iflag |= tcflag_t(ICRNL)
    set(silent, when)
  }

  private borrowing func restore(_ when: Int32) { set(former, when) }

  private borrowing func set(_ settings: termios, _ when: Int32) {
    var settings = settings
    while tcsetattr(terminal, when, &settings) != 0, errno == EINTR {}
  }

  private borrowing func write(_ text: String) {
    var text = text
    text.withUTF8 { _ = Glibc.write(terminal, $0.baseAddress, $0.count) }
  }
}
