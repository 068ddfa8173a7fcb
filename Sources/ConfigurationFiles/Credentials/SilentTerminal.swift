import CLinux
import Configuration
import Glibc
import SystemFiles

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
